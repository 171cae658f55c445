// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Testing

@Suite("Reckoning")
struct ReckoningTests {
    private let calendar: HolidayCalendar
    private let rules: Rules

    init() throws {
        let file = Jurisdiction.folder.appending(path: "ie.json")
        calendar = HolidayCalendar(
            try Jurisdiction(parsing: try String(contentsOf: file, encoding: .utf8)))
        func rule(_ key: String, _ kind: String, _ value: String) -> String {
            """
            {"key": "\(key)", "kind": "\(kind)", "values": [
              {"from": "1990-01-01", "value": \(value), "source": "an Act"}]}
            """
        }
        rules = try Rules(
            parsing: """
                {"jurisdiction": "ie", "system": "test", "rules": [\([
                    rule("none", "period", "{\"days\": 0}"),
                    rule("day", "period", "{\"days\": 1}"),
                    rule("ten", "period", "{\"days\": 10}"),
                    rule("weeks", "period", "{\"weeks\": 4}"),
                    rule("month", "period", "{\"months\": 1}"),
                    rule("half_year", "period", "{\"months\": 6}"),
                    rule("year", "period", "{\"years\": 1}"),
                    rule("working", "period", "{\"workingDays\": 3}"),
                    rule("yes", "flag", "true"), rule("no", "flag", "false"),
                    rule("apart", "days", """
                        [{"from": "12-24", "until": "01-01", "source": "s.251"},
                         {"from": "12-30", "until": "01-05"},
                         {"from": "2020-03-29", "until": "2020-05-23"}]
                        """),
                ].joined(separator: ","))]}
                """)
    }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private func value<Value>(_ key: String, _ type: Value.Type) throws -> RuleValue<Value> {
        try rules[RuleKey<Value>(key), on: day("2025-01-01")]
    }

    private func reckoning(
        _ start: String, _ counting: Reckoning.Counting = .thatDay, _ periods: String...,
        apart: Bool = false
    ) throws -> Reckoning {
        var reckoning = Reckoning(
            calendar, passingOver: apart ? try value("apart", DaysApart.self) : nil)
        reckoning.start(on: try day(start), counting: counting, saying: "started")
        for period in periods { reckoning.add(try value(period, Period.self)) }
        return reckoning
    }

    @Test(
        "periods end where the law says they do",
        arguments: [
            ("2026-03-03", "weeks", "2026-03-30", "2026-03-31"),
            ("2026-03-03", "ten", "2026-03-12", "2026-03-13"),
            ("2026-03-03", "day", "2026-03-03", "2026-03-04"),
            ("2026-03-03", "none", "2026-03-03", "2026-03-03"),
            ("2026-01-15", "month", "2026-02-14", "2026-02-15"),
            ("2026-01-31", "month", "2026-02-28", "2026-02-28"),
            ("2026-01-30", "month", "2026-02-28", "2026-02-28"),
            ("2026-01-29", "month", "2026-02-28", "2026-02-28"),
            ("2026-01-28", "month", "2026-02-27", "2026-02-28"),
            ("2026-02-28", "month", "2026-03-27", "2026-03-28"),
            ("2026-03-01", "month", "2026-03-31", "2026-04-01"),
            ("2026-08-31", "half_year", "2027-02-28", "2027-02-28"),
            ("2024-02-29", "year", "2025-02-28", "2025-02-28"),
            ("2023-03-01", "year", "2024-02-29", "2024-03-01"),
            ("2026-03-13", "working", "2026-03-18", "2026-03-19"),
            ("2026-03-14", "working", "2026-03-19", "2026-03-19"),
            ("2026-04-02", "working", "2026-04-07", "2026-04-08"),
        ])
    func ends(start: String, period: String, thatDay: String, dayAfter: String) throws {
        // 17 March is St Patrick's Day; 6 April 2026 Easter Monday; Good Friday is worked.
        #expect(try reckoning(start, .thatDay, period).dueOn == Day(thatDay))
        #expect(try reckoning(start, .theDayAfter, period).dueOn == Day(dayAfter))
    }

