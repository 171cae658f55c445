// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Testing
import Web

@Suite("Words and rules belong together")
struct ClockWordsTests {
    private func words(_ language: String) throws -> [String: String] {
        // What every clock says stands with the pages that show it.
        let core = try SystemResources.coreWords()[Language(rawValue: language)] ?? [:]
        return try own(language).merging(core) { own, _ in own }
    }

    private func own(_ language: String) throws -> [String: String] {
        let file = Pack.folder("Words").appending(path: "clocks.\(language).json")
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    @Test(
        "every rule, reading, clock and state has words in both languages", arguments: ["en", "ga"])
    func complete(language: String) throws {
        let words = try words(language)
        var needed: [String] = []
        for pack in [try Pack.ireland.get(), try Pack.england.get()] {
            for key in pack.rules.keys {
                needed.append("planning.rule.\(key)")
                needed += pack.rules.readings(of: key).map { "planning.rule.\(key).reading.\($0)" }
            }
            for year in 1990...2060 {
                needed += pack.calendar.holidays(in: year).map { "clock.closed.\($0.key)" }
            }
            for entry in pack.rules.inForce(on: try day("2026-01-06")) {
                guard case .fees(let table) = entry.content else { continue }
                needed += table.rows.map { "fee.class.\($0.name)" }
                needed += table.rows.compactMap { $0.charge.unit.map { "fee.unit.\($0)" } }
            }
        }
        needed += ClockAnswer.State.allCases.map { "clock.state.\($0.rawValue)" }
        needed += ClockAnswer.Kind.allCases.map { "clock.kind.\($0.rawValue)" }
        needed += ClockAnswer.Duty.allCases.map { "clock.duty.\($0.rawValue)" }
        needed += Period.Unit.allCases.map { "clock.step.period.\($0.rawValue)" }
        let missing = Set(needed).subtracting(words.keys)
        #expect(missing.isEmpty)
    }

    @Test("both languages have the same keys and the same places")
    func alike() throws {
        let (english, irish) = (try own("en"), try own("ga"))
        #expect(Set(english.keys) == Set(irish.keys))
        for (key, text) in english {
            #expect(places(text) == places(irish[key] ?? ""), "\(key)")
        }
    }

    @Test("every sentence of many cases' explanations has words, and its places are filled")
    func said() throws {
        let words = try words("en")
        var said: Set<String> = []
        for answer in try ExplainedCases.all() {
            said.formUnion(answer.steps.map(\.phrase.key))
            #expect(words["clock.name.\(answer.name)"] != nil)
            for step in answer.steps {
                let text = try #require(words[step.phrase.key], "\(step.phrase.key)")
                #expect(
                    places(text).isSubset(of: step.phrase.values.keys), "\(step.phrase.key)")
            }
        }
        // The made-up cases reach nearly every sentence; a sentence nobody says is a dead one.
        let never = words.keys.filter { $0.hasPrefix("clock.step.") && !said.contains($0) }
        #expect(
            Set(never) == [
                "clock.step.announced", "clock.step.holidays.counted", "clock.step.invalid",
            ])
    }

    private func places(_ text: String) -> Set<String> {
        Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
                $0.split(separator: "}").first.map(String.init)
            })
    }

    @Test("every value in force on a day has a source, and the uncertain ones say so")
    func sources() throws {
        for pack in [try Pack.ireland.get(), try Pack.england.get()] {
            let entries = pack.rules.inForce(on: try day("2026-01-06"))
            #expect(entries.count >= pack.rules.keys.count)
            #expect(entries.allSatisfy { !$0.source.isEmpty })
            #expect(entries.contains { !$0.certain })
            for key in pack.rules.keys {
                #expect(entries.filter { $0.key == key && $0.isFollowed }.count == 1, "\(key)")
            }
        }
    }

    @Test("a council's own file changes what it names and nothing else")
    func overlay() throws {
        let pack = try Pack.ireland.get()
        let own = try pack.rules.overlaid(
            by: """
                {"jurisdiction": "ie", "system": "planning", "rules": [
                  {"key": "reply_day_counts", "reading": "after", "source": "Manager's order 12"},
                  {"key": "file_number_first",
                   "values": [{"from": "2020-01-01", "value": 60001, "source": "Series online"}]}
                ]}
                """)
        #expect(try own[.fileNumberFirst, on: try day("2026-01-06")].value == 60001)
        #expect(try own[.fileNumberFirst, on: try day("2019-12-31")].value == 1)
        let dates = try CaseDates.received("2026-03-03").with {
            $0.furtherInformation = [
                InformationRound(
                    requestedOn: try day("2026-04-01"), fullyCompliedOn: try day("2026-06-02"))
            ]
        }
        let clocks = planningClocks(
            dates, rules: own, calendar: pack.calendar, on: try day("2026-06-03"))
        #expect(clocks.first { $0.name == "decision" }?.dueOn == Day("2026-06-30"))
    }
}

