// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension RateLimit {
    /// Mails with a link, asked for by one address, and for one.
    static let mailsByPeer = RateLimit("mail.peer", 30, within: 60 * 60)
    static let mailsByEmail = RateLimit("mail.email", 5, within: 60 * 60)
}

/// A forgotten password, and showing that an address is one's own.
extension Accounts {
    /// Has somebody sent a link with which they choose a new password. What is done and how long it
    /// takes does not tell whether anybody has that address.
    /// - Throws: `Problems` for what is no address; `Refusal.tooMany`.
    public func askReset(email: String, peer: String, at now: Instant) async throws {
        try PeopleActions.mustBeEmail(email)
        try await limits.take(
            Attempt([
                (.mailsByPeer, Peer.key(peer)), (.mailsByEmail, Person.key(email)),
            ]), at: now)
        let person = try person(email: email)
        try await network.commons.queue(
            Job("mail.reset", ["person": person.map { .string($0.text) } ?? .null]), at: now)
    }

    /// Has somebody sent a link that shows that their address is theirs.
    /// - Throws: `Refusal.tooMany`.
    public func askConfirmation(of person: RecordID, at now: Instant) async throws {
        try await limits.take(Attempt([(.mailsByEmail, person.text)]), at: now)
        try await network.commons.queue(
            Job("mail.confirm", ["person": .string(person.text)]), at: now)
    }

    /// Whether a link to choose a password works.
    public func canReset(_ secret: String, at now: Instant) throws -> Bool {
        try network.commons.database.read {
            try MailSecret.find(secret, .reset, at: now, on: $0) != nil
        }
    }

    /// Takes a new password by a link that was sent, and ends every session of the person.
    /// - Throws: `Problems` for the field `password`; `Refusal.notFound` if the link does not work.
    public func reset(_ secret: String, to password: String, at now: Instant) async throws {
        let person = try network.commons.database.read {
            try MailSecret.find(secret, .reset, at: now, on: $0)
        }
        guard let person, let account = try account(of: person) else { throw Refusal.notFound }
        if let problem = PasswordRules.problem(password, name: account.name, email: account.email) {
            throw Problems([problem])
        }
        let kept = try await kept(password)
        let taken = try await network.commons.database.write {
            try MailSecret.take(secret, .reset, at: now, on: $0)
        }
        guard taken == person else { throw Refusal.notFound }
        try await keep(kept, for: person, at: now)
        // Whoever joined with it may have been somebody else, who has keys and other ways in.
        if !account.isConfirmed {
            try await clearWays(of: person, by: MailActions.actor, at: now)
        }
        try await confirmed(person, at: now)
    }

    /// Takes it that an address is theirs who follow this link and are signed in to its account.
    /// Whoever reads the mail but did not join confirms nothing: they would hand the address to
    /// whoever did.
    /// - Throws: `Refusal.notFound` if the link does not work, or not for this person.
    public func confirm(_ secret: String, by reader: RecordID, at now: Instant) async throws {
        let person = try await network.commons.database.write { connection -> RecordID? in
            guard try MailSecret.find(secret, .confirm, at: now, on: connection) == reader else {
                return nil
            }
            return try MailSecret.take(secret, .confirm, at: now, on: connection)
        }
        guard let person else { throw Refusal.notFound }
        try await confirmed(person, at: now)
    }

    /// A link for a mail that is about to be sent.
    func mailSecret(
        for person: RecordID, _ purpose: MailSecret.Purpose, at now: Instant
    ) async throws -> String {
        let secret = try Secret.new()
        try await network.commons.database.write {
            try MailSecret.keep(secret, for: person, purpose, at: now, on: $0)
        }
        return secret
    }

    /// Whoever reads mail at an address has it, and it works.
    func confirmed(_ person: RecordID, at now: Instant) async throws {
        try await forgetBounce(of: person)
        guard let account = try account(of: person), !account.isConfirmed else { return }
        _ = try await network.commons.perform(
            ActionCall(MailActions.confirmEmail.kind, by: MailActions.actor, on: person), at: now)
    }
}
