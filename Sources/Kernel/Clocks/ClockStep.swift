// SPDX-License-Identifier: EUPL-1.2

/// One sentence of a clock's explanation: what happened or applies, when, and by which law.
public struct ClockStep: Sendable, Hashable, Codable {
    /// What is to be said, in no language yet.
    public let phrase: Phrase
    /// The day it is about.
    public let day: Day?
    /// The law or page it rests on; nil for an event, which rests on the journal.
    public let source: String?
    /// Whether that was checked against its source.
    public let certain: Bool
    /// The rule in the pack.
    public let rule: String?
    /// The reading of the rule that was followed, where it can be read in more than one way.
    public let reading: String?

    public init(_ phrase: Phrase, day: Day? = nil, basis: LegalBasis? = nil) {
        self.phrase = phrase
        self.day = day
        source = basis?.source
        certain = basis?.certain ?? true
        rule = basis?.rule
        reading = basis?.reading
    }

    /// The step as the API gives it.
    public var json: JSON {
        let values = phrase.values.sorted { $0.key < $1.key }
        var members = JSONObject([
            ("phrase", .string(phrase.key)),
            ("values", .object(JSONObject(values.map { ($0.key, .string($0.value)) }))),
        ])
        if let day { members["day"] = .string(day.description) }
        if let source { members["source"] = .string(source) }
        members["certain"] = .bool(certain)
        if let rule { members["rule"] = .string(rule) }
        if let reading { members["reading"] = .string(reading) }
        return .object(members)
    }
}

/// What a step of an explanation rests on.
public struct LegalBasis: Sendable, Hashable {
    /// The law or page.
    public let source: String
    /// Whether it was checked.
    public let certain: Bool
    /// The rule in the pack; nil where the law is that of a calendar.
    public let rule: String?
    /// The reading followed.
    public let reading: String?

    public init(source: String, certain: Bool, rule: String? = nil, reading: String? = nil) {
        self.source = source
        self.certain = certain
        self.rule = rule
        self.reading = reading
    }
}

extension RuleValue {
    /// This value as the ground for a step.
    public var basis: LegalBasis {
        LegalBasis(source: source, certain: certain, rule: key, reading: reading)
    }
}
