// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What mail has to do with people: what they wish, whether their address is theirs and works.
extension Accounts {
    /// Chooses when one is sent mail, and in which language.
    /// - Throws: `Problems` for the field `mail`.
    public func choose(
        mail: MailChoice? = nil, language: Language? = nil, by actor: Actor, for person: RecordID,
        at now: Instant
    ) async throws {
        let action = MailActions.chooseMail.kind
        var form: [String: String] = [:]
        form["mail"] = mail?.rawValue
        form["language"] = language?.code
        let input = try action.read(form: form)
        _ = try await network.commons.perform(
            ActionCall(action, by: actor, on: person, input: input.values, given: input.given),
            at: now)
    }

    /// Stops mail for whoever has this link.
    /// - Throws: `Refusal.notFound` if it is none of ours.
    public func stopMail(of person: String, signature: String, at now: Instant) async throws {
        guard let id = RecordID(person), Secret.isSame(signature, try stopSignature(of: id)),
            let account = try account(of: id)
        else { throw Refusal.notFound }
        if account.mailChoice == .never { return }
        try await choose(mail: .never, by: MailActions.actor, for: id, at: now)
    }

    /// What shows that a link to stop mail was made here.
    func stopSignature(of person: RecordID) throws -> String {
        try signature(of: "stop \(person.text)")
    }

    /// Whether a link for a purpose was made here.
    public func isSigned(_ purpose: String, by signature: String) throws -> Bool {
        Secret.isSame(signature, try self.signature(of: purpose))
    }

    /// What shows that a link in a mail was made here, for what it is to do.
    /// - Parameter purpose: in words no other link has; a system's begin with its name.
    /// - Throws: `Fault` before the first mail was sent: nobody can have such a link.
    public func signature(of purpose: String) throws -> String {
        let key = try network.commons.database.read {
            try $0.value("SELECT value FROM store WHERE key = 'mail_key'")?.text
        }
        guard let key else { throw Fault("there is no key for links in mail") }
        return Base64URL.text(Digest.keyed(Array(key.utf8), Array(purpose.utf8)))
    }

    /// Makes the key that links in mail are signed with, unless there is one.
    func makeMailKey() async throws {
        let isThere = try network.commons.database.read {
            try $0.value("SELECT 1 FROM store WHERE key = 'mail_key'") != nil
        }
        if isThere { return }
        let key = try Secret.new()
        try await network.commons.database.write {
            try $0.run(
                "INSERT INTO store (key, value) VALUES ('mail_key', $1) ON CONFLICT (key) DO NOTHING",
                [.text(key)])
        }
    }

    /// Somebody whom mail about their affairs reaches; nil: their address has not been shown to be
    /// theirs, or does not work.
    func reachable(_ person: RecordID) throws -> Stored<Person>? {
        guard let account = try account(of: person), account.isConfirmed,
            try bounce(of: person) == nil
        else { return nil }
        return account
    }

    /// Why the last mail to somebody came back; nil: none did, or they say that it is well again.
    public func bounce(of person: RecordID) throws -> String? {
        try network.commons.database.read {
            try $0.value("SELECT reason FROM bounce WHERE person = $1", [person.stored])?.text
        }
    }

    /// Notes that mail to somebody comes back.
    func noteBounce(of person: RecordID, _ reason: String, at now: Instant) async throws {
        try await network.commons.database.write {
            try $0.run(
                "INSERT INTO bounce (person, at, reason) VALUES ($1, $2, $3) ON CONFLICT (person) "
                    + "DO UPDATE SET at = excluded.at, reason = excluded.reason",
                [person.stored, now.stored, .text(String(reason.prefix(300)))])
        }
    }

    /// Says that mail reaches somebody again.
    public func forgetBounce(of person: RecordID) async throws {
        try await network.commons.database.write {
            try $0.run("DELETE FROM bounce WHERE person = $1", [person.stored])
        }
    }

    /// Takes in that a mail came back, by the Message-ID it had.
    /// - Returns: whether it was one of ours.
    public func takeBounce(ofMessage id: String, _ reason: String, at now: Instant) async throws -> Bool {
        let name = id.prefix { $0 != "@" }.split(separator: ".", maxSplits: 1).map(String.init)
        guard name.count == 2, let job = RecordID(name[0]), try network.find(name[1]) != nil,
            let store = try? network.tenant(name[1]), let mail = try store.mail(job)
        else { return false }
        var bounced = mail
        bounced.state = .bounced
        bounced.detail = reason
        let noted = bounced
        try await store.database.write { try MailTable.note(noted, on: $0) }
        try await noteBounce(of: mail.person, reason, at: now)
        return true
    }
}
