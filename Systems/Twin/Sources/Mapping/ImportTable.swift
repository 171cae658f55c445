// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What was sent to be taken in, as rows of values under the names of columns: of CSV, or the features
/// of GeoJSON.
struct ImportTable: Sendable {
    /// How many rows are taken in at once.
    static let mostRows = 10_000
    /// How many columns are told apart.
    static let mostColumns = 60
    /// What the id of a feature stands under.
    static let featureID = "@id"

    let columns: [String]
    /// As many values in each as there are columns; nil where there is none.
    let rows: [[JSON?]]
    /// Where each row is, if its file says so beside its values.
    let places: [JSON?]
    /// How many columns were left out.
    let more: Int
    /// The rows that say more than there are columns for.
    private(set) var overlong: Set<Int> = []

    /// - Throws: `Problems` for what is neither.
    init(_ text: String) throws {
        let first = text.first { !$0.isWhitespace && $0 != "\u{FEFF}" }
        guard let first else { throw Self.problem("empty") }
        // A workbook, an archive, a picture: no text has this.
        guard !text.utf8.contains(0) else { throw Self.problem("no_text") }
        self = first == "{" ? try Self(geoJSON: text) : try Self(csv: text)
        guard !rows.isEmpty else { throw Self.problem("empty") }
    }

    init(_ columns: [String], _ rows: [[JSON?]], _ places: [JSON?]) {
        more = max(0, columns.count - Self.mostColumns)
        self.columns = Array(columns.prefix(Self.mostColumns))
        self.rows = more == 0 ? rows : rows.map { Array($0.prefix(Self.mostColumns)) }
        self.places = places
    }

    /// The first value of each column.
    var examples: [JSON?] {
        columns.indices.map { index in rows.lazy.compactMap { $0[index] }.first }
    }

    private static func problem(_ name: String, _ values: [String: String] = [:]) -> Problems {
        Problems("file", name, Phrase("twin.import.problem.\(name)", values))
    }

    private init(csv text: String) throws {
        let table: CSVTable
        do { table = try CSVTable(text, most: Self.mostRows + 1) } catch .tooMany {
            throw Self.problem("too_many", ["most": String(Self.mostRows)])
        } catch .openQuote(let line) {
            throw Self.problem("quote", ["line": String(line)])
        }
        let heads = (table.rows.first ?? []).enumerated().map { index, head in
            head.trimmingSpace.isEmpty ? "\(index + 1)" : head.trimmingSpace
        }
        let decimalComma = table.separator == UInt8(ascii: ";")
        // No more of each row is looked at than is told apart: a file may name a million columns.
        let rows = table.rows.dropFirst().map { row in
            heads.indices.prefix(Self.mostColumns).map { index -> JSON? in
                guard row.indices.contains(index) else { return nil }
                return Self.value(row[index].trimmingSpace, decimalComma: decimalComma)
            }
        }
        self.init(heads, rows, Array(repeating: nil, count: rows.count))
        overlong = Set(table.rows.dropFirst().enumerated().lazy.filter { _, row in
            row.dropFirst(heads.count).contains { !$0.trimmingSpace.isEmpty }
        }.map(\.offset))
    }

    /// A cell: a number, a truth value, or a text.
    static func value(_ text: String, decimalComma: Bool) -> JSON? {
        if text.isEmpty { return nil }
        if text == "true" || text == "false" { return .bool(text == "true") }
        let number = decimalComma ? text.replacing(",", with: ".") : text
        if JSONNumber(lexeme: number) != nil, let json = try? JSON(parsing: number) { return json }
        return .string(text)
    }

    private init(geoJSON text: String) throws {
        guard let json = try? JSON(parsing: text) else { throw Self.problem("not_json") }
        let features = json["type"]?.asString == "Feature" ? [json] : json["features"]?.asArray
        guard let features else { throw Self.problem("no_features") }
        guard features.count <= Self.mostRows else {
            throw Self.problem("too_many", ["most": String(Self.mostRows)])
        }
        let grid = try Self.grid(of: json)
        var (columns, seen): ([String], Set<String>) = ([], [])
        if features.contains(where: { $0["id"] != nil }) { columns.append(Self.featureID) }
        for feature in features {
            for key in feature["properties"]?.asObject?.keys ?? [] where seen.insert(key).inserted {
                columns.append(key)
            }
        }
        let rows = features.map { feature in
            columns.prefix(Self.mostColumns).map { column -> JSON? in
                let value = column == Self.featureID ? feature["id"] : feature["properties"]?[column]
                return value.flatMap { $0.isNull ? Optional.none : $0 }
            }
        }
        self.init(columns, rows, features.map { feature in
            guard let place = feature["geometry"], !place.isNull else { return nil }
            guard let grid, var members = place.asObject else { return place }
            members["crs"] = grid
            return .object(members)
        })
    }

    /// What an older file says of the grid its places are in, each of which then says it; nil: in degrees.
    private static func grid(of json: JSON) throws -> JSON? {
        guard let crs = json["crs"], !crs.isNull else { return nil }
        let name = crs[pointer: "/properties/name"]?.asString ?? ""
        // Degrees stay the degrees they are.
        let degrees: JSON = ["type": "Point", "coordinates": [1, 1], "crs": crs]
        let same = Geometry.point(Point(longitude: 1, latitude: 1))
        do { return try Geometry(json: degrees) == same ? nil : crs } catch {
            guard error.phrase.key == "geometry.grid_unknown" else { return crs }
            throw problem("grid", ["name": String(name.prefix(80))])
        }
    }
}