    @Test("overlapping days set apart are passed over once, and said")
    func apart() throws {
        let reckoning = try reckoning("2025-12-20", .thatDay, "ten", apart: true)
        // 20 to 23 December, then from 6 January.
        #expect(reckoning.dueOn == Day("2026-01-11"))
        let skips = reckoning.steps.filter { $0.phrase.key == "clock.step.skipped" }
        #expect(skips.map { $0.phrase.values["fromDay"] } == ["2025-12-24", "2026-01-02"])
        #expect(skips.map(\.source) == ["s.251", "an Act"])
        #expect(
            try self.reckoning("2020-04-10", .thatDay, "day", apart: true).dueOn
                == Day("2020-05-24"))
        #expect(
            try self.reckoning("2025-12-23", .theDayAfter, "working", apart: true).dueOn
                == Day("2026-01-08"))
    }

    @Test("a second period follows on the first")
    func twoPeriods() throws {
        #expect(
            try reckoning("2026-03-03", .thatDay, "half_year", "month").dueOn == Day("2026-10-02"))
        #expect(try reckoning("2026-03-03", .thatDay, "ten", "ten").dueOn == Day("2026-03-22"))
    }

    @Test("a pause adds its own days, those in the way at Christmas too")
    func pauses() throws {
        var reckoning = try reckoning("2025-12-10", .thatDay, "ten", apart: true)
        #expect(reckoning.dueOn == Day("2025-12-19"))
        reckoning.pause(from: try day("2025-12-15"), saying: "paused")
        #expect(reckoning.dueOn == nil && reckoning.isPaused)
        #expect(
            reckoning.answer("x", .deadline, for: .authority, on: try day("2025-12-16")).state
                == .paused)
        reckoning.resume(on: try day("2025-12-22"), saying: "resumed")
        // 10 to 14 are five days, 22 and 23 two more, and three from 6 January.
        #expect(reckoning.dueOn == Day("2026-01-08"))
        #expect(reckoning.steps.contains { $0.phrase.values["days"] == "7" })
        // Again, after the first pause.
        reckoning.pause(from: try day("2026-01-07"), saying: "paused")
        reckoning.resume(on: try day("2026-01-09"), saying: "resumed")
        #expect(reckoning.dueOn == Day("2026-01-10"))
        // A pause of no days, and resuming what did not stand still, change nothing.
        reckoning.pause(from: try day("2026-01-10"), saying: "paused")
        reckoning.resume(on: try day("2026-01-10"), saying: "resumed")
        reckoning.resume(on: try day("2026-01-20"), saying: "resumed")
        #expect(reckoning.dueOn == Day("2026-01-10"))
    }

    @Test("extended, limited, ended and begun anew")
    func changes() throws {
        var reckoning = try reckoning("2026-03-03", .thatDay, "ten")
        reckoning.extend(to: try day("2026-03-10"), saying: "no")
        #expect(reckoning.dueOn == Day("2026-03-12"))
        reckoning.extend(to: try day("2026-03-20"), saying: "yes")
        reckoning.limit(to: try day("2026-03-25"), saying: "no")
        #expect(reckoning.dueOn == Day("2026-03-20"))
        reckoning.limit(to: try day("2026-03-19"), saying: "yes")
        #expect(reckoning.dueOn == Day("2026-03-19"))
        reckoning.end(on: try day("2026-03-15"), saying: "ended")
        let ended = reckoning.answer("x", .deadline, for: .authority, on: try day("2026-03-15"))
        #expect(ended.state == .ended && ended.dueOn == nil)
        reckoning.start(on: try day("2026-05-01"), counting: .theDayAfter, saying: "anew")
        reckoning.add(try value("ten", Period.self))
        #expect(reckoning.dueOn == Day("2026-05-11"))
        #expect(!reckoning.steps.contains { $0.phrase.key == "no" })
        #expect(reckoning.steps.filter { $0.phrase.key == "yes" }.count == 2)
    }

    @Test("rolls past Sunday and Easter Monday, saying why; not if the rule says no")
    func rolls() throws {
        var reckoning = try reckoning("2026-03-08", .thatDay, "weeks")
        #expect(reckoning.dueOn == Day("2026-04-04"))
        reckoning.roll(by: try value("no", Bool.self))
        #expect(reckoning.lastGoodDay == Day("2026-04-04"))
        reckoning.roll(by: try value("yes", Bool.self))
        #expect(reckoning.dueOn == Day("2026-04-04"))
        #expect(reckoning.lastGoodDay == Day("2026-04-07"))
        #expect(
            reckoning.steps.suffix(4).map(\.phrase.key) == [
                "clock.closed.saturday", "clock.closed.sunday", "clock.closed.easter_monday",
                "clock.step.rolled",
            ])
        let answer = reckoning.answer("x", .deadline, for: .applicant, on: try day("2026-04-07"))
        #expect(answer.state == .running && answer.rolled)
        #expect(answer.daysLeft(on: try day("2026-04-07")) == 0)
    }

    @Test(
        "states by kind, the day and the act",
        arguments: [
            (ClockAnswer.Kind.deadline, "2026-03-12", nil, ClockAnswer.State.running),
            (.deadline, "2026-03-13", nil, .missed), (.deadline, "2026-03-13", "2026-03-12", .met),
            (.deadline, "2026-03-13", "2026-03-13", .missed),
            (.window, "2026-03-12", nil, .running),
            (.window, "2026-03-13", nil, .ended), (.earliest, "2026-03-11", nil, .running),
            (.earliest, "2026-03-12", nil, .met), (.expiry, "2026-03-13", nil, .ended),
        ] as [(ClockAnswer.Kind, String, String?, ClockAnswer.State)])
    func states(
        kind: ClockAnswer.Kind, today: String, metOn: String?, state: ClockAnswer.State
    ) throws {
        let reckoning = try reckoning("2026-03-03", .thatDay, "ten")
        let answer = reckoning.answer(
            "x", kind, for: .anyone, metOn: try metOn.map(day), on: try day(today))
        #expect(answer.state == state)
    }

    @Test("what was never started says so")
    func neverStarted() throws {
        var reckoning = Reckoning(calendar)
        reckoning.add(try value("ten", Period.self))
        reckoning.roll(by: try value("yes", Bool.self))
        let answer = reckoning.answer("x", .deadline, for: .anyone, on: try day("2026-01-01"))
        #expect(answer.state == .notStarted && answer.dueOn == nil && answer.steps.isEmpty)
    }

    @Test("nothing runs off the end of the calendar")
    func end() throws {
        var reckoning = try reckoning("9999-12-30", .thatDay, "year", "working", apart: true)
        reckoning.roll(by: try value("yes", Bool.self))
        #expect(reckoning.dueOn == .last)
    }

    @Test("JSON for the API has the members of the Codable form")
    func json() throws {
        let answer = try reckoning("2025-12-20", .thatDay, "ten", apart: true)
            .answer("decision", .deadline, for: .authority, on: try day("2025-12-20"))
        let json = answer.json
        #expect(json["name"]?.asString == "decision")
        #expect(json["state"]?.asString == "running")
        #expect(json["dueOn"]?.asString == "2026-01-11")
        #expect(json["steps"]?.asArray?.count == answer.steps.count)
        let data = try JSONEncoder().encode(answer)
        #expect(try JSONDecoder().decode(ClockAnswer.self, from: data) == answer)
        let coded = try JSON(parsing: Array(data))
        for member in try #require(json.asObject) where !["certain", "steps"].contains(member.key) {
            #expect(coded[member.key] == member.value, "\(member.key)")
        }
    }
}
