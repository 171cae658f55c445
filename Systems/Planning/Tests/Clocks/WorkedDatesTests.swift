// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

/// Days worked out by hand, each a line: what happened, which clock, the day its period ends, the
/// last day that is still good.
@Suite("Worked dates, Ireland")
struct WorkedDatesTests {
    struct Line: Sendable, CustomTestStringConvertible {
        let event: String
        let on: String
        let clock: String
        let dueOn: String
        let lastGoodDay: String
        var testDescription: String { "\(event) \(on): \(clock) \(dueOn)" }

        init(_ event: String, _ on: String, _ clock: String, _ dueOn: String, _ last: String) {
            (self.event, self.on, self.clock) = (event, on, clock)
            (self.dueOn, lastGoodDay) = (dueOn, last)
        }
    }

    @Test(arguments: [
        // Over Christmas: nine days do not count; a Sunday carries to Monday.
        Line("received", "2025-11-03", "submissions", "2025-12-07", "2025-12-08"),
        Line("received", "2025-11-03", "earliest_decision", "2025-12-09", "2025-12-09"),
        Line("received", "2025-11-03", "decision", "2026-01-06", "2026-01-06"),
        Line("decided", "2025-12-10", "appeal", "2026-01-15", "2026-01-15"),
        Line("decided", "2025-11-27", "appeal", "2026-01-02", "2026-01-02"),
        // Easter Monday carries to Tuesday.
        Line("decided", "2026-03-10", "appeal", "2026-04-06", "2026-04-07"),
        Line("newspaper", "2026-02-05", "newspaper_notice", "2026-02-18", "2026-02-18"),
        // No Christmas between: exactly 8 and 5 weeks, the day of receipt the first.
        Line("received", "2026-03-03", "decision", "2026-04-27", "2026-04-27"),
        Line("received", "2026-03-03", "submissions", "2026-04-06", "2026-04-07"),
        Line("received", "2026-03-03", "site_notice_kept", "2026-04-06", "2026-04-06"),
        // The authority's last day on a public holiday: it ends, but the next open day is good.
        Line("received", "2026-04-07", "decision", "2026-06-01", "2026-06-02"),
        // St Brigid's Day on Monday 2 February 2026; on Friday 1 February 2030.
        Line("decided", "2026-01-06", "appeal", "2026-02-02", "2026-02-03"),
        Line("decided", "2030-01-05", "appeal", "2030-02-01", "2030-02-04"),
        // Received on days that do not count themselves.
        Line("received", "2025-12-24", "decision", "2026-02-26", "2026-02-26"),
        Line("received", "2025-12-29", "decision", "2026-02-26", "2026-02-26"),
        Line("received", "2026-01-01", "decision", "2026-02-26", "2026-02-26"),
        Line("received", "2026-01-02", "decision", "2026-02-26", "2026-02-26"),
        Line("received", "2025-12-23", "decision", "2026-02-25", "2026-02-25"),
        // Ends on 23 December or is carried over all nine days.
        Line("received", "2025-10-29", "decision", "2025-12-23", "2025-12-23"),
        Line("received", "2025-10-30", "decision", "2026-01-02", "2026-01-02"),
        // 56 days of the spring of 2020, and they alone.
        Line("received", "2020-02-10", "decision", "2020-05-31", "2020-06-02"),
        Line("received", "2020-03-28", "decision", "2020-07-17", "2020-07-17"),
        Line("received", "2020-03-29", "decision", "2020-07-18", "2020-07-20"),
        Line("received", "2020-05-23", "decision", "2020-07-18", "2020-07-20"),
        Line("received", "2020-05-24", "decision", "2020-07-18", "2020-07-20"),
        Line("decided", "2020-03-02", "appeal", "2020-05-24", "2020-05-25"),
        // Leap day.
        Line("received", "2024-01-05", "decision", "2024-02-29", "2024-02-29"),
        Line("received", "2024-02-29", "submissions", "2024-04-03", "2024-04-03"),
        // St Patrick's Day on a Tuesday; St Stephen's Day is never reached.
        Line("decided", "2026-02-18", "appeal", "2026-03-17", "2026-03-18"),
        // Three working days, by the reading that counts the day of the decision.
        Line("decided", "2026-03-10", "notification", "2026-03-12", "2026-03-12"),
        Line("decided", "2026-04-02", "notification", "2026-04-07", "2026-04-07"),
        Line("decided", "2026-04-04", "documents", "2026-04-09", "2026-04-09"),
        Line("decided", "2025-12-23", "notification", "2026-01-05", "2026-01-05"),
    ])
    func worked(line: Line) throws {
        let pack = try Pack.ireland.get()
        let on = try day(line.on)
        var dates = CaseDates(kind: "permission")
        switch line.event {
        case "received":
            (dates.receivedOn, dates.siteNoticeOn) = (on, on)
        case "newspaper": dates.newspaperNoticeOn = on
        default:
            dates.receivedOn = on.adding(days: -50)
            (dates.decidedOn, dates.outcome) = (on, .granted)
        }
        let answer = try pack.clock(line.clock, dates, on: line.on)
        #expect(answer.dueOn == Day(line.dueOn))
        #expect(answer.lastGoodDay == Day(line.lastGoodDay))
        #expect(answer.rolled == (line.dueOn != line.lastGoodDay))
        #expect(answer.steps.allSatisfy { $0.source != "" })
    }
}
