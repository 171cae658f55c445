// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A tenant's journal, newest first, for its auditors: every entry exactly as it is digested.
enum JournalOperation {
    private static let limits = 1...1_000
    private static let usualLimit = 100

    static var operation: APIOperation {
        var operation = APIOperation(
            "journal.list", .get, "/api/t/:tenant/journal", tag: "journal", security: .token,
            summary: { $0("api.journal") }, answer: answer)
        operation.details = { $0("api.journal.text") }
        operation.parameters = [
            APIParameter("actor", text) { $0("api.journal.actor") },
            APIParameter("action", text) { $0("api.journal.action") },
            APIParameter("record", text) { $0("api.journal.record") },
            APIParameter("recordId", APISchema.id) { $0("api.journal.recordId") },
            APIParameter("from", APISchema.instant) { $0("api.journal.from") },
            APIParameter("until", APISchema.instant) { $0("api.journal.until") },
            APIParameter("before", APISchema.integer(1...Int(Int32.max))) {
                $0("api.journal.before")
            },
            .limit(limits, usualLimit),
        ]
        operation.answers = [
            .json(
                200, { $0("api.answer.page") },
                APISchema.object([
                    "items": APISchema.array(APISchema.ref("JournalEntry")),
                    "next": APISchema.nullable(["type": "integer"]),
                ]))
        ]
        operation.failures = [401, 403, 404, 422]
        operation.schemas = ["JournalEntry": { _ in entrySchema }]
        return operation
    }

    private static let textMax = 120
    private static let text = APISchema.text(max: textMax)

    private static let entrySchema = APISchema.object([
        "seq": APISchema.integer(), "at": APISchema.instant, "actor": APISchema.string(),
        "action": APISchema.string(), "record": APISchema.string(), "recordId": APISchema.string(),
        "version": APISchema.integer(), "changes": APISchema.string(), "rules": APISchema.string(),
        "digest": APISchema.string(),
    ])

    private static let answer: Route.Handler = { request in
        let store = try request.tenant()
        let actor = request.actor
        guard actor.isStaff else { throw Refusal.notFound }
        guard actor.scopes?.contains("read") ?? true else { throw Refusal.forbidden }
        var reader = QueryReader(
            request, ["actor", "action", "record", "recordId", "from", "until", "before", "limit"])
        var filter = JournalFilter(
            actor: reader.text("actor", max: textMax), action: reader.text("action", max: textMax),
            record: reader.text("record", max: textMax), from: instant(&reader, "from"),
            until: instant(&reader, "until"),
            before: reader.integer("before", in: 1...Int(Int32.max)))
        if let id = reader.text("recordId") {
            filter.recordID = RecordID(id)?.text
            if filter.recordID == nil { reader.add("recordId", "not_an_id") }
        }
        let limit = reader.integer("limit", in: limits) ?? usualLimit
        try reader.check()
        filter.limit = limit + 1
        var entries = try store.read(as: actor) { reader in
            guard reader.mayAudit else { throw Refusal.forbidden }
            return try reader.journal(filter)
        }
        let hasMore = entries.count > limit
        if hasMore { entries.removeLast() }
        let next = hasMore ? entries.last.map { JSON.integer($0.number) } : nil
        return Response.json(["items": .array(entries.map(json)), "next": next ?? .null])
            .adding("cache-control", "private, no-cache").adding("vary", "authorization")
    }

    private static func instant(_ reader: inout QueryReader, _ name: String) -> Instant? {
        guard let text = reader.text(name) else { return nil }
        let instant = Instant(iso: text)
        if instant == nil { reader.add(name, "not_an_instant") }
        return instant
    }

    private static func json(_ entry: JournalEntry) -> JSON {
        [
            "seq": .integer(entry.number), "at": .string(entry.at.description),
            "actor": .string(entry.actor), "action": .string(entry.action),
            "record": .string(entry.record), "recordId": .string(entry.recordID),
            "version": .integer(entry.version), "changes": .string(entry.changes),
            "rules": .string(entry.rules), "digest": .string(entry.digest),
        ]
    }
}
