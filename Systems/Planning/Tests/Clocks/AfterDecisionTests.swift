// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

/// What follows a decision, or the lack of one. Received on Tuesday 3 March 2026, decision due on
/// Monday 27 April 2026.
@Suite("After the decision, Ireland")
struct AfterDecisionTests {
    private func decided(
        _ on: String, _ outcome: CaseDates.Outcome = .granted
    ) throws -> CaseDates {
        try CaseDates.received("2026-03-03").with {
            $0.decidedOn = try day(on)
            $0.outcome = outcome
        }
    }

    @Test("decided in time, on the last day, a day late")
    func inTime() throws {
        let pack = try Pack.ireland.get()
        for (on, state) in [
            ("2026-04-20", ClockAnswer.State.met), ("2026-04-27", .met), ("2026-04-28", .missed),
        ] {
            let answer = try pack.clock(ClockName.decision, decided(on), on: "2026-05-01")
            #expect(answer.state == state, "\(on)")
            #expect(answer.metOn == Day(on))
            #expect(answer.dueOn == Day("2026-04-27"))
        }
    }

    @Test("a decision due on a public holiday is in time on the next open day")
    func nextOpenDay() throws {
        let pack = try Pack.ireland.get()
        // Due on Monday 1 June 2026, a public holiday.
        let dates = try CaseDates.received("2026-04-07").with {
            $0.decidedOn = try day("2026-06-02")
        }
        #expect(try pack.clock(ClockName.decision, dates, on: "2026-06-03").state == .met)
        let late = try dates.with { $0.decidedOn = try day("2026-06-03") }
        #expect(try pack.clock(ClockName.decision, late, on: "2026-06-03").state == .missed)
    }

    @Test("nothing is late on the last good day, everything on the day after")
    func edge() throws {
        let pack = try Pack.ireland.get()
        let dates = try CaseDates.received("2026-03-03")
        #expect(try pack.clock(ClockName.decision, dates, on: "2026-04-27").state == .running)
        #expect(try pack.clock(ClockName.decision, dates, on: "2026-04-28").state == .missed)
        #expect(try !pack.clocks(dates, on: "2026-04-27").contains { $0.name.hasPrefix("default") })
    }

    @Test("a missed decision owes a payment in 4 weeks and is a deemed grant after 12")
    func missed() throws {
        let pack = try Pack.ireland.get()
        let dates = try CaseDates.received("2026-03-03")
        let payment = try pack.clock(ClockName.defaultPayment, dates, on: "2026-04-28")
        #expect(payment.dueOn == Day("2026-05-25"))
        let grant = try pack.clock(ClockName.defaultGrant, dates, on: "2026-04-28")
        #expect(grant.dueOn == Day("2026-07-20"))
        #expect(grant.steps.contains { !$0.certain })
        #expect(try pack.clock(ClockName.defaultGrant, dates, on: "2026-07-21").state == .missed)
    }

    @Test("where an assessment is needed there is no deemed grant, but payments every 12 weeks")
    func missedWithAssessment() throws {
        let pack = try Pack.ireland.get()
        let dates = try CaseDates.received("2026-03-03").with { $0.hasNaturaStatement = true }
        let names = try pack.clocks(dates, on: "2026-04-28").map(\.name)
        #expect(!names.contains(ClockName.defaultGrant))
        for (today, due) in [
            ("2026-04-28", "2026-07-20"), ("2026-07-21", "2026-10-12"),
            ("2026-10-13", "2027-01-13"), ("2030-01-01", "2027-04-07"),
        ] {
            let answer = try pack.clock(ClockName.defaultRepeatPayment, dates, on: today)
            #expect(answer.dueOn == Day(due), "\(today)")
        }
    }

    @Test("an appeal in time, too late, or none: the final grant follows the window")
    func appeal() throws {
        let pack = try Pack.ireland.get()
        let none = try decided("2026-03-10")
        #expect(try pack.clock(ClockName.appeal, none, on: "2026-04-07").state == .running)
        #expect(try pack.clock(ClockName.appeal, none, on: "2026-04-08").state == .ended)
        let grant = try pack.clock(ClockName.finalGrant, none, on: "2026-04-07")
        #expect(grant.dueOn == Day("2026-04-08"))
        #expect(grant.state == .running)
        #expect(try pack.clock(ClockName.finalGrant, none, on: "2026-04-08").state == .met)
        let inTime = try none.with { $0.appealedOn = try day("2026-04-07") }
        #expect(try pack.clock(ClockName.appeal, inTime, on: "2026-04-08").state == .met)
        #expect(try pack.clock(ClockName.finalGrant, inTime, on: "2026-04-08").state == .ended)
        let late = try none.with { $0.appealedOn = try day("2026-04-08") }
        #expect(try pack.clock(ClockName.appeal, late, on: "2026-04-09").state == .missed)
    }

