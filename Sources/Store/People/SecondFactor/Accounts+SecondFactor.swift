// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A second factor as it is shown to whoever sets it up.
public struct SecondFactorSetUp: Sendable, Hashable {
    /// The secret, in Base32.
    public let secret: String
    /// The address an authenticator takes it in from, as a QR code or a link
    /// (`otpauth://totp/…`, the Key Uri Format).
    public let address: String
}

extension Accounts {
    var factors: SecondFactorTable { SecondFactorTable(database: network.commons.database) }
    var steps: SignInSteps { SignInSteps(database: network.commons.database) }

    /// Goes on after the right password.
    func goOn(_ person: RecordID, at now: Instant) async throws -> SignedIn {
        guard let account = try account(of: person) else { throw Refusal.notFound }
        let roles = try network.commons.database.read {
            try self.roles(of: person, at: now, on: $0)
        }
        if let provider = policy.onlyProvider(for: roles) {
            throw Problems(
                nil, "password_not_here",
                Phrase("problem.password_not_here", ["provider": provider.label(in: .english)]))
        }
        if account.hasSecondFactor {
            return .codeNeeded(step: try await steps.begin(for: person, at: now))
        }
        if policy.secondFactor == .staff, !roles.isEmpty {
            return .setUpNeeded(step: try await steps.begin(for: person, at: now))
        }
        return .session(try await begin(Sessions.Beginning(person, .password), at: now))
    }

    /// Whose half-done sign-in this is, and whether they have a second factor; nil if it has ended.
    public func step(_ secret: String, at now: Instant) throws -> (person: RecordID, isSetUp: Bool)? {
        guard secret.utf8.count == 64, let person = try steps.person(secret, at: now),
            let account = try account(of: person)
        else { return nil }
        return (person, account.hasSecondFactor)
    }

    /// Ends a sign-in with a code of the authenticator, or a recovery code.
    /// - Returns: the session's secret.
    /// - Throws: `Problems` for the field `code`; `Refusal.signIn` if the sign-in has ended;
    ///   `Refusal.tooMany`.
    public func finish(step secret: String, code: String, at now: Instant) async throws -> String {
        guard let (person, isSetUp) = try step(secret, at: now), isSetUp else { throw Refusal.signIn }
        let way = try await mustKnow(code: code, of: person, at: now)
        guard try await steps.end(secret) else { throw Refusal.signIn }
        return try await begin(Sessions.Beginning(person, way), at: now)
    }

    /// Ends a sign-in by setting up the second factor it lacks.
    /// - Returns: the session's secret, and the recovery codes, which cannot be shown again.
    /// - Throws: as `turnOn` does; `Refusal.signIn` if the sign-in has ended.
    public func setUp(
        step secret: String, code: String, at now: Instant
    ) async throws -> (session: String, recoveryCodes: [String]) {
        guard let (person, isSetUp) = try step(secret, at: now), !isSetUp else { throw Refusal.signIn }
        let codes = try await turnOnSecondFactor(of: person, code: code, at: now)
        guard try await steps.end(secret) else { throw Refusal.signIn }
        let session = try await begin(Sessions.Beginning(person, .passwordAndCode), at: now)
        return (session, codes)
    }

