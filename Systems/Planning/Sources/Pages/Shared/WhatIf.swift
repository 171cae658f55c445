// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// "What if we ask for further information on that day": days that have not happened, put to a
/// case's own to see what its clocks would make of them. Nothing is changed by asking.
struct WhatIf: Sendable, Hashable {
    /// Further information, or that an answer be made clear, is asked for.
    var askedOn: Day?
    /// The last request is fully answered.
    var repliedOn: Day?
    /// The applicant agrees, today, to a longer period.
    var extendedUntil: Day?
    /// It is decided.
    var decidedOn: Day?

    /// The names under which the days are sent, in the order in which they happen.
    static let names = ["asked_on", "replied_on", "extended_until", "decided_on"]

    init() {}

    /// Reads the days of a query; those left empty ask nothing.
    /// - Throws: `Problems` for each that is no day.
    init(_ query: FormData, months: [String: Int] = [:]) throws(Problems) {
        var problems = Problems()
        func day(_ name: String) -> Day? {
            let typed = DateParts(name, in: query).text
            if typed.isEmpty { return nil }
            let text = query[name] ?? typed
            let iso = TypedDay.iso(text, months: months) ?? text
            if let day = Day(iso: iso) { return day }
            problems.add(name, "not_a_day", Phrase("planning.problem.whatif_day"))
            return nil
        }
        askedOn = day("asked_on")
        repliedOn = day("replied_on")
        extendedUntil = day("extended_until")
        decidedOn = day("decided_on")
        if !problems.all.isEmpty { throw problems }
    }

    var isEmpty: Bool { self == WhatIf() }

    /// The last of the days: what the clocks say then is what is asked.
    var lastDay: Day? { [askedOn, repliedOn, decidedOn].compactMap { $0 }.max() }

    /// The case's days with these among them.
    /// - Throws: `Problems` where a reply answers no request, or a day lies before what it follows.
    func dates(_ now: CaseDates, today: Day) throws(Problems) -> CaseDates {
        var dates = now
        var problems = Problems()
        if let extendedUntil {
            dates.extensions.append(AgreedExtension(consentedOn: today, until: extendedUntil))
        }
        if let askedOn { dates = dates.asking(on: askedOn) }
        if let repliedOn {
            if var last = dates.furtherInformation.popLast() {
                last.fullyCompliedOn = repliedOn
                dates.furtherInformation.append(last)
            } else {
                problems.add("replied_on", "no_request", Phrase("planning.refusal.no_request"))
            }
        }
        if let decidedOn {
            dates.decidedOn = decidedOn
            dates.outcome = dates.outcome ?? .granted
        }
        order(now, dates, today: today, &problems)
        if !problems.all.isEmpty { throw problems }
        return dates
    }

    /// Each day may lie no earlier than what must have happened before it.
    private func order(
        _ now: CaseDates, _ then: CaseDates, today: Day, _ problems: inout Problems
    ) {
        func last(_ rounds: [InformationRound]) -> [Day?] {
            rounds.flatMap { [$0.requestedOn, $0.fullyCompliedOn, $0.readvertisedOn] }
        }
        let bounds: [(name: String, day: Day?, since: [Day?])] = [
            ("asked_on", askedOn, [now.receivedOn] + last(now.furtherInformation)),
            ("replied_on", repliedOn, [then.furtherInformation.last?.requestedOn]),
            ("extended_until", extendedUntil, [today]),
            ("decided_on", decidedOn, [now.receivedOn] + last(then.furtherInformation)),
        ]
        for (name, day, since) in bounds {
            guard let day, let since = since.compactMap(\.self).max(), day < since else { continue }
            problems.add(
                name, "out_of_order",
                Phrase("planning.problem.whatif_order", ["since": since.description]))
        }
    }

    /// The clocks as they stand today, and as they would stand.
    func clocks(of dates: CaseDates, at moment: Moment) throws(Problems)
        -> (now: [ClockAnswer], then: [ClockAnswer])
    {
        func clocks(_ dates: CaseDates, on day: Day) -> [ClockAnswer] {
            planningClocks(dates, rules: moment.rules, calendar: moment.calendar, on: day)
        }
        let then = try self.dates(dates, today: moment.today)
        return (
            clocks(dates, on: moment.today),
            clocks(then, on: max(moment.today, lastDay ?? moment.today))
        )
    }
}
