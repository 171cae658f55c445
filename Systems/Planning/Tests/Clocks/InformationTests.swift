// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

/// Further information: it ends the first period, and a new one runs from full compliance.
/// Received on Tuesday 3 March 2026; the eight weeks end on Monday 27 April 2026.
@Suite("Further information, Ireland")
struct InformationTests {
    private func asked(
        _ requestedOn: String, answered: String? = nil, extraMonths: Int = 0,
        received: String = "2026-03-03"
    ) throws -> CaseDates {
        try CaseDates.received(received).with {
            $0.furtherInformation = [
                InformationRound(
                    requestedOn: try day(requestedOn), extraMonths: extraMonths,
                    fullyCompliedOn: try answered.map(day))
            ]
        }
    }

    private func keys(_ answer: ClockAnswer) -> [String] { answer.steps.map(\.phrase.key) }

    @Test("while the reply is out, the decision has no day and the clock stands still")
    func paused() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-04-01")
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-05-20")
        #expect(decision.state == .paused)
        #expect(decision.dueOn == nil && decision.lastGoodDay == nil)
        #expect(keys(decision).contains("clock.step.requested"))
        let reply = try pack.clock(ClockName.informationReply, dates, on: "2026-05-20")
        #expect(reply.state == .running)
        // The day of the request counts: 1 April to 30 September.
        #expect(reply.dueOn == Day("2026-09-30"))
        #expect(
            reply.alternatives.contains {
                $0.rule == "request_day_counts" && $0.dueOn == Day("2026-10-01")
            })
    }

    @Test("a request on the last day of the eight weeks counts, one on the next does not")
    func lastDay() throws {
        let pack = try Pack.ireland.get()
        let inTime = try pack.clock(
            ClockName.decision, asked("2026-04-27"), on: "2026-05-01")
        #expect(inTime.state == .paused)
        let late = try pack.clock(ClockName.decision, asked("2026-04-28"), on: "2026-04-28")
        #expect(late.dueOn == Day("2026-04-27"))
        #expect(late.state == .missed)
        #expect(keys(late).contains("clock.step.request.too_late"))
    }

    @Test("four weeks run from full compliance; the other reading is a day later")
    func newPeriod() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-04-01", answered: "2026-06-02")
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-06-03")
        #expect(decision.startedOn == Day("2026-06-02"))
        #expect(decision.dueOn == Day("2026-06-29"))
        #expect(decision.state == .running)
        let other = decision.alternatives.first { $0.rule == "reply_day_counts" }
        #expect(other?.reading == "after")
        #expect(other?.dueOn == Day("2026-06-30"))
        let after = try pack.following("after", of: "reply_day_counts")
        #expect(
            try after.clock(ClockName.decision, dates, on: "2026-06-03").dueOn
                == Day("2026-06-30"))
    }

    @Test(
        "with an environmental report or a Natura statement it is eight weeks", arguments: [0, 1])
    func assessment(index: Int) throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-04-01", answered: "2026-06-02").with {
            if index == 0 { $0.hasEnvironmentalReport = true } else { $0.hasNaturaStatement = true }
        }
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-06-03")
        #expect(decision.dueOn == Day("2026-07-27"))
    }

    @Test("a reply on a Saturday starts the period on that Saturday")
    func saturday() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-04-01", answered: "2026-06-06")
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-06-08")
        #expect(decision.dueOn == Day("2026-07-03"))
    }

    @Test("a new period that meets Christmas passes over it")
    func christmas() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2025-11-20", answered: "2025-12-15", received: "2025-11-03")
        let decision = try pack.clock(ClockName.decision, dates, on: "2025-12-16")
        // 15 to 23 December are 9 days; the other 19 begin on 2 January.
        #expect(decision.dueOn == Day("2026-01-20"))
        #expect(keys(decision).filter { $0 == "clock.step.skipped" }.count == 2)
    }

    @Test("six months that meet Christmas are nine days longer")
    func replyOverChristmas() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2025-11-20", received: "2025-11-03")
        let reply = try pack.clock(ClockName.informationReply, dates, on: "2025-12-16")
        #expect(reply.dueOn == Day("2026-05-28"))
    }

    @Test(
        "up to three months more by agreement, no more than three",
        arguments: [
            (1, "2026-10-30"), (3, "2026-12-30"), (7, "2026-12-30"),
        ])
    func extra(months: Int, dueOn: String) throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-04-01", extraMonths: months)
        let reply = try pack.clock(ClockName.informationReply, dates, on: "2026-05-20")
        // Three months after 30 September are 30 December, which lies among the nine days.
        let expected = dueOn == "2026-12-30" ? "2027-01-08" : dueOn
        #expect(reply.dueOn == Day(expected))
    }

    @Test("unanswered, the application is deemed withdrawn the day after the last good one")
    func deemedWithdrawn() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-04-01")
        #expect(
            try pack.clock(ClockName.decision, dates, on: "2026-09-30").state == .paused)
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-10-01")
        #expect(decision.state == .ended)
        #expect(keys(decision).contains("clock.step.deemed_withdrawn_since"))
        let reply = try pack.clock(ClockName.informationReply, dates, on: "2026-10-01")
        #expect(reply.state == .missed)
    }

    @Test("a reply whose last day is a Sunday is good on Monday, not on Tuesday")
    func replyRolls() throws {
        let pack = try Pack.ireland.get()
        // 6 April to 5 October would be six months from 6 April; from 5 April they end on Sunday.
        let onMonday = try asked("2026-04-05", answered: "2026-10-05")
        let reply = try pack.clock(ClockName.informationReply, onMonday, on: "2026-10-06")
        #expect(reply.dueOn == Day("2026-10-04"))
        #expect(reply.lastGoodDay == Day("2026-10-05"))
        #expect(reply.state == .met)
        #expect(try pack.clock(ClockName.decision, onMonday, on: "2026-10-06").state == .running)
        let onTuesday = try asked("2026-04-05", answered: "2026-10-06")
        #expect(try pack.clock(ClockName.decision, onTuesday, on: "2026-10-06").state == .ended)
    }

    @Test("a clarification within the new period stands it still again, with six months of its own")
    func clarification() throws {
        let pack = try Pack.ireland.get()
        var dates = try asked("2026-04-01", answered: "2026-06-02")
        dates.furtherInformation.append(
            InformationRound(requestedOn: try day("2026-06-29"), isClarification: true))
        #expect(try pack.clock(ClockName.decision, dates, on: "2026-07-10").state == .paused)
        let reply = try pack.clock(ClockName.informationReply, dates, on: "2026-07-10")
        #expect(reply.dueOn == Day("2027-01-06"))
        #expect(
            reply.alternatives.contains {
                $0.rule == "clarification_restarts_reply" && $0.dueOn == Day("2026-09-30")
            })
        dates.furtherInformation[1].fullyCompliedOn = try day("2026-08-03")
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-08-04")
        #expect(decision.dueOn == Day("2026-08-30"))
        #expect(decision.lastGoodDay == Day("2026-08-31"))
        // A request on the day after the four weeks is too late.
        dates.furtherInformation[1].requestedOn = try day("2026-06-30")
        #expect(
            try pack.clock(ClockName.decision, dates, on: "2026-08-04").dueOn == Day("2026-06-29"))
    }

    @Test("a request can be made until the eight weeks end, as what-if and action both have it")
    func requestUntil() throws {
        let pack = try Pack.ireland.get()
        func until(_ dates: CaseDates, on today: String) throws -> Day? {
            informationRequestUntil(
                dates, rules: pack.rules, calendar: pack.calendar, on: try day(today))
        }
        // The decision itself is good on Tuesday 2 June, after a public holiday.
        let received = try CaseDates.received("2026-04-07")
        #expect(try until(received, on: "2026-05-01") == Day("2026-06-01"))
        let extended = try CaseDates.received("2026-03-03").with {
            $0.extensions = [
                AgreedExtension(consentedOn: try day("2026-04-20"), until: try day("2026-05-29"))
            ]
        }
        #expect(try until(extended, on: "2026-05-05") == Day("2026-04-27"))
        let answered = try asked("2026-04-01", answered: "2026-06-02")
        #expect(try until(answered, on: "2026-06-20") == Day("2026-06-29"))
        #expect(try until(asked("2026-04-01"), on: "2026-05-01") == nil)
    }

    @Test("a second request that is no clarification is pointed out as uncertain")
    func secondRequest() throws {
        let pack = try Pack.ireland.get()
        var dates = try asked("2026-04-01", answered: "2026-06-02")
        dates.furtherInformation.append(InformationRound(requestedOn: try day("2026-06-20")))
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-07-10")
        let step = decision.steps.first { $0.phrase.key == "clock.step.only_clarification" }
        #expect(step?.certain == false)
    }

    @Test("significant data: nothing runs until it is advertised, then four weeks from the notice")
    func significant() throws {
        let pack = try Pack.ireland.get()
        var dates = try asked("2026-04-01", answered: "2026-06-02")
        dates.furtherInformation[0].isSignificant = true
        #expect(try pack.clock(ClockName.decision, dates, on: "2026-06-20").state == .paused)
        let waiting = try pack.clock(ClockName.earliestDecision, dates, on: "2026-06-20")
        #expect(waiting.state == .notStarted)
        dates.furtherInformation[0].readvertisedOn = try day("2026-06-22")
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-06-23")
        #expect(decision.dueOn == Day("2026-07-19"))
        #expect(decision.lastGoodDay == Day("2026-07-20"))
        let window = try pack.clock(ClockName.furtherSubmissions, dates, on: "2026-06-23")
        #expect(window.dueOn == Day("2026-07-05"))
        #expect(window.lastGoodDay == Day("2026-07-06"))
        #expect(window.state == .running)
        // No decision before that window is over, either.
        let earliest = try pack.clock(ClockName.earliestDecision, dates, on: "2026-06-23")
        #expect(earliest.dueOn == Day("2026-07-07") && earliest.state == .running)
    }

    @Test("an early reply brings the decision forward; the other reading keeps the eight weeks")
    func earlyReply() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-03-10", answered: "2026-03-12")
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-03-12")
        #expect(decision.dueOn == Day("2026-04-08"))
        let other = decision.alternatives.first { $0.rule == "early_reply_shortens" }
        #expect(other?.dueOn == Day("2026-04-27"))
    }

    @Test("consent inside the period lengthens it; later consent does not")
    func consent() throws {
        let pack = try Pack.ireland.get()
        func extended(_ consentedOn: String) throws -> ClockAnswer {
            let dates = try CaseDates.received("2026-03-03").with {
                $0.extensions = [
                    AgreedExtension(
                        consentedOn: try day(consentedOn), until: try day("2026-05-29"))
                ]
            }
            return try pack.clock(ClockName.decision, dates, on: "2026-04-28")
        }
        #expect(try extended("2026-04-27").dueOn == Day("2026-05-29"))
        #expect(try extended("2026-04-28").dueOn == Day("2026-04-27"))
        #expect(keys(try extended("2026-04-28")).contains("clock.step.consent_too_late"))
    }

    @Test("an extension does not lengthen the time for a request, except by the other reading")
    func requestInExtension() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-05-05").with {
            $0.extensions = [
                AgreedExtension(consentedOn: try day("2026-04-20"), until: try day("2026-05-29"))
            ]
        }
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-05-06")
        #expect(decision.dueOn == Day("2026-05-29"))
        let other = try pack.following("within_extension", of: "request_after_extension")
        #expect(try other.clock(ClockName.decision, dates, on: "2026-05-06").state == .paused)
    }

    @Test("consent given while the reply is out changes nothing")
    func consentWhilePaused() throws {
        let pack = try Pack.ireland.get()
        let dates = try asked("2026-04-01", answered: "2026-06-02").with {
            $0.extensions = [
                AgreedExtension(consentedOn: try day("2026-05-01"), until: try day("2026-12-01"))
            ]
        }
        let decision = try pack.clock(ClockName.decision, dates, on: "2026-06-03")
        #expect(decision.dueOn == Day("2026-06-29"))
    }
}