    /// What somebody who has no second factor sets one up with.
    /// - Parameter site: what their authenticator will call this installation.
    /// - Throws: `Refusal.notNow` if they have one.
    public func secondFactor(
        toSetUpFor person: RecordID, site: String
    ) async throws -> SecondFactorSetUp {
        guard let account = try account(of: person) else { throw Refusal.notFound }
        guard !account.hasSecondFactor else { throw Self.alreadySetUp }
        let secret = try await factors.secret(of: person, orKeep: try OneTimeCode.newSecret())
        func part(_ text: String) -> String {
            // A colon would end the name of the site.
            text.replacing(":", with: " ").utf8.map { byte in
                let scalar = Unicode.Scalar(byte)
                let isPlain = scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "-._~".unicodeScalars.contains(scalar))
                return isPlain ? String(scalar) : "%" + Hexadecimal.text([byte]).uppercased()
            }.joined()
        }
        return SecondFactorSetUp(
            secret: secret,
            address: "otpauth://totp/\(part(site)):\(part(account.email))"
                + "?secret=\(secret)&issuer=\(part(site))")
    }

    /// Turns a second factor on, once its first code has been shown to be right.
    /// - Parameter session: the secret of the session it is done in, which counts as strong then.
    /// - Returns: ten recovery codes, which cannot be shown again.
    /// - Throws: `Problems` for the field `code`; `Refusal.tooMany`; `Refusal.notNow` if it is on.
    public func turnOnSecondFactor(
        of person: RecordID, code: String, session: String? = nil, at now: Instant
    ) async throws -> [String] {
        guard let account = try account(of: person) else { throw Refusal.notFound }
        guard !account.hasSecondFactor else { throw Self.alreadySetUp }
        _ = try await mustKnow(code: code, of: person, at: now)
        let codes = try await factors.newRecoveryCodes(of: person)
        _ = try await network.commons.perform(
            ActionCall(AuditActions.turnOnSecondFactor.kind, by: Actor(.person(person)), on: person),
            at: now)
        if let session {
            let digest = Secret.digest(session)
            try await sessions.strengthen(digest, to: .passwordAndCode)
            known.forget(digest)
        }
        return codes
    }

    /// Turns one's second factor off.
    /// - Throws: `Problems` for the field `current`; `Refusal.tooMany`.
    public func turnOffSecondFactor(
        of person: RecordID, password: String, peer: String = "", at now: Instant
    ) async throws {
        try await mustConfirm(password, of: person, peer: peer, at: now)
        _ = try await network.commons.perform(
            ActionCall(AuditActions.turnOffSecondFactor.kind, by: Actor(.person(person)), on: person),
            at: now)
        try await factors.forget(person)
    }

    /// Makes new recovery codes in place of those before.
    /// - Throws: `Problems` for the field `current`; `Refusal.tooMany`.
    public func newRecoveryCodes(
        of person: RecordID, password: String, peer: String = "", at now: Instant
    ) async throws -> [String] {
        guard try account(of: person)?.hasSecondFactor == true else { throw Refusal.notFound }
        try await mustConfirm(password, of: person, peer: peer, at: now)
        return try await factors.newRecoveryCodes(of: person)
    }

    /// Turns off the second factor of somebody who has lost it, in the name of an administrator of
    /// the network, and ends their sessions.
    /// - Throws: `Refusal` for who is none.
    public func resetSecondFactor(
        of person: RecordID, by administrator: Actor, at now: Instant
    ) async throws {
        _ = try await network.commons.perform(
            ActionCall(AuditActions.resetSecondFactor.kind, by: administrator, on: person), at: now)
        try await factors.forget(person)
        try await sessions.endAll(of: person)
        known.forget(person)
    }

    /// How many recovery codes a person has left.
    public func recoveryCodesLeft(of person: RecordID) throws -> Int {
        try factors.recoveryCodesLeft(of: person)
    }

    private static let alreadySetUp = Refusal.notNow(Phrase("refusal.second_factor_on"))

    private func mustConfirm(
        _ password: String, of person: RecordID, peer: String, at now: Instant
    ) async throws {
        if password.isEmpty {
            throw Problems("current", "required", Phrase("problem.password_missing"))
        }
        _ = try await mustKnow(
            password, of: .person(person), peer: peer, at: now,
            else: Problems("current", "wrong_password", Phrase("problem.wrong_password")))
    }

    /// Takes a code. It is counted before it is tried, and a right one is taken off again.
    func mustKnow(
        code typed: String, of person: RecordID, at now: Instant
    ) async throws -> SessionWay {
        let code = typed.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.lowercased()
        if code.isEmpty { throw Problems("code", "required", Phrase("problem.code_missing")) }
        let attempt = Attempt([(.codes, person.text), (.codesByDay, person.text)])
        try await limits.take(attempt, at: now)
        let way: SessionWay?
        if code.utf8.count == OneTimeCode.digits {
            way = try await factors.take(code, of: person, at: now) ? .passwordAndCode : nil
        } else {
            way = try await factors.take(recovery: code, of: person) ? .passwordAndRecovery : nil
        }
        guard let way else { throw Problems("code", "wrong_code", Phrase("problem.wrong_code")) }
        try await limits.giveBack(attempt, clearing: true)
        return way
    }
}
