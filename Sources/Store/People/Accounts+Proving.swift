// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Showing once more who one is: whoever found an open window, or stole a cookie, can do what its
/// owner does every day, but not change how the account is opened.
extension Accounts {
    /// Whether the person of a session has shown lately who they are.
    public func isProved(session secret: String, at now: Instant) throws -> Bool {
        guard let session = try sessions.find(secret: secret, at: now) else { return false }
        return now - session.provedAt <= Int64(policy.provedFor) * 1_000
    }

    /// Takes a password, or a code where one is given, as showing who has a session.
    /// - Throws: `Problems` for the fields `password` and `code`; `Refusal.signIn` if there is no such
    ///   session; `Refusal.tooMany`.
    public func prove(
        session secret: String, password: String, code: String, peer: String = "", at now: Instant
    ) async throws {
        guard let session = try sessions.find(secret: secret, at: now),
            let account = try account(of: session.person)
        else { throw Refusal.signIn }
        if account.hasSecondFactor, !code.isEmpty {
            _ = try await mustKnow(code: code, of: session.person, at: now)
        } else if password.isEmpty {
            throw Problems("password", "required", Phrase("problem.password_missing"))
        } else {
            _ = try await mustKnow(
                password, of: .person(session.person), peer: peer, at: now,
                else: Problems("password", "wrong_password", Phrase("problem.wrong_password_now")))
        }
        try await sessions.prove(Secret.digest(secret), at: now)
    }
}
