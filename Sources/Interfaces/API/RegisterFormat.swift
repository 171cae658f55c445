// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A page of the register in the form asked for.
struct RegisterFormat {
    let request: Request
    /// The path of the list.
    let path: String
    let kind: PublishedKind?

    func answer(_ page: RegisterPage) throws -> Response {
        switch request.format {
        case .geojson: .cacheable(features(page).json, as: .geojson, for: request)
        case .atom: .cacheable(try feed(page).text, as: .atom, for: request)
        case .csv: .cacheable(csv(page), Format.csv.media, for: request)
        default: .cacheable(json(page), for: request)
        }
    }

    private func json(_ page: RegisterPage) -> JSON {
        [
            "items": .array(page.items.map { .object($0.head) }), "next": .optional(page.next),
            "previous": .optional(page.previous),
            "count": page.count.map { ["value": .integer($0.value), "isExact": .bool($0.isExact)] }
                ?? .null,
        ]
    }

    private func features(_ page: RegisterPage) -> FeatureCollection {
        FeatureCollection(
            page.items.map { item in
                var properties = item.head
                properties["point"] = nil
                return FeatureCollection.Feature(
                    id: "\(item.tenant)/\(item.record.text)", place: item.point.map(Geometry.point),
                    properties: properties)
            }, more: ["next": .optional(page.next)])
    }

    private func feed(_ page: RegisterPage) throws -> AtomFeed {
        let site = request.site.configuration.siteName
        return AtomFeed(
            id: request.address(path), title: "\(site): \(kind?.name ?? "register")", author: site,
            address: address(request.query["cursor"]),
            page: request.address(kind?.path ?? path), next: page.next.map { address($0) },
            language: request.language,
            entries: try page.items.map { try AtomFeed.Entry($0, for: request) })
    }

    /// The address of a page of this list.
    private func address(_ cursor: String?) -> String {
        let rest = request.query.pairs.filter { $0.name != "cursor" }.map { ($0.name, $0.value) }
        let pairs = rest + (cursor.map { [("cursor", $0)] } ?? [])
        let query = pairs.map { "\(Href.encoded($0.0))=\(Href.encoded($0.1))" }
            .joined(separator: "&")
        let whole = request.address("\(path).\(request.format.rawValue)")
        return query.isEmpty ? whole : "\(whole)?\(query)"
    }

    private func csv(_ page: RegisterPage) -> [UInt8] {
        let columns = kind?.columnNames ?? []
        var csv = CSVWriter()
        csv.row(
            ([
                "tenant", "id", "version", "recorded_at", "reference", "title", "summary", "status",
                "day", "longitude", "latitude",
            ] + columns).map(CSVWriter.Cell.plain))
        for item in page.items {
            csv.row(
                [
                    .plain(item.tenant), .plain(item.record.text), .plain(String(item.version)),
                    .plain(item.recordedAt.description), .text(item.reference), .text(item.title),
                    .text(item.summary), .plain(item.status),
                    item.day.map { .plain($0.description) } ?? .empty,
                    item.point.map { .plain("\($0.longitude)") } ?? .empty,
                    item.point.map { .plain("\($0.latitude)") } ?? .empty,
                ] + columns.map { item.columns[$0]?.cell ?? .empty })
        }
        return csv.bytes
    }
}

extension Value {
    fileprivate var cell: CSVWriter.Cell {
        switch self {
        case .null: .empty
        case .integer(let integer): .plain(String(integer))
        case .real(let real): .plain("\(real)")
        case .text(let text): .text(text)
        }
    }
}