    @Test("a refusal can be appealed but grants and expires nothing")
    func refusal() throws {
        let pack = try Pack.ireland.get()
        let names = try pack.clocks(decided("2026-04-20", .refused)).map(\.name)
        #expect(names.contains(ClockName.appeal))
        #expect(!names.contains(ClockName.finalGrant) && !names.contains(ClockName.expiry))
    }

    @Test(
        "five years with five Christmases are five years and 45 days",
        arguments: [
            ("2026-05-05", "permission", "2031-06-18"), ("2024-02-29", "permission", "2029-04-14"),
            ("2026-05-05", "outline", "2029-05-31"),
        ])
    func expiry(granted: String, kind: String, dueOn: String) throws {
        let pack = try Pack.ireland.get()
        let dates = try decided("2026-04-20").with {
            $0.kind = kind
            $0.finalGrantOn = try day(granted)
        }
        #expect(try pack.clock(ClockName.expiry, dates).dueOn == Day(dueOn))
    }

    @Test("an invalid or withdrawn application stops every clock of its own")
    func stopped() throws {
        let pack = try Pack.ireland.get()
        let invalid = try CaseDates.received("2026-03-03").with {
            $0.invalidOn = try day("2026-03-10")
        }
        let withdrawn = try CaseDates.received("2026-03-03").with {
            $0.withdrawnOn = try day("2026-03-20")
        }
        for dates in [invalid, withdrawn] {
            for name in [ClockName.submissions, ClockName.decision, ClockName.earliestDecision] {
                #expect(try pack.clock(name, dates, on: "2026-06-01").state == .ended)
            }
        }
    }

    @Test("a draft has clocks that nothing has started; an unknown kind has no clock known")
    func nothingYet() throws {
        let pack = try Pack.ireland.get()
        for clock in try pack.clocks(CaseDates(kind: "permission")) {
            #expect(clock.state == .notStarted)
        }
        let odd = try CaseDates.received("2026-03-03", kind: "section_5")
        let decision = try pack.clock(ClockName.decision, odd)
        #expect(decision.state == .unknown)
        #expect(decision.steps.map(\.phrase.key) == ["clock.unknown.kind"])
        let old = try CaseDates.received("1999-03-03")
        #expect(try pack.clock(ClockName.decision, old).state == .unknown)
    }

    @Test("notices: in time, too old, and put up after the application")
    func notices() throws {
        let pack = try Pack.ireland.get()
        func state(_ notice: String, lodged: String?) throws -> ClockAnswer.State {
            var dates = CaseDates(kind: "permission", lodgedOn: try lodged.map(day))
            dates.newspaperNoticeOn = try day(notice)
            return try pack.clock(ClockName.newspaperNotice, dates, on: "2026-02-10").state
        }
        #expect(try state("2026-02-05", lodged: nil) == .running)
        #expect(try state("2026-02-05", lodged: "2026-02-05") == .met)
        #expect(try state("2026-02-05", lodged: "2026-02-18") == .met)
        #expect(try state("2026-02-05", lodged: "2026-02-19") == .missed)
        #expect(try state("2026-02-05", lodged: "2026-02-04") == .missed)
        // The nine days do not count here either.
        #expect(try state("2025-12-18", lodged: "2026-01-09") == .met)
        #expect(try state("2025-12-18", lodged: "2026-01-12") == .missed)
    }

    @Test("custom closes more days, as a reading")
    func customClosures() throws {
        let pack = try Pack.ireland.get()
        // Four weeks from 7 March 2026 end on Good Friday, 3 April.
        let dates = try decided("2026-03-07")
        let answer = try pack.clock(ClockName.appeal, dates)
        #expect(answer.lastGoodDay == Day("2026-04-03"))
        let custom = try pack.following("custom", of: "closures")
        #expect(try custom.clock(ClockName.appeal, dates).lastGoodDay == Day("2026-04-07"))
    }

    @Test("a roll that meets the days set apart stops at the first open day, or goes past them")
    func rollAtChristmas() throws {
        let pack = try Pack.ireland.get()
        // Four weeks from 26 November 2028 end on Saturday 23 December.
        let dates = try decided("2028-11-26")
        #expect(try pack.clock(ClockName.appeal, dates).lastGoodDay == Day("2028-12-27"))
        let past = try pack.following("after_days_apart", of: "roll_passes_days_apart")
        #expect(try past.clock(ClockName.appeal, dates).lastGoodDay == Day("2029-01-02"))
    }
}
