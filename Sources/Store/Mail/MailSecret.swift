// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a link in a mail proves: that whoever follows it reads the mail of that address. Works once,
/// and for a while; only its digest is kept.
public enum MailSecret {
    /// What whoever shows it may do.
    public enum Purpose: String, Sendable {
        /// The address is theirs.
        case confirm
        /// They choose a new password.
        case reset

        /// Seconds it works.
        var lasting: Int { self == .reset ? 60 * 60 : 7 * 24 * 60 * 60 }

        /// Where it leads.
        var path: String { self == .reset ? "/reset-password" : "/confirm-email" }
    }

    static func keep(
        _ secret: String, for person: RecordID, _ purpose: Purpose, at now: Instant,
        on connection: any Connection
    ) throws {
        try connection.run("DELETE FROM mail_secret WHERE expires_at <= $1", [now.stored])
        try connection.run(
            "INSERT INTO mail_secret (digest, person, purpose, expires_at) VALUES ($1, $2, $3, $4)",
            [
                .text(Secret.digest(secret)), person.stored, .text(purpose.rawValue),
                now.adding(seconds: purpose.lasting).stored,
            ])
    }

    /// Whose it is; nil if it does not work.
    static func find(
        _ secret: String, _ purpose: Purpose, at now: Instant, on connection: any Connection
    ) throws -> RecordID? {
        try connection.value(
            "SELECT person FROM mail_secret WHERE digest = $1 AND purpose = $2 AND expires_at > $3",
            [.text(Secret.digest(secret)), .text(purpose.rawValue), now.stored]
        ).flatMap(RecordID.init(stored:))
    }

    /// Takes it, with all others for the same purpose; nil if it does not work, or another has
    /// taken it.
    static func take(
        _ secret: String, _ purpose: Purpose, at now: Instant, on connection: any Connection
    ) throws -> RecordID? {
        guard let person = try find(secret, purpose, at: now, on: connection) else { return nil }
        try connection.run(
            "DELETE FROM mail_secret WHERE person = $1 AND purpose = $2",
            [person.stored, .text(purpose.rawValue)])
        return person
    }
}
