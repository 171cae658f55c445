// SPDX-License-Identifier: EUPL-1.2

/// The name of a rule together with the type of what it says.
///
/// A system declares its keys once, `extension RuleKey<Period>` with
/// `static let reply = RuleKey("reply")`, and asks `try rules[.reply, on: day]`.
public struct RuleKey<Value: RuleContentConvertible>: Sendable, Hashable {
    /// The name in the rule file, in lower case with underscores.
    public let name: String

    public init(_ name: String) { self.name = name }
}

/// What a rule says on a day, and by what authority.
public struct RuleValue<Value: RuleContentConvertible>: Sendable {
    /// What it says.
    public let value: Value
    /// The law or page it comes from.
    public let source: String
    /// Whether it was checked against its source.
    public let certain: Bool
    /// The first day on which it holds.
    public let from: Day
    /// The last day on which it holds; nil while nothing says otherwise.
    public let until: Day?
    /// The rule's name.
    public let key: String
    /// Which reading of an ambiguous text this follows; nil where there is one reading only.
    public let reading: String?
    /// What its author wanted known, in English.
    public let note: String?

    /// What no law sets and somebody promised: it holds from the day it was said.
    public init(promised value: Value, by source: String, from: Day, key: String) {
        self.init(
            value: value, source: source, certain: true, from: from, until: nil, key: key,
            reading: nil, note: nil)
    }

    /// The memberwise one, which an initialiser beside it takes away.
    init(
        value: Value, source: String, certain: Bool, from: Day, until: Day?, key: String,
        reading: String?, note: String?
    ) {
        self.value = value
        self.source = source
        self.certain = certain
        self.from = from
        self.until = until
        self.key = key
        self.reading = reading
        self.note = note
    }

    /// The same authority for a part of what is said, such as one row of a table.
    public func map<Part>(_ part: (Value) throws -> Part) rethrows -> RuleValue<Part> {
        RuleValue<Part>(
            value: try part(value), source: source, certain: certain, from: from, until: until,
            key: key, reading: reading, note: note)
    }
}

extension RuleValue: Equatable where Value: Equatable {}

/// Why a rule has no answer.
public enum RuleError: Error, Sendable, Hashable {
    /// The pack has no rule of that name.
    case unknownKey(String)
    /// The rule says nothing about that day.
    case nothingInForce(key: String, on: Day)
    /// The rule has another shape than the key's type. A mistake in the pack or the program.
    case otherKind(key: String, kind: RuleContent.Kind)
    /// The rule has no such reading.
    case unknownReading(key: String, reading: String)
}
