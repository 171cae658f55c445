// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What attributes say, as people read it.
struct ValueText {
    private let room: TwinRoom
    private var ui: UI { room.ui }

    init(_ room: TwinRoom) { self.room = room }

    /// An attribute in a line: its leading instance with its unit.
    func brief(_ attribute: Attribute) -> String {
        attribute.leading.map { cut(text($0), 80) } ?? ""
    }

    /// The value with its unit.
    func text(_ instance: Instance) -> String {
        let value = plain(instance.value)
        return instance.unitCode.map { "\(value) \(Self.unit($0))" } ?? value
    }

    /// No more of a text than there is room for, and that it goes on.
    func cut(_ text: String, _ most: Int) -> String {
        text.count > most ? text.prefix(most - 1) + "…" : text
    }

    /// The value alone.
    func plain(_ value: AttributeValue) -> String {
        switch value {
        case .property(let json), .json(let json): text(json)
        case .geo(let json): place(json)
        case .relationship(let ids, _), .listRelationship(let ids): ids.joined(separator: ", ")
        case .language(let map):
            [ui.language.code, "@none", "en"].lazy.compactMap { map[$0].map(text) }.first
                ?? map.map { "\($0.key): \(text($0.value))" }.joined(separator: " · ")
        case .vocab(let names, _): room.names(names)
        case .list(let items): items.map(text).joined(separator: ", ")
        }
    }

    private func text(_ json: JSON) -> String {
        switch json {
        case .string(let text): text
        case .integer(let number): ui.number(Int(number))
        case .number(let number): ui.number(decimal: number.lexeme)
        case .bool(let value): ui(value ? "web.yes" : "web.no")
        case .object(let members): members["@value"].map(text) ?? parts(members) ?? json.text()
        case .array(let items):
            items.allSatisfy(\.isPlain) ? items.map(text).joined(separator: ", ") : json.text()
        case .null: json.text()
        }
    }

    /// The parts of an address in the order they are written, of anything else by their names; nil: some
    /// have parts themselves.
    private func parts(_ members: JSONObject) -> String? {
        guard !members.isEmpty, members.allSatisfy(\.value.isPlain) else { return nil }
        let lines = Self.address.compactMap { members[$0].map(text) }
        if lines.count == members.count - (members["type"] == nil ? 0 : 1) {
            return lines.joined(separator: ", ")
        }
        return members.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ")
    }

    /// What a postal address has in schema.org and the Smart Data Models.
    private static let address = [
        "streetAddress", "streetNr", "postOfficeBoxNumber", "district", "postalCode", "addressLocality",
        "addressRegion", "addressCountry",
    ]

    /// A place: a point by its degrees, anything else by what it is.
    private func place(_ json: JSON) -> String {
        guard let geometry = try? Geometry(json: json) else { return json.text() }
        guard case .point(let point) = geometry else { return geometry.type }
        return "\(degrees(point.latitude)), \(degrees(point.longitude))"
    }

    private func degrees(_ value: Double) -> String {
        JSON.decimal((value * 100_000).rounded() / 100_000).lexeme ?? ""
    }

    /// What a code of UN/CEFACT's recommendation 20 is written as; other codes stand for themselves.
    static func unit(_ code: String) -> String { units[code] ?? code }

    private static let units = [
        "CEL": "°C", "P1": "%", "GQ": "µg/m³", "GP": "mg/m³", "KMH": "km/h", "MTS": "m/s", "MTR": "m",
        "KMT": "km", "CMT": "cm", "MMT": "mm", "WTT": "W", "KWT": "kW", "KWH": "kWh", "LTR": "l", "KGM": "kg",
        "HUR": "h", "MIN": "min", "SEC": "s", "DAY": "d", "59": "ppm", "2N": "dB", "LUX": "lx", "A97": "hPa",
        "MTK": "m²", "MTQ": "m³", "VLT": "V", "AMP": "A", "DD": "°",
    ]
}

extension JSON {
    /// Whether it has no parts.
    fileprivate var isPlain: Bool {
        switch self {
        case .object, .array: false
        default: true
        }
    }
}
