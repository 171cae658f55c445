// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A place in what was sent. Reading a value marks its place as used; a value of the wrong kind
/// reads as nil, is not marked, and so is reported as unused.
struct ODPCursor {
    let json: JSON?
    let place: ODPPlace
    let reading: ODPReading

    /// Longer texts than this are nobody's description of anything.
    static let textMax = 200_000

    /// Where it stands, as a JSON Pointer into the file.
    var pointer: String { place.pointer }

    subscript(key: String) -> ODPCursor {
        // What is not there cannot be used, so nobody need find its place again.
        guard let value = json?[key] else {
            return ODPCursor(json: nil, place: ODPPlace(key, in: place), reading: reading)
        }
        return ODPCursor(json: value, place: place.child(key), reading: reading)
    }

    /// Along a path of plain keys, `address.singleLine`.
    subscript(path path: String) -> ODPCursor {
        path.split(separator: ".").reduce(self) { $0[String($1)] }
    }

    /// The elements of a list; none where there is no list.
    var elements: [ODPCursor] {
        (json?.asArray ?? []).enumerated().map {
            ODPCursor(json: $1, place: place.child(String($0)), reading: reading)
        }
    }

    /// The members of an object; none where there is no object.
    var members: [(key: String, at: ODPCursor)] {
        (json?.asObject.map(Array.init) ?? []).map { ($0.key, self[$0.key]) }
    }

    var isObject: Bool { json?.asObject != nil }
    var isArray: Bool { json?.asArray != nil }
    var hasMembers: Bool { json?.asObject.map { !$0.isEmpty } ?? false }

    func use() { place.use() }

    func note(_ code: ODPProblem.Code, _ values: [String: String] = [:]) {
        reading.note(code, pointer, values)
    }
}

/// Values.
extension ODPCursor {
    /// Text without surrounding space and control characters; nil when nothing is left.
    func text() -> String? {
        guard let sent = json?.asString else { return nil }
        guard sent.utf8.count <= ODPCursor.textMax else {
            note(.tooLong)
            return nil
        }
        use()
        let text = ODPCursor.tidy(sent)
        return text.isEmpty ? nil : text
    }

    /// Text, but not the portal's way of saying that there is none ("Not provided by agent").
    func answer() -> String? {
        guard let text = text() else { return nil }
        return text.lowercased().hasPrefix("not provided") ? nil : text
    }

    /// Text, or a whole number as text: ids and references come as either.
    func label() -> String? {
        guard let number = json?.asInteger else { return text() }
        use()
        return String(number)
    }

    func flag() -> Bool? {
        guard let flag = json?.asBool else { return nil }
        use()
        return flag
    }

    /// A number, also where it was sent as text.
    func number(in range: ClosedRange<Double>? = nil, isWhole: Bool = false) -> Double? {
        let sent = json?.asString.flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard let value = json?.asDouble ?? sent, value.isFinite,
            !isWhole || value == value.rounded()
        else { return nil }
        if let range, !range.contains(value) {
            note(.outOfRange)
            return nil
        }
        use()
        return value
    }

    func count() -> Int? {
        number(in: 0...1e12, isWhole: true).map { Int($0) }
    }

    /// An amount of pounds, in pence.
    func pence() -> Int? {
        guard let digits = json?.lexeme ?? json?.asString else { return nil }
        guard let pounds = Decimal(string: digits), pounds >= 0, pounds < 1_000_000_000 else {
            note(.outOfRange)
            return nil
        }
        use()
        return NSDecimalNumber(decimal: ODPCursor.rounded(pounds * 100)).intValue
    }

    /// Removes what no field can hold: control characters, other line ends, space around it.
    static func tidy(_ text: String) -> String {
        // Nearly every text needs nothing done: printable ASCII without space around it.
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        if isPlain, text.utf8.first != 0x20, text.utf8.last != 0x20 { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.replacingOccurrences(of: "\r\n", with: "\n").unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            if !isControl || scalar == "\n" || scalar == "\t" { scalars.append(scalar) }
        }
        return String(scalars).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func rounded(_ value: Decimal) -> Decimal {
        var (from, to) = (value, Decimal())
        NSDecimalRound(&to, &from, 0, .plain)
        return to
    }
}
