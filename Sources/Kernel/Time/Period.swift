// SPDX-License-Identifier: EUPL-1.2

/// A length of time as a law gives it, in one unit: 8 weeks, 42 days, 6 months, 3 working days.
///
/// Units are kept: a month is not 30 days, and the explanation must say what the law says.
public struct Period: Sendable, Hashable {
    /// The unit in which a period is counted; raw values are the names used in JSON.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case days, workingDays, weeks, months, years
    }

    /// How many units; never negative.
    public let count: Int
    /// The unit.
    public let unit: Unit

    /// A period of `count` units; a negative count is held at 0.
    public init(_ count: Int, _ unit: Unit) {
        self.count = max(0, count)
        self.unit = unit
    }

    public static func days(_ count: Int) -> Period { Period(count, .days) }
    public static func workingDays(_ count: Int) -> Period { Period(count, .workingDays) }
    public static func weeks(_ count: Int) -> Period { Period(count, .weeks) }
    public static func months(_ count: Int) -> Period { Period(count, .months) }
    public static func years(_ count: Int) -> Period { Period(count, .years) }
}

/// In JSON an object of exactly one member: `{"weeks": 8}`.
extension Period: Codable {
    private struct UnitKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
        init(_ unit: Unit) { stringValue = unit.rawValue }
    }

    /// Throws `DecodingError.dataCorrupted` unless there is exactly one known unit, 0 or more.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: UnitKey.self)
        guard container.allKeys.count == 1, let key = container.allKeys.first,
            let unit = Unit(rawValue: key.stringValue)
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a period has exactly one unit, such as {\"weeks\": 8}"))
        }
        let count = try container.decode(Int.self, forKey: key)
        guard (0...100_000).contains(count) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container,
                debugDescription: "a period counts between 0 and 100000")
        }
        self.init(count, unit)
    }

    /// Encodes as an object of one member, `{"weeks": 8}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: UnitKey.self)
        try container.encode(count, forKey: UnitKey(unit))
    }
}
