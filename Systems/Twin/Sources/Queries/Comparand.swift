// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A value a query compares with, by its type (GS CIM 009, 4.9 and 4.6.3).
enum Comparand: Sendable, Equatable {
    case integer(Int64)
    case number(Double)
    case bool(Bool)
    /// In quotes; and, where the attribute's values are to be expanded, the IRI it stands for.
    case text(String, expanded: String?)
    /// A URI without quotes; and the IRI a `prefix:name` stands for.
    case uri(String, expanded: String?)
    case dateTime(Stamp)
    case date(Day)
    /// Microseconds since midnight.
    case time(Int64)

    /// Whether it has an order and may be the end of a range (`ComparableValue`).
    var isComparable: Bool {
        switch self {
        case .bool, .uri: false
        default: true
        }
    }

    /// Whether a text, an IRI of a Relationship or a vocabulary say, is the one meant.
    func isText(_ other: String) -> Bool {
        switch self {
        case .text(let text, let expanded), .uri(let text, let expanded):
            text == other || expanded == other
        default: false
        }
    }

    /// Whether a value is the same, an array: has it in it.
    func equals(_ value: JSON) -> Bool {
        switch (self, value) {
        case (_, .array(let values)): values.contains { equalsOne(Comparand.bare($0)) }
        default: equalsOne(Comparand.bare(value))
        }
    }

    private func equalsOne(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.bool(let wanted), .bool(let value)): wanted == value
        case (.text, .string(let value)), (.uri, .string(let value)): isText(value)
        default: order(of: value) == .same
        }
    }

    /// How a value stands to this one; nil if the two are not of the same type.
    func order(of value: JSON) -> Order? {
        switch (self, Comparand.bare(value)) {
        case (.integer(let wanted), .integer(let value)): Order(value, wanted)
        case (.integer(let wanted), .number(let value)): value.double.map { Order($0, Double(wanted)) }
        case (.number(let wanted), let value): value.asDouble.map { Order($0, wanted) }
        case (.text(let wanted, _), .string(let value)): Order(bytes: value, wanted)
        case (.dateTime(let wanted), .string(let value)): Stamp(value).map { Order($0, wanted) }
        case (.date(let wanted), .string(let value)): Day(value).map { Order($0, wanted) }
        case (.time(let wanted), .string(let value)): Comparand.time(value).map { Order($0, wanted) }
        default: nil
        }
    }

    /// How a moment stands to this one; nil if this is none.
    func order(of stamp: Stamp) -> Order? {
        switch self {
        case .dateTime(let wanted): Order(stamp, wanted)
        case .text(let text, _): Stamp(text).map { Order(stamp, $0) }
        default: nil
        }
    }

    /// A value as JSON-LD types it, `{"@type": …, "@value": …}`, without its type.
    static func bare(_ value: JSON) -> JSON {
        guard case .object(let members) = value, let inner = members["@value"] else { return value }
        return inner
    }

    /// `hh:mm:ssZ` with up to six digits of a second (4.6.3), in microseconds.
    static func time(_ text: String) -> Int64? {
        guard text.utf8.count >= 9, text.utf8.count <= 16, let stamp = Stamp("1970-01-01T" + text) else {
            return nil
        }
        return stamp.microseconds
    }
}

/// How one value stands to another.
enum Order: Sendable {
    case less, same, greater

    init<Value: Comparable>(_ one: Value, _ other: Value) {
        self = one < other ? .less : one == other ? .same : .greater
    }

    /// Texts by their bytes, which is the order of their code points.
    init(bytes one: String, _ other: String) {
        if one.utf8.elementsEqual(other.utf8) {
            self = .same
        } else {
            self = one.utf8.lexicographicallyPrecedes(other.utf8) ? .less : .greater
        }
    }
}
