// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What all clocks of a case have in common: its dates, the rules, the calendar, the day.
struct CaseClocks {
    let dates: CaseDates
    let rules: Rules
    let calendar: HolidayCalendar
    let today: Day
    let isExplaining: Bool

    /// Builds one clock; a rule that is missing makes it unknown instead of wrong.
    func clock(
        _ name: String, _ kind: ClockAnswer.Kind, _ duty: ClockAnswer.Duty,
        _ build: () throws(RuleError) -> ClockAnswer
    ) -> ClockAnswer {
        do {
            return try build()
        } catch {
            return unknown(name, kind, duty, "clock.unknown.rule")
        }
    }

    /// A clock about which the rules say nothing.
    func unknown(
        _ name: String, _ kind: ClockAnswer.Kind, _ duty: ClockAnswer.Duty, _ key: String
    ) -> ClockAnswer {
        ClockAnswer(
            name: name, kind: kind, duty: duty, state: .unknown,
            steps: isExplaining ? [ClockStep(Phrase(key, ["kind": dates.kind]))] : [])
    }

    /// A clock that nothing has set going.
    func notStarted(
        _ name: String, _ kind: ClockAnswer.Kind, _ duty: ClockAnswer.Duty, _ key: String
    ) -> ClockAnswer {
        ClockAnswer(
            name: name, kind: kind, duty: duty, state: .notStarted,
            steps: isExplaining ? [ClockStep(Phrase(key))] : [])
    }

    /// A reckoning that passes over the days that did not count on the day it starts, if its law
    /// knows any.
    func reckoning(from day: Day) -> Reckoning {
        Reckoning(
            calendar, passingOver: try? rules[.daysNotCounted, on: day], explaining: isExplaining)
    }

    /// Carries the last good day to an open one, by a rule of the clock's own.
    func roll(
        _ reckoning: inout Reckoning, by key: RuleKey<Bool>
    ) throws(RuleError) {
        reckoning.sayDue()
        guard let due = reckoning.dueOn else { return }
        reckoning.roll(
            by: try rules[key, on: due], closures: try rules[.closures, on: due],
            passingOver: try rules[.rollPassesDaysApart, on: due])
    }

    /// The day on which the case came to an end without a decision, and the words for it.
    var stopped: (on: Day, saying: String)? {
        if let day = dates.invalidOn { return (day, "clock.step.invalid") }
        if let day = dates.withdrawnOn { return (day, "clock.step.withdrawn") }
        return nil
    }

    /// Ends the public's window with the case: a decision made before its last day is over closes
    /// it, and so do a return and a withdrawal.
    func close(_ window: inout Reckoning) {
        stop(&window)
        guard let decided = dates.decidedOn, let last = window.lastGoodDay, decided <= last else {
            return
        }
        window.end(on: decided, saying: "clock.step.decided_before")
    }

    /// Ends a clock of a case that was returned or withdrawn before anything was decided.
    func stop(_ reckoning: inout Reckoning) {
        guard dates.decidedOn == nil, let stopped else { return }
        reckoning.end(on: stopped.on, saying: stopped.saying)
    }
}
