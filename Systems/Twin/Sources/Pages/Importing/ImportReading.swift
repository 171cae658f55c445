// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A table read by a mapping: an entity a row, and what is wrong with rows.
struct ImportReading: Sendable {
    /// What is wrong with a row, counted as people count them in the file.
    struct Trouble: Sendable {
        let row: Int
        let text: String
    }

    /// What a row says, as it would be sent.
    private(set) var bodies: [JSONObject] = []
    private(set) var fragments: [Fragment] = []
    private(set) var troubles: [Trouble] = []

    init(_ table: ImportTable, _ mapping: ImportMapping, _ room: TwinRoom) {
        let reading = EntityReading(naming: room.naming)
        var seen: Set<String> = []
        for index in table.rows.indices {
            do {
                let body = try Self.body(table, index, mapping, room.ui)
                let fragment = try reading.fragment(body)
                _ = try reading.entity(of: fragment, at: room.now)
                guard seen.insert(fragment.id ?? "").inserted else {
                    throw Wrong(text: room.ui("twin.import.problem.twice", ["id": fragment.id ?? ""]))
                }
                bodies.append(body)
                fragments.append(fragment)
            } catch let wrong as Wrong {
                troubles.append(Trouble(row: index + 1, text: wrong.text))
            } catch let problem as TwinProblem {
                let place = problem.pointer.map { "\($0.dropFirst()): " } ?? ""
                troubles.append(Trouble(row: index + 1, text: place + problem.detail))
            } catch {
                troubles.append(Trouble(row: index + 1, text: "\(error)"))
            }
        }
    }

    private struct Wrong: Error { let text: String }

    private static func body(
        _ table: ImportTable, _ index: Int, _ mapping: ImportMapping, _ ui: UI
    ) throws(Wrong) -> JSONObject {
        let row = table.rows[index]
        func first(_ use: ImportMapping.Use) -> JSON? {
            mapping.columns.firstIndex { $0.use == use }.flatMap { row[$0] }
        }
        let type = first(.type).map(plain) ?? mapping.type
        guard !type.isEmpty else { throw Wrong(text: ui("twin.import.problem.no_type")) }
        guard let id = first(.id).map(plain) else { throw Wrong(text: ui("twin.import.problem.no_id")) }
        var body: JSONObject = ["id": .string(uri(id, type, mapping)), "type": .string(type)]
        let observed = try moment(first(.observedAt), ui)
        for (column, value) in zip(mapping.columns, row) {
            guard let value, [.property, .text, .relationship].contains(column.use) else { continue }
            body[column.name] = attribute(column, value, observed)
        }
        if let place = try place(first, table.places[index], ui) {
            body["location"] = ["type": "GeoProperty", "value": place]
        }
        return body
    }

    private static func plain(_ json: JSON) -> String { json.asString ?? json.lexeme ?? json.text() }

    private static func uri(_ id: String, _ type: String, _ mapping: ImportMapping) -> String {
        if NameRules.isURI(id) { return id }
        let prefix = mapping.prefix.isEmpty ? "urn:ngsi-ld:\(type):" : mapping.prefix
        return prefix + Href.encoded(id)
    }

    private static func attribute(
        _ column: ImportMapping.Column, _ value: JSON, _ observed: Stamp?
    ) -> JSON {
        var members: JSONObject
        switch column.use {
        case .relationship: members = ["type": "Relationship", "object": .string(plain(value))]
        case .text: members = ["type": "Property", "value": .string(plain(value))]
        default: members = ["type": "Property", "value": value]
        }
        if !column.unit.isEmpty, column.use == .property { members["unitCode"] = .string(column.unit) }
        if let observed { members["observedAt"] = .string(observed.description) }
        return .object(members)
    }

    private static func moment(_ json: JSON?, _ ui: UI) throws(Wrong) -> Stamp? {
        guard let text = json.map(plain) else { return nil }
        if let stamp = Stamp(text) ?? Instant(iso: text).map(Stamp.init) { return stamp }
        throw Wrong(text: ui("twin.import.problem.moment", ["text": text]))
    }

    private static func place(
        _ first: (ImportMapping.Use) -> JSON?, _ own: JSON?, _ ui: UI
    ) throws(Wrong) -> JSON? {
        if let latitude = first(.latitude), let longitude = first(.longitude) {
            guard latitude.asDouble.map({ abs($0) <= 90 }) == true,
                longitude.asDouble.map({ abs($0) <= 180 }) == true
            else { throw Wrong(text: ui("twin.import.problem.degrees")) }
            return ["type": "Point", "coordinates": [longitude, latitude]]
        }
        guard let json = first(.geometry) ?? own else { return nil }
        let shape = json.asString.flatMap { try? JSON(parsing: $0) } ?? json
        guard shape.asObject != nil, (try? Geometry(json: shape)) != nil else {
            throw Wrong(text: ui("twin.import.problem.geometry"))
        }
        return shape
    }
}
