// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A whole list as it is filtered, sent piece by piece, however long it is.
struct ListExport: Sendable {
    private static let batch = 500

    let context: DerivedContext
    let filters: ListFilters

    init(_ context: DerivedContext, _ filters: ListFilters) {
        self.context = context
        self.filters = filters
    }

    /// Every record as a row of CSV.
    func csv() -> Response {
        let kind = context.kind
        let fields = kind.fields.filter { $0.kind != .json && context.seesEverywhere($0.name) }
        return Response(
            headers: [
                ("content-type", Format.csv.media),
                ("content-disposition", "attachment; filename=\"\(kind.plural).csv\""),
            ],
            body: .stream { writer in
                var csv = CSVWriter()
                csv.row(kind.csvHead(fields))
                try await forEachBatch { rows in
                    for row in rows { csv.row(kind.csv(row, fields)) }
                    if !csv.bytes.isEmpty { try await writer.write(csv.take()) }
                }
            })
    }

    /// Every record as a member of one JSON list.
    func json() -> Response {
        let kind = context.kind
        return Response(
            headers: [("content-type", Format.json.media)],
            body: .stream { writer in
                var isFirst = true
                try await forEachBatch { rows in
                    var bytes = isFirst ? Array("{\"items\":[".utf8) : []
                    for (index, row) in rows.enumerated() {
                        if index > 0 || !isFirst { bytes.append(UInt8(ascii: ",")) }
                        bytes += kind.json(row).encoded()
                    }
                    isFirst = false
                    if !bytes.isEmpty { try await writer.write(bytes) }
                }
                try await writer.write(Array("]}\n".utf8))
            })
    }

    /// Hands on one batch after the other; the first even if it is empty.
    private func forEachBatch(_ body: ([StoredRow]) async throws -> Void) async throws {
        var query = ListPage.query(context, filters)
        query.limit = Self.batch
        while true {
            let rows = try context.store.read(as: context.actor) {
                try $0.list(query, kind: context.kind)
            }
            try await body(rows)
            guard rows.count == Self.batch, let last = rows.last else { return }
            query.after = Query.Cursor(last, order: query.order)
        }
    }
}
