// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Entities as files.
struct EntityFile {
    private let room: TwinRoom
    private let entities: [Entity]

    init(_ room: TwinRoom, _ entities: [Entity]) {
        self.room = room
        self.entities = entities
    }

    /// A row each; a point stands in two columns.
    var csv: Response {
        var (names, seen): ([String], Set<String>) = ([], [])
        for name in entities.flatMap(\.attributes).map(\.name)
        where name != GeoJSONWriting.location && seen.insert(name).inserted {
            names.append(name)
        }
        var writer = CSVWriter()
        writer.row(
            [.plain("id"), .plain("type"), .plain("latitude"), .plain("longitude")]
                + names.map { .text(room.name($0)) } + [.plain("modifiedAt")])
        for entity in entities {
            let place = entity.geometry?.centroid
            func degrees(_ value: Double?) -> CSVWriter.Cell {
                value.flatMap { JSON.decimal($0).lexeme }.map { .plain($0) } ?? .empty
            }
            writer.row(
                [.text(entity.id), .text(entity.types.map(room.name).joined(separator: " "))]
                    + [degrees(place?.latitude), degrees(place?.longitude)]
                    + names.map { Self.cell(entity[$0]?.leading) }
                    + [.plain(entity.modifiedAt.description)])
        }
        return named(Response(200, Format.csv.media, writer.bytes), "csv")
    }

    /// A value as programs read it.
    static func cell(_ instance: Instance?) -> CSVWriter.Cell {
        switch instance?.value {
        case nil: .empty
        case .property(let json)?, .json(let json)?, .geo(let json)?:
            json.lexeme.map { .plain($0) } ?? .text(json.asString ?? json.text())
        case .relationship(let ids, _)?, .listRelationship(let ids)?, .vocab(let ids, _)?:
            .text(ids.joined(separator: " "))
        case .language(let map)?: .text(JSON.object(map).text())
        case .list(let items)?: .text(JSON.array(items).text())
        }
    }

    var geoJSON: Response {
        var writer = JSONWriter(capacity: 1_024 * max(1, entities.count))
        GeoJSONWriting(representation: Representation(room.naming, form: .simplified))
            .write(entities, into: &writer)
        return named(Response(200, Format.geojson.media, writer.bytes), "geojson")
    }

    var linked: Response {
        var writer = JSONWriter(capacity: 1_024 * max(1, entities.count))
        Representation(room.naming).write(entities, into: &writer, context: room.naming.document)
        return Response(200, Format.jsonld.media, writer.bytes)
    }

    /// The first alone.
    var linkedOne: Response {
        var writer = JSONWriter(capacity: 2_048)
        for entity in entities.prefix(1) {
            Representation(room.naming).write(entity, into: &writer, context: room.naming.document)
        }
        return Response(200, Format.jsonld.media, writer.bytes)
    }

    private func named(_ response: Response, _ ending: String) -> Response {
        response.adding(
            "content-disposition", "attachment; filename=\"\(room.tenant.slug)-entities.\(ending)\"")
    }
}
