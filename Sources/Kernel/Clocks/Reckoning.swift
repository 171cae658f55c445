// SPDX-License-Identifier: EUPL-1.2

/// A legal time limit worked out step by step, keeping the reason for each step.
///
/// A value: started on a day, given a period, paused, extended, ended, started anew, at last
/// rolled to an open day and asked for its `answer`. It knows no law; whoever builds it does.
/// With `explaining` off no steps are kept and nothing is allocated for them, as lists need it.
public struct Reckoning: Sendable {
    /// Whether the day that sets a period going is its first.
    public enum Counting: Sendable {
        /// "Beginning on" that day, which counts.
        case thatDay
        /// The day after is the first that counts.
        case theDayAfter
    }

    /// The day that set the current period going.
    public internal(set) var startedOn: Day?
    /// The last day of the period; nil before a period is given and while paused.
    public var dueOn: Day? { isPaused ? nil : end }
    /// The last day on which the act is good; `dueOn` until `roll` says otherwise.
    public var lastGoodDay: Day? { isPaused ? nil : rolledTo ?? end }
    /// Whether time stands still.
    public internal(set) var isPaused = false
    /// Whether the limit no longer matters.
    public internal(set) var isEnded = false
    /// The explanation so far.
    public private(set) var steps: [ClockStep] = []
    /// Whether steps are kept.
    public let isExplaining: Bool

    let calendar: HolidayCalendar
    var notCounted: DaysNotCounted
    let apartBasis: LegalBasis?
    var counting = Counting.thatDay
    var end: Day?
    var rolledTo: Day?
    var pausedFrom: Day?
    /// The periods given since the start, to be counted again when a pause has grown.
    var runs: [Run] = []

    struct Run: Sendable {
        let period: Period
        let leavesOutHolidays: Bool
    }

    /// A reckoning by a calendar, which passes over the days set apart.
    public init(
        _ calendar: HolidayCalendar, passingOver apart: RuleValue<DaysApart>? = nil,
        explaining: Bool = true
    ) {
        self.calendar = calendar
        notCounted = DaysNotCounted(apart: apart?.value.intervals ?? [])
        apartBasis = apart?.basis
        isExplaining = explaining
    }

    /// Adds a sentence to the explanation.
    public mutating func say(
        _ key: @autoclosure () -> String,
        _ values: @autoclosure () -> [String: String] = [:],
        day: Day? = nil, basis: @autoclosure () -> LegalBasis? = nil
    ) {
        guard isExplaining else { return }
        steps.append(ClockStep(Phrase(key(), values()), day: day, basis: basis()))
    }

    /// What it comes to on a day. `metOn` is the day on which the act was done, if it was.
    public func answer(
        _ name: String, _ kind: ClockAnswer.Kind, for duty: ClockAnswer.Duty, metOn: Day? = nil,
        on today: Day
    ) -> ClockAnswer {
        ClockAnswer(
            name: name, kind: kind, duty: duty, state: state(kind, metOn: metOn, on: today),
            startedOn: startedOn, dueOn: isEnded ? nil : dueOn,
            lastGoodDay: isEnded ? nil : lastGoodDay, metOn: isEnded ? nil : metOn, steps: steps)
    }

    private func state(
        _ kind: ClockAnswer.Kind, metOn: Day?, on today: Day
    ) -> ClockAnswer.State {
        guard startedOn != nil else { return .notStarted }
        if isEnded { return .ended }
        guard let last = lastGoodDay else { return metOn == nil ? .paused : .met }
        if let metOn, kind != .earliest { return metOn <= last ? .met : .missed }
        switch kind {
        case .earliest: return today >= last ? .met : .running
        case .deadline: return today > last ? .missed : .running
        case .window, .expiry: return today > last ? .ended : .running
        }
    }
}
