// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension FieldDescription {
    /// A stored value as the names and texts a form would send for it.
    func typed(_ value: Value, zone: Zone) -> [(String, String)] {
        switch (kind, value) {
        case (_, .null): return []
        case (.flag, .integer(let flag)): return [(name, flag != 0 ? "true" : "false")]
        case (.money, .integer(let cents)):
            return [(name, Money(cents: Int(cents), currency: "").amount)]
        case (.instant, _):
            guard let instant = Instant(stored: value) else { return [] }
            let (year, month, day) = zone.day(at: instant).civil
            return [
                ("\(name)-day", "\(day)"), ("\(name)-month", "\(month)"),
                ("\(name)-year", "\(year)"),
                ("\(name)-time", UI.clockTime(zone.minuteOfDay(at: instant))),
            ]
        case (.geometry, _):
            guard let shape = Geometry(stored: value) else { return [] }
            if case .point(let point) = shape { return [(name, point.typed)] }
            return [("\(name)-geojson", shape.json.text())]
        case (.choices, .text(let names)):
            return names.split(separator: " ").map { (name, String($0)) }
        case (.files, _):
            let files = [FileReference](stored: value) ?? []
            return files.map { ("\(name)-kept", $0.json.text()) }
        case (_, .text(let text)): return [(name, text)]
        case (_, .integer(let integer)): return [(name, String(integer))]
        case (_, .real(let real)): return [(name, String(real))]
        }
    }
}

extension Point {
    /// The place as people type it: latitude, then longitude, to the decimetre.
    var typed: String {
        let place = rounded(decimals: 6)
        return "\(place.latitude), \(place.longitude)"
    }
}
