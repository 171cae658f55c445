// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Testing

/// What must hold for every day and every case, checked against counting on one's fingers.
@Suite("Properties of the clocks")
struct ClockPropertyTests {
    /// Whether a day counts under the Act of 2000, written anew for the test.
    private func counts(_ day: Day) -> Bool {
        let (year, month, number) = day.civil
        if month == 12 && number >= 24 || month == 1 && number == 1 { return false }
        let closed = year == 2020 && (month == 3 && number >= 29 || month == 4)
        return !(closed || year == 2020 && month == 5 && number <= 23)
    }

    private func finger(_ count: Int, from first: Day) -> Day {
        var (day, left) = (first, count)
        while true {
            if counts(day) { left -= 1 }
            if left == 0 { return day }
            day = day.next
        }
    }

    @Test("eight weeks are 56 days that count, whatever the day of receipt, and never go back")
    func everyStart() throws {
        let pack = try Pack.ireland.get()
        var received = try day("2015-01-01")
        let last = try day("2034-12-31")
        var before = received
        while received <= last {
            let dates = CaseDates(kind: "permission", lodgedOn: received, receivedOn: received)
            let clocks = planningClocks(
                dates, rules: pack.rules, calendar: pack.calendar, on: received, explaining: false)
            let decision = try #require(clocks.first { $0.name == ClockName.decision })
            let due = try #require(decision.dueOn)
            #expect(due == finger(56, from: received))
            #expect(due >= before)
            #expect(counts(due))
            let good = try #require(decision.lastGoodDay)
            #expect(good >= due && pack.calendar.isOpenDay(good))
            #expect(good == pack.calendar.nextOpenDay(onOrAfter: due))
            let submissions = try #require(clocks.first { $0.name == ClockName.submissions })
            #expect(submissions.dueOn == finger(35, from: received))
            before = due
            received = received.next
        }
    }

    @Test("what is stored is what is explained, for cases made up at random", arguments: 0..<40)
    func storedIsExplained(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        for pack in [try Pack.ireland.get(), try Pack.england.get()] {
            for _ in 0..<25 {
                let dates = try made(up: &random, jurisdiction: pack.rules.jurisdiction)
                let today = try day("2024-01-01").adding(
                    days: Int.random(in: 0..<1200, using: &random))
                let explained = planningClocks(
                    dates, rules: pack.rules, calendar: pack.calendar, on: today)
                let stored = planningClocks(
                    dates, rules: pack.rules, calendar: pack.calendar, on: today, explaining: false)
                #expect(explained.map(\.name) == stored.map(\.name))
                #expect(Set(explained.map(\.name)).count == explained.count)
                for (left, right) in zip(explained, stored) {
                    check(left, today)
                    #expect(right.steps.isEmpty && right.alternatives.isEmpty)
                    #expect(
                        [
                            left.state == right.state, left.dueOn == right.dueOn,
                            left.lastGoodDay == right.lastGoodDay, left.metOn == right.metOn,
                            left.startedOn == right.startedOn, left.rolled == right.rolled,
                        ]
                            == Array(repeating: true, count: 6), "seed \(seed)")
                }
                let data = try JSONEncoder().encode(explained)
                #expect(try JSONDecoder().decode([ClockAnswer].self, from: data) == explained)
            }
        }
    }

    private func check(_ answer: ClockAnswer, _ today: Day) {
        #expect(!answer.steps.isEmpty, "\(answer.name)")
        #expect(answer.steps.allSatisfy { $0.source != "" })
        for step in answer.steps {
            for (name, value) in step.phrase.values
            where name.hasSuffix("On") || name.hasSuffix("Day") || name == "until" {
                #expect(Day(value) != nil, "\(step.phrase.key) \(name)")
            }
        }
        if let due = answer.dueOn, let last = answer.lastGoodDay { #expect(due <= last) }
        if answer.state == .paused { #expect(answer.dueOn == nil) }
        if answer.state == .running, answer.kind != .earliest, let last = answer.lastGoodDay {
            #expect(today <= last)
        }
    }

    private func made(
        up random: inout Seeded, jurisdiction: String
    ) throws -> CaseDates {
        var day = try day("2024-01-01").adding(days: Int.random(in: 0..<700, using: &random))
        func later(_ most: Int) -> Day? {
            guard Int.random(in: 0..<4, using: &random) > 0 else { return nil }
            day = day.adding(days: Int.random(in: 0...most, using: &random))
            return day
        }
        let kinds =
            jurisdiction == "ie"
            ? ["permission", "outline", "retention"]
            : ["pp.full.householder", "pp.full.major", "pa.part1.classA", "ldc.proposed"]
        var dates = CaseDates(kind: kinds.randomElement(using: &random) ?? "")
        dates.newspaperNoticeOn = later(5)
        dates.siteNoticeOn = later(5)
        dates.lodgedOn = later(20)
        dates.receivedOn = later(3)
        dates.validOn = later(10)
        dates.hasNaturaStatement = Bool.random(using: &random)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            guard let requested = later(60) else { continue }
            dates.furtherInformation.append(
                InformationRound(
                    requestedOn: requested, isClarification: Bool.random(using: &random),
                    extraMonths: Int.random(in: 0...4, using: &random),
                    fullyCompliedOn: later(200), isSignificant: Bool.random(using: &random),
                    readvertisedOn: later(20)))
        }
        if let consented = later(30), let until = later(60) {
            dates.extensions = [AgreedExtension(consentedOn: consented, until: until)]
        }
        dates.decidedOn = later(60)
        dates.outcome =
            dates.decidedOn == nil ? nil : [.granted, .refused].randomElement(using: &random)
        dates.appealedOn = later(60)
        dates.finalGrantOn = later(60)
        if Int.random(in: 0..<8, using: &random) == 0 { dates.withdrawnOn = later(20) }
        if Int.random(in: 0..<8, using: &random) == 0 { dates.invalidOn = later(20) }
        return dates
    }

    /// A generator that gives the same cases for the same seed (SplitMix64).
    struct Seeded: RandomNumberGenerator {
        private var state: UInt64
        init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
