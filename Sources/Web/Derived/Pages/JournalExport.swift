// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A journal as it is filtered, sent piece by piece: each entry exactly as it is kept and digested.
struct JournalExport: Sendable {
    private static let batch = 1_000

    let store: TenantStore
    let actor: Actor
    let filter: JournalFilter

    func csv() -> Response {
        let name = "journal-\(store.tenant.slug).csv"
        return Response(
            headers: [
                ("content-type", Format.csv.media),
                ("content-disposition", "attachment; filename=\"\(name)\""),
            ],
            body: .stream { writer in
                var csv = CSVWriter()
                csv.row(Self.columns.map(CSVWriter.Cell.plain))
                try await forEachBatch { entries in
                    for entry in entries { csv.row(Self.cells(entry)) }
                    if !csv.bytes.isEmpty { try await writer.write(csv.take()) }
                }
            })
    }

    func json() -> Response {
        let tenant = store.tenant.slug
        return Response(
            headers: [("content-type", Format.json.media)],
            body: .stream { writer in
                try await writer.write(
                    Array("{\"tenant\":\(JSON.string(tenant).text()),\"entries\":[".utf8))
                var isFirst = true
                try await forEachBatch { entries in
                    var bytes: [UInt8] = []
                    for entry in entries {
                        if !isFirst { bytes.append(UInt8(ascii: ",")) }
                        isFirst = false
                        bytes += Self.json(entry).encoded()
                    }
                    if !bytes.isEmpty { try await writer.write(bytes) }
                }
                try await writer.write(Array("]}\n".utf8))
            })
    }

    private func forEachBatch(_ body: ([JournalEntry]) async throws -> Void) async throws {
        var query = filter
        query.limit = Self.batch
        while true {
            let entries = try store.read(as: actor) { try $0.journal(query) }
            try await body(entries)
            guard entries.count == Self.batch, let last = entries.last else { return }
            query.before = last.number
        }
    }

    private static let columns = [
        "seq", "at", "actor", "action", "record", "record_id", "version", "changes", "rules",
        "digest",
    ]

    private static func cells(_ entry: JournalEntry) -> [CSVWriter.Cell] {
        [
            .plain(String(entry.number)), .plain(entry.at.description), .plain(entry.actor),
            .plain(entry.action), .plain(entry.record), .plain(entry.recordID),
            .plain(String(entry.version)), .text(entry.changes), .text(entry.rules),
            .plain(entry.digest),
        ]
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
