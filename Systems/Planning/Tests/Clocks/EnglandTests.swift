// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Testing

@Suite("Clocks, England")
struct EnglandTests {
    private func valid(_ on: String, _ kind: String) throws -> CaseDates {
        CaseDates(
            kind: kind, lodgedOn: try day(on), receivedOn: try day(on), validOn: try day(on))
    }

    @Test(
        "the period depends on the kind, counts from the day after validation, keeps Christmas in",
        arguments: [
            ("pp.full.householder", "2024-02-19", "2024-04-15"),
            ("pp.full.householder.retro", "2024-02-19", "2024-04-15"),
            ("pp.full.minor", "2025-11-03", "2025-12-29"),
            ("pp.full.major", "2024-02-19", "2024-05-20"),
            ("ldc.proposed", "2023-12-04", "2024-01-29"),
            ("ldc.existing", "2024-01-05", "2024-03-01"),
            ("pa.part1.classA", "2024-02-19", "2024-04-01"),
            ("pa.part3.classMA", "2024-02-19", "2024-04-15"),
            ("pa", "2024-02-19", "2024-04-15"),
        ])
    func decision(kind: String, on: String, dueOn: String) throws {
        let pack = try Pack.england.get()
        let answer = try pack.clock(ClockName.decision, valid(on, kind), on: on)
        #expect(answer.dueOn == Day(dueOn))
        // A last day on a public holiday or at a weekend stays where it is.
        #expect(answer.lastGoodDay == Day(dueOn))
        #expect(answer.state == .running)
    }

    @Test(
        "kinds whose period the pack does not hold have no clock known",
        arguments: [
            "pp.full.minor.technicalDetails", "pa.part11.classB", "pa.part6", "treeWorks.consent",
            "listed", "", "pp", "ppxfull",
        ])
    func unknown(kind: String) throws {
        let pack = try Pack.england.get()
        let answer = try pack.clock(ClockName.decision, valid("2024-02-19", kind))
        #expect(answer.state == .unknown)
        #expect(answer.dueOn == nil)
    }

    @Test("sixteen weeks with an environmental statement; longer by agreement, even late")
    func longer() throws {
        let pack = try Pack.england.get()
        var dates = try valid("2024-02-19", "pp.full.major")
        dates.hasEnvironmentalReport = true
        #expect(try pack.clock(ClockName.decision, dates).dueOn == Day("2024-06-10"))
        dates.extensions = [
            AgreedExtension(consentedOn: try day("2024-06-20"), until: try day("2024-07-31"))
        ]
        #expect(try pack.clock(ClockName.decision, dates).dueOn == Day("2024-07-31"))
    }

