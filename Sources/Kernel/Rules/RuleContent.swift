// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// What a rule says, in one of a closed set of shapes. A new shape is a case here, with a name;
/// there are no expressions.
public enum RuleContent: Sendable, Hashable {
    case period(Period)
    /// Periods by kind of case; nil for a kind of which it is known that its period is not.
    case periods([String: Period?])
    case money(Money)
    case integer(Int)
    case decimal(Decimal)
    case text(String)
    case texts([String])
    case flag(Bool)
    /// Days set apart, such as those that do not count.
    case days([DayInterval])
    case fees(FeeTable)

    /// The shape's name, as a rule file declares it.
    public enum Kind: String, Sendable, CaseIterable {
        case period, periods, money, integer, decimal, text, texts, flag, days, fees
    }

    /// The shape's name.
    public var kind: Kind {
        switch self {
        case .period: .period
        case .periods: .periods
        case .money: .money
        case .integer: .integer
        case .decimal: .decimal
        case .text: .text
        case .texts: .texts
        case .flag: .flag
        case .days: .days
        case .fees: .fees
        }
    }
}

/// A Swift type that the content of a rule can be read as.
public protocol RuleContentConvertible: Sendable {
    /// nil when the content has another shape.
    init?(_ content: RuleContent)
}

extension Period: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .period(let period) = content else { return nil }
        self = period
    }
}

extension Money: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .money(let money) = content else { return nil }
        self = money
    }
}

extension Int: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .integer(let integer) = content else { return nil }
        self = integer
    }
}

extension Decimal: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .decimal(let decimal) = content else { return nil }
        self = decimal
    }
}

extension String: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .text(let text) = content else { return nil }
        self = text
    }
}

extension Bool: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .flag(let flag) = content else { return nil }
        self = flag
    }
}

extension FeeTable: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .fees(let table) = content else { return nil }
        self = table
    }
}

extension [String]: RuleContentConvertible {
    public init?(_ content: RuleContent) {
        guard case .texts(let texts) = content else { return nil }
        self = texts
    }
}

/// Days set apart by law, as a rule of kind `days` lists them.
public struct DaysApart: RuleContentConvertible, Hashable {
    /// The intervals, in the order of the file.
    public let intervals: [DayInterval]

    public init(_ intervals: [DayInterval]) { self.intervals = intervals }

    public init?(_ content: RuleContent) {
        guard case .days(let intervals) = content else { return nil }
        self.intervals = intervals
    }
}

/// Periods by kind of case, as a rule of kind `periods` lists them.
public struct Periods: RuleContentConvertible, Hashable {
    /// The period of each kind; nil for a kind whose period is not known, though that of the
    /// kinds around it is.
    public let byKind: [String: Period?]

    public init?(_ content: RuleContent) {
        guard case .periods(let byKind) = content else { return nil }
        self.byKind = byKind
    }

    /// The period of a kind, or of the nearest kind it is part of: `ldc` holds for `ldc.proposed`.
    public subscript(kind: String) -> Period? {
        var kind = kind[...]
        while true {
            if let period = byKind[String(kind)] { return period }
            guard let dot = kind.lastIndex(of: ".") else { return nil }
            kind = kind[..<dot]
        }
    }
}
