// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What a row of values becomes by a mapping: an entity, or what is new of one.
struct MappedRow: Sendable {
    /// Why a row becomes nothing.
    struct Wrong: Error, Sendable {
        let phrase: Phrase

        init(_ phrase: Phrase) { self.phrase = phrase }

        /// - Parameter name: what `twin.import.problem.` begins.
        init(_ name: String, _ values: [String: String] = [:]) {
            phrase = Phrase("twin.import.problem.\(name)", values)
        }
    }

    /// As it would be sent.
    let body: JSONObject
    let fragment: Fragment

    /// - Parameters:
    ///   - row: a value for each column of the mapping; nil where there is none.
    ///   - place: where it is, if that is said beside the values.
    init(
        _ row: [JSON?], place: JSON? = nil, by mapping: ImportMapping, naming: any Naming, at now: Stamp
    ) throws(Wrong) {
        body = try Reader(row: row, mapping: mapping).body(place)
        do {
            let reading = EntityReading(naming: naming)
            fragment = try reading.fragment(body)
            _ = try reading.entity(of: fragment, at: now)
        } catch {
            let place = error.pointer.map { "\($0.dropFirst()): " } ?? ""
            throw Wrong("said", ["detail": place + error.detail])
        }
    }

    private struct Reader {
        let row: [JSON?]
        let mapping: ImportMapping

        /// The values of the columns of one use, in their order.
        private func values(_ use: ImportMapping.Use) -> [JSON?] {
            zip(mapping.columns, row).filter { $0.0.use == use }.map(\.1)
        }

        private func first(_ use: ImportMapping.Use) -> JSON? { values(use).first ?? nil }

        func body(_ place: JSON?) throws(Wrong) -> JSONObject {
            let type = first(.type).map(\.plain) ?? mapping.type
            guard !type.isEmpty else { throw Wrong("no_type") }
            var body: JSONObject = ["id": .string(try id(type)), "type": .string(type)]
            let observed = try moment(first(.observedAt))
            for (column, value) in zip(mapping.columns, row) {
                guard let value, [.property, .text, .relationship].contains(column.use) else { continue }
                body[try name(column)] = attribute(column, value, observed)
            }
            if let place = try self.place(place) {
                body["location"] = ["type": "GeoProperty", "value": place]
            }
            return body
        }

        /// Several columns make one id, each part after the one before.
        private func id(_ type: String) throws(Wrong) -> String {
            let parts = values(.id).compactMap { $0?.plain }.filter { !$0.isEmpty }
            guard !parts.isEmpty, parts.count == values(.id).count else { throw Wrong("no_id") }
            if parts.count == 1, NameRules.isURI(parts[0]) { return parts[0] }
            let prefix = mapping.prefix.isEmpty ? "urn:ngsi-ld:\(type):" : mapping.prefix
            return prefix + parts.map { Href.encoded($0) }.joined(separator: ":")
        }

        private func name(_ column: ImportMapping.Column) throws(Wrong) -> String {
            if !column.name.isEmpty { return column.name }
            guard let name = first(.attributeName)?.plain, !name.isEmpty else {
                throw Wrong("no_name", ["column": column.head])
            }
            return ImportMapping.name(name)
        }

        private func attribute(_ column: ImportMapping.Column, _ value: JSON, _ observed: Stamp?) -> JSON {
            var members: JSONObject
            switch column.use {
            case .relationship: members = ["type": "Relationship", "object": .string(value.plain)]
            case .text: members = ["type": "Property", "value": .string(value.plain)]
            default: members = ["type": "Property", "value": value]
            }
            let unit = column.unit.isEmpty ? first(.unitCode)?.plain ?? "" : column.unit
            if !unit.isEmpty, column.use == .property { members["unitCode"] = .string(unit) }
            if let observed { members["observedAt"] = .string(observed.description) }
            return .object(members)
        }

        /// A moment as it is written, or counted since 1970 in seconds or milliseconds.
        private func moment(_ json: JSON?) throws(Wrong) -> Stamp? {
            guard let json else { return nil }
            if let stamp = Stamp(json.plain) ?? Instant(iso: json.plain).map(Stamp.init) { return stamp }
            if let count = json.asDouble ?? Double(json.plain), (1e8..<1e14).contains(count) {
                return Stamp(microseconds: Int64((count * (count < 1e11 ? 1e6 : 1e3)).rounded()))
            }
            throw Wrong("moment", ["text": String(json.plain.prefix(60))])
        }

        private func place(_ own: JSON?) throws(Wrong) -> JSON? {
            if let latitude = first(.latitude), let longitude = first(.longitude) {
                guard latitude.asDouble.map({ abs($0) <= 90 }) == true,
                    longitude.asDouble.map({ abs($0) <= 180 }) == true
                else { throw Wrong("degrees") }
                return ["type": "Point", "coordinates": [longitude, latitude]]
            }
            guard let json = first(.geometry) ?? own else { return nil }
            let shape = json.asString.flatMap { try? JSON(parsing: $0) } ?? json
            guard shape.asObject != nil else { throw Wrong("geometry") }
            do {
                let read = try Geometry(json: shape)
                // What came in another grid is kept in degrees.
                return shape["crs"] == nil ? shape : read.json
            } catch {
                let isAway = ["geometry.position_not_degrees", "geometry.position_off_earth"]
                    .contains(error.phrase.key)
                throw Wrong(isAway ? "no_degrees" : "geometry")
            }
        }
    }
}

extension JSON {
    /// A value as a text.
    fileprivate var plain: String { asString ?? lexeme ?? text() }
}

extension Draft {
    /// Appends what is said to the entity, or makes it.
    mutating func take(_ fragment: Fragment, _ naming: any Naming) throws(TwinProblem) {
        if let id = fragment.id, let old = entity(id) {
            try change(old, old.appending(fragment, at: now))
        } else {
            try create(try EntityReading(naming: naming).entity(of: fragment, at: now))
        }
    }
}
