// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Mails of one mailing that are put in line together, and what is told in the application to those
/// whom no mail reaches.
public struct MailLine: Sendable {
    public let mailing: String
    /// What tells this batch from every other of the store: `knowledge.digest 2026-01-12`.
    public let batch: String
    public var mails: [LinedMail] = []
    public var notices: [(id: RecordID, notice: Notice)] = []

    /// A line nobody stands in yet.
    public init(of mailing: String, batch: String) {
        self.mailing = mailing
        self.batch = batch
    }
}

extension TenantStore {
    /// Puts mails in line, each once by its id, in one transaction. They are sent once
    /// ``sendLine(of:batch:at:)`` says so.
    public func lineUp(_ line: MailLine, at now: Instant) async throws {
        if line.mails.isEmpty, line.notices.isEmpty { return }
        try await database.write { connection in
            for mail in line.mails {
                try connection.run(
                    "INSERT INTO mail (id, at, template, person, state, batch, about) VALUES "
                        + "($1, $2, $3, $4, 'queued', $5, $6) ON CONFLICT (id) DO NOTHING",
                    [
                        mail.id.stored, now.stored, .text(line.mailing), mail.person.stored,
                        .text(line.batch), mail.about.stored,
                    ])
            }
            for (id, notice) in line.notices { try Self.keep(notice, id, at: now, on: connection) }
        }
    }

    /// Has the mails of a batch sent, soon.
    public func sendLine(of mailing: String, batch: String, at now: Instant) async throws {
        try await queue(Postmaster.job(mailing, batch, key: batch), at: now)
    }

    /// Tells people something that follows from no act, each once by its id; by mail, too, where
    /// they wish that.
    public func tell(
        _ notices: [(id: RecordID, notice: Notice)], byMail: Bool, at now: Instant
    ) async throws {
        if notices.isEmpty { return }
        try await database.write { connection in
            for (id, notice) in notices {
                try Self.keep(notice, id, at: now, on: connection)
                guard byMail else { continue }
                let job = Job("mail.notice", ["notice": .string(id.text)], key: id.text)
                try JobTable.add(job, id: .new(at: now), at: now, to: connection)
            }
        }
        afterCommit(tenant.slug)
    }

    private static func keep(
        _ notice: Notice, _ id: RecordID, at now: Instant, on connection: any Connection
    ) throws {
        try connection.run(
            "INSERT INTO notice (id, at, person, phrase, path) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (id) DO NOTHING",
            [
                id.stored, now.stored, notice.person.stored, notice.phrase.json.stored,
                .text(notice.path),
            ])
    }
}

extension MailTable {
    private static let open = "state IN ('queued', 'waiting', 'sending')"

    /// The batch a mail was put in line with; nil: with none.
    static func batch(of id: RecordID, on connection: any Connection) throws -> String? {
        try connection.value("SELECT batch FROM mail WHERE id = $1", [id.stored])?.text
    }

    /// The next mails of a batch that wait, in the order of their ids.
    static func next(
        of batch: String, after id: String, _ limit: Int, on connection: any Connection
    ) throws -> [LinedMail] {
        try connection.rows(
            "SELECT id, person, about FROM mail WHERE batch = $1 AND id > $2 AND \(open) "
                + "AND state <> 'sending' ORDER BY id LIMIT \(limit)", [.text(batch), .text(id)]
        ).compactMap { row in
            guard let id = RecordID(stored: row[0]), let person = RecordID(stored: row[1]) else {
                return nil
            }
            return LinedMail(id, to: person, about: JSON(stored: row[2]) ?? .null)
        }
    }

    /// How many mails of a batch wait.
    static func waiting(of batch: String, on connection: any Connection) throws -> Int {
        Int(
            try connection.value(
                "SELECT count(*) FROM mail WHERE batch = $1 AND \(open)", [.text(batch)])?.integer ?? 0)
    }

    /// Takes a mail that waits to hand it on; false: it does not wait any more.
    static func begin(_ id: RecordID, on connection: any Connection) throws -> Bool {
        try connection.change(
            "UPDATE mail SET state = 'sending' WHERE id = $1 AND state IN ('queued', 'waiting')",
            [id.stored]) > 0
    }

    /// Notes of the mails of a batch that were being handed on when the process ended that nobody
    /// knows whether they were.
    static func leave(_ batch: String, _ why: String, on connection: any Connection) throws {
        try connection.run(
            "UPDATE mail SET state = 'unknown', detail = $1 WHERE batch = $2 AND \(open) "
                + "AND state = 'sending'", [.text(why), .text(batch)])
    }

    /// Notes that there is nothing to say to some of them.
    static func drop(_ ids: [RecordID], on connection: any Connection) throws {
        for id in ids {
            try connection.run(
                "UPDATE mail SET state = 'dropped' WHERE id = $1 AND state IN ('queued', 'waiting')",
                [id.stored])
        }
    }
}
