// SPDX-License-Identifier: EUPL-1.2

/// What a clock says on a day, and why.
public struct ClockAnswer: Sendable, Hashable, Codable {
    /// How the matter stands.
    public enum State: String, Sendable, Codable, CaseIterable {
        /// Nothing has set it going.
        case notStarted
        /// Time is left.
        case running
        /// Time stands still, until somebody does something.
        case paused
        /// What was to be done was done in time; of an earliest day, that it has come.
        case met
        /// What was to be done was done too late, or was not done and can no longer be in time.
        case missed
        /// It no longer matters: a window has closed, a case has ended otherwise.
        case ended
        /// The rules say nothing about it.
        case unknown
    }

    /// What the day it names means.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// The last day to do what must be done.
        case deadline
        /// The last day of what may be done, or of what goes on.
        case window
        /// The first day on which something may be done.
        case earliest
        /// The last day on which something holds.
        case expiry
    }

    /// Who is to act, or may.
    public enum Duty: String, Sendable, Codable, CaseIterable {
        case authority, applicant, anyone
    }

    /// The clock's name, such as `decision`; words for it stand under `clock.name.decision`.
    public let name: String
    public let kind: Kind
    public let duty: Duty
    public let state: State
    /// The day that set it going, whether or not that day itself counts.
    public let startedOn: Day?
    /// The day on which the period ends; of an earliest day, that day.
    public let dueOn: Day?
    /// The last day on which the act is still good: `dueOn`, or the next open day where a rule
    /// carries it there.
    public let lastGoodDay: Day?
    /// Whether `lastGoodDay` was carried past `dueOn`.
    public let rolled: Bool
    /// The day on which the act was done, in time or not.
    public let metOn: Day?
    /// The explanation, in order.
    public let steps: [ClockStep]
    /// What other readings of the law would make of it; only where they differ.
    public var alternatives: [ClockAlternative] = []

    public init(
        name: String, kind: Kind, duty: Duty, state: State, startedOn: Day? = nil,
        dueOn: Day? = nil, lastGoodDay: Day? = nil, metOn: Day? = nil, steps: [ClockStep] = []
    ) {
        self.name = name
        self.kind = kind
        self.duty = duty
        self.state = state
        self.startedOn = startedOn
        self.dueOn = dueOn
        self.lastGoodDay = lastGoodDay
        rolled = lastGoodDay != dueOn
        self.metOn = metOn
        self.steps = steps
    }

    /// Whether everything the answer rests on was checked against its source.
    public var isCertain: Bool { steps.allSatisfy(\.certain) }

    /// Days from a day until the last good one: 0 on that day, negative after it.
    public func daysLeft(on day: Day) -> Int? { lastGoodDay.map { $0 - day } }
}

/// The same clock under another reading of an ambiguous rule.
public struct ClockAlternative: Sendable, Hashable, Codable {
    /// The rule that can be read otherwise.
    public let rule: String
    /// The other reading.
    public let reading: String
    /// The days it would give.
    public let dueOn: Day?
    public let lastGoodDay: Day?

    public init(rule: String, reading: String, dueOn: Day?, lastGoodDay: Day?) {
        self.rule = rule
        self.reading = reading
        self.dueOn = dueOn
        self.lastGoodDay = lastGoodDay
    }
}

extension ClockAnswer {
    /// The answer as the API gives it: as in the Codable form, members without a value left out.
    public var json: JSON {
        var members = JSONObject([
            ("name", .string(name)), ("kind", .string(kind.rawValue)),
            ("duty", .string(duty.rawValue)), ("state", .string(state.rawValue)),
        ])
        func add(_ key: String, _ day: Day?) {
            if let day { members[key] = .string(day.description) }
        }
        add("startedOn", startedOn)
        add("dueOn", dueOn)
        add("lastGoodDay", lastGoodDay)
        members["rolled"] = .bool(rolled)
        add("metOn", metOn)
        members["certain"] = .bool(isCertain)
        members["steps"] = .array(steps.map(\.json))
        members["alternatives"] = .array(
            alternatives.map { other in
                var members = JSONObject([
                    ("rule", .string(other.rule)), ("reading", .string(other.reading)),
                ])
                if let day = other.dueOn { members["dueOn"] = .string(day.description) }
                if let day = other.lastGoodDay { members["lastGoodDay"] = .string(day.description) }
                return .object(members)
            })
        return .object(members)
    }
}
