// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The register as files: everything the filters find, sent piece by piece, newest first.
struct RegisterExport: Sendable {
    /// The most cases of one file; for more, narrow it by the days of receipt.
    static let most = 50_000
    private static let batch = 500

    let register: Register
    let query: RegisterQuery
    /// The names of the authorities, by slug.
    let names: [String: String]
    let address: String

    /// - Parameter limit: the most cases that are wanted.
    init(_ network: Network, _ query: RegisterQuery, limit: Int?, address: String) throws {
        var query = query
        query.limit = limit ?? Self.most
        self.query = query
        register = network.register
        names = try network.tenantNames()
        self.address = address
    }

    func csv() -> Response {
        Response(
            headers: [
                ("content-type", Format.csv.media),
                ("content-disposition", "attachment; filename=\"planning-register.csv\""),
            ],
            body: .stream { writer in
                var csv = CSVWriter()
                csv.row(RegisterEntry.csvHead.map(CSVWriter.Cell.plain))
                try await writer.write(csv.take())
                _ = try await forEachBatch { entries in
                    for entry in entries { csv.row(entry.csv) }
                    try await writer.write(csv.take())
                }
            })
    }

    /// A feature collection (RFC 7946), which says at its end how many it holds and whether there
    /// are more.
    func geojson() -> Response {
        Response(
            headers: [("content-type", Format.geojson.media)],
            body: .stream { writer in
                try await writer.write(Array("{\"type\":\"FeatureCollection\",\"features\":[".utf8))
                var count = 0
                let isMore = try await forEachBatch { entries in
                    var bytes: [UInt8] = []
                    for entry in entries {
                        if count > 0 { bytes.append(UInt8(ascii: ",")) }
                        bytes += entry.feature.json.encoded()
                        count += 1
                    }
                    try await writer.write(bytes)
                }
                let end = "],\"numberReturned\":\(count),\"more\":\(isMore)}\n"
                try await writer.write(Array(end.utf8))
            })
    }

    /// Hands on one batch after the other.
    /// - Returns: whether there are more than were handed on.
    private func forEachBatch(_ body: ([RegisterEntry]) async throws -> Void) async throws -> Bool {
        var query = query
        var left = query.limit
        while left > 0 {
            query.limit = min(left, Self.batch)
            let page = try register.page(query)
            if page.items.isEmpty { return false }
            try await body(page.items.map { item in
                RegisterEntry(
                    item, authority: names[item.tenant] ?? item.tenant, address: address)
            })
            left -= page.items.count
            query.cursor = page.next
            if page.next == nil { return false }
        }
        return true
    }
}

extension Network {
    /// The names of the tenants, by slug.
    func tenantNames() throws -> [String: String] {
        Dictionary(try tenants().map { ($0.slug, $0.name) }, uniquingKeysWith: { $1 })
    }
}