    @Test("21 days, public holidays left out unless the other reading is followed")
    func consultation() throws {
        let pack = try Pack.england.get()
        let plain = try pack.clock(
            ClockName.submissions, valid("2024-02-19", "pp.full.householder"), on: "2024-02-20")
        #expect(plain.dueOn == Day("2024-03-11"))
        #expect(plain.state == .running)
        // Good Friday and Easter Monday lie between.
        let easter = try pack.clock(
            ClockName.submissions, valid("2024-03-20", "pp.full.householder"), on: "2024-03-20")
        #expect(easter.dueOn == Day("2024-04-12"))
        #expect(easter.steps.map(\.phrase.key).contains("clock.closed.good_friday"))
        #expect(
            easter.alternatives.contains {
                $0.rule == "consultation_leaves_out_holidays" && $0.dueOn == Day("2024-04-10")
            })
        #expect(
            easter.alternatives.contains {
                $0.rule == "consultation_day_counts" && $0.dueOn == Day("2024-04-11")
            })
        // Before June 2018 no day was left out.
        let before = try pack.clock(
            ClockName.submissions, valid("2018-03-20", "pp.full.householder"), on: "2018-03-20")
        #expect(before.dueOn == Day("2018-04-10"))
    }

    @Test("the days an authority announced go before those that were counted")
    func announced() throws {
        let pack = try Pack.england.get()
        var dates = try valid("2024-02-19", "pp.full.householder")
        dates.consultationOn = try day("2024-02-26")
        dates.consultationUntil = try day("2024-03-31")
        let answer = try pack.clock(ClockName.submissions, dates, on: "2024-03-01")
        #expect(answer.startedOn == Day("2024-02-26"))
        #expect(answer.lastGoodDay == Day("2024-03-31"))
    }

    @Test(
        "a kind the law does not have publicised has a window only if one is announced",
        arguments: ["listed", "zzz.kind2", "advertConsent", "wtt.consent", "ldc.proposed", "pp"])
    func notPublicised(kind: String) throws {
        let pack = try Pack.england.get()
        var dates = try valid("2024-02-19", kind)
        dates.decidedOn = try day("2024-03-19")
        dates.outcome = .refused
        for known in [try valid("2024-02-19", kind), dates] {
            let clocks = try pack.clocks(known, on: "2024-02-20")
            #expect(clocks.map(\.name) == [ClockName.decision])
            let say = haveYourSay(from: clocks, rules: pack.rules, on: try day("2024-02-20"))
            #expect(say.state == .unknown)
        }
        dates = try valid("2024-02-19", kind)
        dates.consultationOn = try day("2024-02-26")
        #expect(try pack.clocks(dates).map(\.name) == [ClockName.decision])
        dates.consultationUntil = try day("2024-03-31")
        let clocks = try pack.clocks(dates, on: "2024-03-01")
        #expect(clocks.map(\.name) == [ClockName.submissions, ClockName.decision])
        #expect(clocks[0].lastGoodDay == Day("2024-03-31"))
        // What was announced rests on the announcement, not on a law.
        #expect(clocks[0].steps.allSatisfy { $0.source == nil })
    }

    @Test("comments may be taken until the decision")
    func untilDecision() throws {
        let pack = try Pack.england.get()
        var dates = try valid("2024-02-19", "pp.full.householder")
        dates.consultationOn = try day("2024-02-26")
        dates.consultationUntil = try day("2024-03-31")
        dates.commentsUntilDecision = true
        func say(_ on: String) throws -> HaveYourSay {
            haveYourSay(
                dates, rules: pack.rules, calendar: pack.calendar, on: try day(on))
        }
        #expect(try say("2024-02-20").state == .notYet)
        for on in ["2024-03-01", "2024-05-01"] {
            #expect(try say(on).state == .open && say(on).until == nil)
        }
        let earliest = try pack.clock(ClockName.earliestDecision, dates, on: "2024-03-01")
        #expect(earliest.dueOn == Day("2024-04-01"))
        dates.decidedOn = try day("2024-05-02")
        #expect(try say("2024-05-02").state == .closed)
    }

    @Test("an appeal for want of a decision takes the decision from the authority")
    func appealedUndecided() throws {
        let pack = try Pack.england.get()
        var dates = try valid("2024-02-19", "pp.full.householder")
        dates.appealedOn = try day("2024-05-01")
        #expect(try pack.clock(ClockName.decision, dates, on: "2026-12-01").state == .ended)
    }

    @Test("an invalid application has no period; one not validated yet none either")
    func invalid() throws {
        let pack = try Pack.england.get()
        var dates = CaseDates(kind: "pp.full.minor", receivedOn: try day("2024-02-19"))
        #expect(try pack.clock(ClockName.decision, dates).state == .notStarted)
        dates.invalidOn = try day("2024-02-21")
        #expect(try pack.clock(ClockName.decision, dates).state == .ended)
    }

    @Test(
        "the time to appeal depends on the kind",
        arguments: [
            ("pp.full.householder", "2024-06-11"), ("pp.full.minor", "2024-09-19"),
        ])
    func appeal(kind: String, dueOn: String) throws {
        let pack = try Pack.england.get()
        let dates = try valid("2024-02-19", kind).with {
            $0.decidedOn = try day("2024-03-19")
            $0.outcome = .refused
        }
        #expect(try pack.clock(ClockName.appeal, dates).dueOn == Day(dueOn))
        // The period is that against a refusal.
        let granted = dates.with { $0.outcome = .granted }
        let names = try pack.clocks(granted).map(\.name)
        #expect(!names.contains(ClockName.appeal) && names.contains(ClockName.expiry))
    }

    @Test("a refused certificate has no time to appeal that could run out")
    func certificate() throws {
        let pack = try Pack.england.get()
        let dates = try valid("2024-02-19", "ldc.proposed").with {
            $0.decidedOn = try day("2024-03-19")
            $0.outcome = .refused
        }
        #expect(try pack.clocks(dates).map(\.name) == [ClockName.decision])
    }
}