/// Cases that between them use every kind of step.
enum ExplainedCases {
    static func all() throws -> [ClockAnswer] {
        let (ireland, england) = (try Pack.ireland.get(), try Pack.england.get())
        var random = ClockPropertyTests.Seeded(7)
        var answers: [ClockAnswer] = []
        for _ in 0..<150 {
            let received = try day("2024-01-01").adding(
                days: Int.random(in: 0..<900, using: &random))
            var dates = CaseDates(
                kind: ["permission", "outline", "other"].randomElement(using: &random) ?? "",
                lodgedOn: received, receivedOn: received, validOn: received)
            dates.newspaperNoticeOn = received.adding(days: Int.random(in: -20...3, using: &random))
            dates.siteNoticeOn = dates.newspaperNoticeOn
            dates.hasEnvironmentalReport = Bool.random(using: &random)
            var last = received
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let asked = last.adding(days: Int.random(in: 5..<60, using: &random))
                let answered = asked.adding(days: Int.random(in: 1..<220, using: &random))
                dates.furtherInformation.append(
                    InformationRound(
                        requestedOn: asked, extraMonths: Int.random(in: 0...3, using: &random),
                        fullyCompliedOn: Bool.random(using: &random) ? answered : nil,
                        isSignificant: Bool.random(using: &random),
                        readvertisedOn: Bool.random(using: &random) ? answered.adding(days: 9) : nil
                    ))
                last = answered
            }
            dates.extensions = [
                AgreedExtension(
                    consentedOn: received.adding(days: Int.random(in: 20..<90, using: &random)),
                    until: received.adding(days: 120))
            ]
            if Bool.random(using: &random) {
                dates.decidedOn = last.adding(days: Int.random(in: 0..<60, using: &random))
                dates.outcome = .granted
                dates.appealedOn =
                    Bool.random(using: &random) ? dates.decidedOn?.adding(days: 9) : nil
                dates.finalGrantOn = dates.decidedOn?.adding(days: 30)
            } else if Bool.random(using: &random) {
                dates.withdrawnOn = last
            }
            let today = received.adding(days: Int.random(in: 0..<600, using: &random))
            for pack in try readings(of: ireland) {
                answers += planningClocks(
                    dates, rules: pack.rules, calendar: pack.calendar, on: today)
            }
            dates.kind = ["pp.full.major", "pa", "odd"].randomElement(using: &random) ?? ""
            dates.commentsUntilDecision = dates.hasEnvironmentalReport
            if dates.decidedOn == nil, dates.withdrawnOn == nil {
                dates.appealedOn = received.adding(days: 100)
            }
            answers += planningClocks(
                dates, rules: england.rules, calendar: england.calendar, on: today)
        }
        return answers
    }

    /// The pack, and each of its other readings.
    private static func readings(of pack: Pack) throws -> [Pack] {
        [
            pack, try pack.following("kept", of: "early_reply_shortens"),
            try pack.following("same_period", of: "clarification_restarts_reply"),
            try pack.following("custom", of: "closures"),
            try pack.following("after_days_apart", of: "roll_passes_days_apart"),
            try pack.following("within_extension", of: "request_after_extension"),
        ]
    }
}
