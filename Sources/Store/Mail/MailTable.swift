// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What became of each mail of one store. Whom it was for is told by an id; what stood in it is kept
/// only in a demonstration.
enum MailTable {
    static let columns = "id, at, template, person, state, detail, sent_at, content"

    /// How a mail stands; nil: it has not been begun.
    static func state(of id: RecordID, on connection: any Connection) throws -> SentMail.State? {
        try connection.value("SELECT state FROM mail WHERE id = $1", [id.stored])?.text
            .flatMap(SentMail.State.init)
    }

    /// Notes how a mail stands.
    static func note(_ mail: SentMail, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO mail (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                + "ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
                + "detail = excluded.detail, sent_at = excluded.sent_at, "
                + "content = coalesce(excluded.content, mail.content)",
            [
                mail.id.stored, mail.at.stored, .text(mail.template), mail.person.stored,
                .text(mail.state.rawValue), mail.detail.map { .text(String($0.prefix(300))) } ?? .null,
                mail.sentAt?.stored ?? .null, mail.content.map(Value.text) ?? .null,
            ])
    }

    static func find(_ id: RecordID, on connection: any Connection) throws -> SentMail? {
        try connection.rows("SELECT \(columns) FROM mail WHERE id = $1", [id.stored]).first
            .flatMap(SentMail.init(row:))
    }

    static func newest(_ limit: Int, on connection: any Connection) throws -> [SentMail] {
        try connection.rows("SELECT \(columns) FROM mail ORDER BY at DESC, id DESC LIMIT \(limit)")
            .compactMap(SentMail.init(row:))
    }

    static func forget(before oldest: Instant, on connection: any Connection) throws {
        try connection.run("DELETE FROM mail WHERE at < $1", [oldest.stored])
    }
}

/// A mail that was sent, or is to be, and what became of it.
public struct SentMail: Sendable {
    /// What became of it.
    public enum State: String, Sendable, CaseIterable {
        /// One of many that were put in line together, whose turn has not come.
        case queued
        /// It could not be handed on yet, and is tried again.
        case waiting
        /// It is being handed on; whoever finds it so later does not know whether it was.
        case sending
        case sent
        /// Refused for good, or given up.
        case failed
        /// It may have been sent: it is not sent again by itself.
        case unknown
        /// It was sent, and came back.
        case bounced
        /// When its turn came there was nothing to say any more, or nobody who wanted it.
        case dropped
        /// In a demonstration: what would have been sent.
        case shown
    }

    /// The job's that sends it, unless it goes to many; stands in its Message-ID.
    public let id: RecordID
    public let at: Instant
    /// What sort it is: `notice`, `digest`, `confirm`, `reset`, or the name of a mailing.
    public let template: String
    public let person: RecordID
    public var state: State
    /// Why it is not sent, in words that name nobody.
    public var detail: String?
    public var sentAt: Instant?
    /// The whole of it, in a demonstration.
    public var content: String?

    init(_ id: RecordID, _ template: String, to person: RecordID, at: Instant) {
        self.id = id
        self.at = at
        self.template = template
        self.person = person
        state = .sending
    }

    init?(row: [Value]) {
        guard let id = RecordID(stored: row[0]), let at = Instant(stored: row[1]),
            let template = row[2].text, let person = RecordID(stored: row[3]),
            let state = row[4].text.flatMap(State.init)
        else { return nil }
        self.id = id
        self.at = at
        self.template = template
        self.person = person
        self.state = state
        detail = row[5].text
        sentAt = Instant(stored: row[6])
        content = row[7].text
    }
}

extension TenantStore {
    /// The mails of this tenant, newest first.
    public func mails(limit: Int = 50) throws -> [SentMail] {
        try database.read { try MailTable.newest(limit, on: $0) }
    }

    /// One mail of this tenant; nil if there is none.
    public func mail(_ id: RecordID) throws -> SentMail? {
        try database.read { try MailTable.find(id, on: $0) }
    }

    /// How many mails are in each state.
    public func mailCounts() throws -> [SentMail.State: Int] {
        let rows = try database.read { try $0.rows("SELECT state, count(*) FROM mail GROUP BY state") }
        let pairs = rows.compactMap { row in
            row[0].text.flatMap(SentMail.State.init).map { ($0, Int(row[1].integer ?? 0)) }
        }
        return Dictionary(pairs, uniquingKeysWith: +)
    }

    /// Sends a mail once more that failed, came back, or of which nobody knows.
    /// - Throws: `Refusal.notFound` for any other.
    public func sendAgain(_ id: RecordID, at now: Instant) async throws {
        try await database.write { connection in
            guard var mail = try MailTable.find(id, on: connection),
                [.failed, .unknown, .bounced].contains(mail.state)
            else { throw Refusal.notFound }
            let batch = try MailTable.batch(of: id, on: connection)
            mail.state = batch == nil ? .waiting : .queued
            mail.detail = nil
            try MailTable.note(mail, on: connection)
            if let batch {
                let job = Postmaster.job(mail.template, batch, key: "\(batch) \(id.text) \(now)")
                try JobTable.add(job, id: .new(at: now), at: now, to: connection)
                return
            }
            guard try JobTable.retry(id, at: now, on: connection) else { throw Refusal.notFound }
        }
        afterCommit(tenant.slug)
    }
}
