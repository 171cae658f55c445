// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// "Can I have my say, until when, how much": the first question anybody has about a case.
public struct HaveYourSay: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case notYet, open, closed, unknown
    }

    /// Whether it is possible now.
    public let state: State
    /// The day from which it is or was possible.
    public let since: Day?
    /// The last day on which a submission is accepted.
    public let until: Day?
    /// What a submission costs; nil where it costs nothing.
    public let fee: Money?
    /// The clock that says so, with its explanation.
    public let clock: ClockAnswer

    /// Days left, today not counted: 0 on the last day.
    public func daysLeft(on day: Day) -> Int? { state == .open ? until.map { $0 - day } : nil }
}

/// Whether anyone may make a submission on a case on a day.
public func haveYourSay(
    _ dates: CaseDates, rules: Rules, calendar: HolidayCalendar, on today: Day,
    explaining: Bool = true, comparing: Bool = true
) -> HaveYourSay {
    let clocks = planningClocks(
        dates, rules: rules, calendar: calendar, on: today, explaining: explaining,
        comparing: comparing)
    return haveYourSay(from: clocks, rules: rules, on: today)
}

/// The same from clocks that are known already.
public func haveYourSay(
    from clocks: [ClockAnswer], rules: Rules, on today: Day
) -> HaveYourSay {
    let names = [ClockName.furtherSubmissions, ClockName.submissions]
    let windows = names.compactMap { name in clocks.first { $0.name == name } }
    let started = windows.filter { ($0.startedOn ?? .last) <= today }
    // Where two are open, it is possible until the later of them ends.
    let running = started.filter { $0.state == .running }
    let chosen =
        running.max { ($0.lastGoodDay ?? .first) < ($1.lastGoodDay ?? .first) }
        ?? started.first
        ?? windows.first
        ?? ClockAnswer(
            name: ClockName.submissions, kind: .window, duty: .anyone, state: .unknown)
    let state: HaveYourSay.State =
        switch chosen.state {
        case .running: (chosen.startedOn ?? .last) <= today ? .open : .notYet
        case .notStarted: .notYet
        case .unknown: .unknown
        default: .closed
        }
    return HaveYourSay(
        state: state, since: chosen.startedOn, until: chosen.lastGoodDay,
        fee: try? rules[.submissionFee, on: today].value, clock: chosen)
}
