// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which column of a table is what of an entity. It can be kept, and used again for a table whose
/// columns are called the same.
struct ImportMapping: Sendable, Equatable {
    /// What a column is.
    enum Use: String, Sendable, CaseIterable {
        case property, text, relationship, id, type, latitude, longitude, geometry, observedAt
        /// What attributes without a name of their own are called.
        case attributeName
        /// The unit of attributes without one of their own.
        case unitCode
        case skip
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

    /// As it was kept.
    init(_ json: JSON) {
        (type, prefix) = (json["type"]?.asString ?? "", json["prefix"]?.asString ?? "")
        columns = (json["columns"]?.asArray ?? []).map { kept in
            Column(
                head: kept["head"]?.asString ?? "",
                use: kept["use"]?.asString.flatMap(Use.init(rawValue:)) ?? .property,
                name: kept["name"]?.asString ?? "", unit: kept["unit"]?.asString ?? "")
        }
    }

    /// This one for columns some of which it may not know: those stay as another has them.
    func fitted(to other: ImportMapping) -> ImportMapping {
        var fitted = other
        (fitted.type, fitted.prefix) = (type.isEmpty ? other.type : type, prefix)
        for kept in columns {
            guard let index = fitted.columns.firstIndex(where: { $0.head == kept.head }) else { continue }
            fitted.columns[index] = kept
        }
        return fitted
    }

    /// The same with the columns it does not know yet. What it knows and is not there just now stays,
    /// unless it is left out.
    func widened(by other: ImportMapping) -> ImportMapping {
        var widened = fitted(to: other)
        widened.columns += columns.filter { column in
            column.use != .skip && !other.columns.contains { $0.head == column.head }
        }
        return widened
    }

    /// As the form says it.
    init(_ form: FormData, for heads: [String]) {
        func text(_ name: String) -> String { (form[name] ?? "").trimmingSpace }
        (type, prefix) = (text("type"), text("prefix"))
        columns = heads.enumerated().map { index, head in
            Column(
                head: head, use: Use(rawValue: text("use\(index)")) ?? .skip, name: text("name\(index)"),
                unit: text("unit\(index)"))
        }
    }

    /// What is wrong with it whatever the rows say.
    var problems: Problems {
        var problems = Problems()
        func refuse(_ problem: String) {
            problems.add("type", problem, Phrase("twin.import.problem.\(problem)", ["type": type]))
        }
        if type.isEmpty, !columns.contains(where: { $0.use == .type }) { refuse("no_type") }
        if !type.isEmpty, !NameRules.isName(type) { refuse("type") }
        return problems
    }

    /// As the names of the columns suggest.
    init(guessing heads: [String]) {
        (type, prefix) = ("", "")
        columns = heads.map { head in
            let use = Self.guesses[head.lowercased()] ?? .property
            return Column(head: head, use: use, name: Self.name(head), unit: "")
        }
        for use in [Use.id, .type, .latitude, .longitude, .observedAt, .unitCode] {
            let same = columns.indices.filter { columns[$0].use == use }
            for index in same.dropFirst() { columns[index].use = .property }
        }
        if !columns.contains(where: { $0.use == .id }), !columns.isEmpty { columns[0].use = .id }
    }

    private static let guesses: [String: Use] = [
        "@id": .id, "id": .id, "identifier": .id, "type": .type, "lat": .latitude, "latitude": .latitude,
        "lon": .longitude, "lng": .longitude, "long": .longitude, "longitude": .longitude,
        "geometry": .geometry, "geojson": .geometry, "observedat": .observedAt, "dateobserved": .observedAt,
        "timestamp": .observedAt, "time": .observedAt, "ts": .observedAt, "unitcode": .unitCode,
    ]

    /// A name as attributes have them: letters, digits and `_` after a letter.
    static func name(_ head: String) -> String {
        let words = head.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        var name = words.joined(separator: "_")
        if !(name.first?.isLetter ?? false) { name = "a_" + name }
        return name
    }
}
