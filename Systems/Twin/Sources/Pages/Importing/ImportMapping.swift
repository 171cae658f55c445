// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which column of a table is what of an entity. It can be kept, and used again for a table whose
/// columns are called the same.
struct ImportMapping: Sendable, Equatable {
    /// What a column is.
    enum Use: String, Sendable, CaseIterable {
        case property, text, relationship, id, type, latitude, longitude, geometry, observedAt, skip
    }

    struct Column: Sendable, Equatable {
        /// What it is called in the table.
        let head: String
        var use: Use
        /// What the attribute is called.
        var name: String
        var unit: String
    }

    static let sort = "mapping"

    /// The type of every entity, where no column says it.
    var type: String
    /// What stands before an id that is no URI; empty: `urn:ngsi-ld:TYPE:`.
    var prefix: String
    var columns: [Column]

    var json: JSON {
        [
            "type": .string(type), "prefix": .string(prefix),
            "columns": .array(columns.map { column in
                [
                    "head": .string(column.head), "use": .string(column.use.rawValue),
                    "name": .string(column.name), "unit": .string(column.unit),
                ]
            }),
        ]
    }

    /// A mapping that was kept, for a table: columns it does not know are guessed.
    init(_ json: JSON, for table: ImportTable) {
        self.init(guessing: table)
        type = json["type"]?.asString ?? type
        prefix = json["prefix"]?.asString ?? ""
        for kept in json["columns"]?.asArray ?? [] {
            guard let index = columns.firstIndex(where: { $0.head == kept["head"]?.asString }) else {
                continue
            }
            columns[index].use = kept["use"]?.asString.flatMap(Use.init(rawValue:)) ?? .property
            columns[index].name = kept["name"]?.asString ?? columns[index].name
            columns[index].unit = kept["unit"]?.asString ?? ""
        }
    }

    /// As the form says it.
    init(_ form: FormData, for table: ImportTable) {
        func text(_ name: String) -> String { (form[name] ?? "").trimmingSpace }
        (type, prefix) = (text("type"), text("prefix"))
        columns = table.columns.enumerated().map { index, head in
            Column(
                head: head, use: Use(rawValue: text("use\(index)")) ?? .skip, name: text("name\(index)"),
                unit: text("unit\(index)"))
        }
    }

    /// As the names of the columns suggest.
    init(guessing table: ImportTable) {
        (type, prefix) = ("", "")
        columns = table.columns.map { head in
            let use = Self.guesses[head.lowercased()] ?? .property
            return Column(head: head, use: use, name: Self.name(head), unit: "")
        }
        for use in [Use.id, .type, .latitude, .longitude, .observedAt] {
            let same = columns.indices.filter { columns[$0].use == use }
            for index in same.dropFirst() { columns[index].use = .property }
        }
        if !columns.contains(where: { $0.use == .id }), !columns.isEmpty { columns[0].use = .id }
    }

    private static let guesses: [String: Use] = [
        "@id": .id, "id": .id, "identifier": .id, "type": .type, "lat": .latitude, "latitude": .latitude,
        "lon": .longitude, "lng": .longitude, "long": .longitude, "longitude": .longitude,
        "geometry": .geometry, "geojson": .geometry, "observedat": .observedAt, "dateobserved": .observedAt,
        "timestamp": .observedAt,
    ]

    /// A name as attributes have them: letters, digits and `_` after a letter.
    static func name(_ head: String) -> String {
        var name = String(head.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "_" })
        if !(name.first?.isLetter ?? false) { name = "a_" + name }
        return name
    }
}
