// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Testing

/// Calendars as other people's programs read them (RFC 5545).
@Suite struct CalendarTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }
    private let changed = Instant(milliseconds: 1_767_690_000_000)  // 2026-01-06T09:00:00Z

    private func event(_ start: CalendarTime, _ end: CalendarTime) -> ICalendar.Event {
        ICalendar.Event(
            uid: "one@kl", sequence: 2, changed: changed, title: "Dialogue forum", start: start, end: end)
    }

    private func local(
        _ day: String, _ minutes: Int, _ zone: String = "Europe/Copenhagen"
    ) throws -> CalendarTime {
        .local(try self.day(day), minutes: minutes, try #require(Zone(zone)))
    }

    private func text(_ events: ICalendar.Event...) -> String {
        ICalendar(
            "Events", page: "https://talka.test/events", address: "https://talka.test/events.ics",
            events: events
        ).text
    }

    /// The lines after unfolding.
    private func lines(_ text: String) -> [String] {
        text.replacing("\r\n ", with: "").components(separatedBy: "\r\n").dropLast()
    }

    @Test func everyLineEndsAsItMustAndNoneIsLong() throws {
        var one = event(.day(try day("2026-02-03")), .day(try day("2026-02-03")))
        one.title = String(repeating: "Ūkio ąžuolas 🌳 Θέμα ", count: 40)
        one.text = "Erst; dann, \\ und\r\nneue Zeile\nEND:VEVENT\rBEGIN:VEVENT"
        let text = text(one)
        #expect(text.hasSuffix("END:VCALENDAR\r\n"))
        let raw = Array(text.utf8)
        for (index, byte) in raw.enumerated() where byte == 10 { #expect(raw[index - 1] == 13) }
        for (index, byte) in raw.enumerated() where byte == 13 { #expect(raw[index + 1] == 10) }
        for line in raw.split(separator: 10).map({ $0.dropLast() }) {
            #expect(line.count <= 75)
            // Each stands by itself as UTF-8: no letter is cut in two.
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
        let whole = lines(text)
        #expect(whole.contains("SUMMARY:\(one.title)"))
        #expect(whole.contains(#"DESCRIPTION:Erst\; dann\, \\ und\nneue Zeile\nEND:VEVENT\nBEGIN:VEVENT"#))
        #expect(whole.count { $0 == "BEGIN:VEVENT" } == 1)
    }

    @Test func wholeDaysEndOnTheDayAfter() throws {
        let lines = lines(text(event(.day(try day("2026-02-27")), .day(try day("2026-03-01")))))
        #expect(lines.contains("DTSTART;VALUE=DATE:20260227"))
        #expect(lines.contains("DTEND;VALUE=DATE:20260302"))
        #expect(lines.contains("DTSTAMP:20260106T090000Z"))
        #expect(lines.contains("LAST-MODIFIED:20260106T090000Z"))
        #expect(lines.contains("UID:one@kl") && lines.contains("SEQUENCE:2"))
        #expect(!lines.contains("BEGIN:VTIMEZONE"))
    }

    @Test func aZoneIsExplainedByTheRulesOfItsClocks() throws {
        let lines = lines(text(event(try local("2026-02-27", 570), try local("2026-02-27", 660))))
        #expect(lines.contains("DTSTART;TZID=Europe/Copenhagen:20260227T093000"))
        let zone = lines.drop { $0 != "BEGIN:VTIMEZONE" }.prefix { $0 != "END:VTIMEZONE" }
        #expect(Array(zone) == [
            "BEGIN:VTIMEZONE", "TZID:Europe/Copenhagen",
            "BEGIN:STANDARD", "DTSTART:20251026T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:20250330T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
        ])
    }

    /// Clocks without a yearly rule, and clocks that stand still.
    @Test func otherZonesAreToldChangeByChange() throws {
        let here = "Africa/Casablanca"
        let morocco = lines(
            text(event(try local("2026-02-27", 570, here), try local("2026-02-27", 660, here))))
        #expect(morocco.count { $0 == "BEGIN:STANDARD" } >= 3)
        #expect(!morocco.contains { $0.hasPrefix("RRULE") })
        let still = lines(text(event(
            try local("2026-02-27", 570, "Africa/Lagos"), try local("2026-02-27", 660, "Africa/Lagos"))))
        #expect(still.contains("TZOFFSETTO:+0100") && still.count { $0 == "BEGIN:STANDARD" } == 1)
        let day = try day("2026-02-27")
        let utc = lines(
            text(event(.local(day, minutes: 570, .utc), .local(day, minutes: 660, .utc))))
        #expect(utc.contains("DTSTART:20260227T093000Z") && !utc.contains("BEGIN:VTIMEZONE"))
    }

    @Test func aSeriesStaysAtItsHour() throws {
        var one = event(try local("2026-03-24", 570), try local("2026-03-24", 660))
        let rule = CalendarRule(.weekly, .until(try day("2026-04-07")))
        one.series = .init(rule, except: [try day("2026-03-31")])
        let lines = lines(text(one))
        // Half past nine is 07:30 UTC once the clocks have been put forward.
        #expect(lines.contains("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260407T073000Z"))
        #expect(lines.contains("EXDATE;TZID=Europe/Copenhagen:20260331T093000"))
        let days = rule.days(from: try day("2026-03-24"))
        let times = days.compactMap { one.start.on($0).instant?.description }
        #expect(
            times == [
                "2026-03-24T08:30:00.000Z", "2026-03-31T07:30:00.000Z", "2026-04-07T07:30:00.000Z",
            ])
    }

    @Test(arguments: [
        (CalendarRule.Frequency.daily, 2, "2026-02-27 2026-03-01 2026-03-03", "FREQ=DAILY;INTERVAL=2"),
        (.monthlyByDate, 1, "2026-01-31 2026-03-31 2026-05-31", "FREQ=MONTHLY;BYMONTHDAY=31"),
        (.monthlyByWeekday, 1, "2026-01-13 2026-02-10 2026-03-10", "FREQ=MONTHLY;BYDAY=2TU"),
        (.monthlyByWeekday, 1, "2026-01-30 2026-02-27 2026-03-27", "FREQ=MONTHLY;BYDAY=-1FR"),
        (.yearly, 1, "2024-02-29 2028-02-29 2032-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    ])
    func daysAreCountedAsTheyAreWritten(
        frequency: CalendarRule.Frequency, every: Int, days: String, written: String
    ) throws {
        let first = String(days.prefix(10))
        let rule = CalendarRule(frequency, every: every, .count(3))
        #expect(rule.days(from: try day(first)).map(\.description).joined(separator: " ") == days)
        var one = event(.day(try day(first)), .day(try day(first)))
        one.series = .init(rule)
        #expect(lines(text(one)).contains("RRULE:\(written);COUNT=3"))
    }

    /// A rule that comes to nothing must end all the same.
    @Test func noRuleGoesOnForEver() throws {
        let rule = CalendarRule(.monthlyByDate, every: 12, .count(500))
        #expect(rule.days(from: try day("2026-01-31")).count == 500)
        #expect(CalendarRule(.yearly, every: 99, .count(500)).days(from: .last).count == 1)
        #expect(CalendarRule(.daily, .until(try day("2026-01-01"))).days(from: try day("2026-01-02")).isEmpty)
    }

    @Test func oneOfASeriesIsChangedAndAnotherCalledOff() throws {
        var moved = event(try local("2026-03-25", 600), try local("2026-03-25", 660))
        moved.occurrence = try local("2026-03-24", 570)
        var off = event(try local("2026-03-31", 570), try local("2026-03-31", 660))
        off.occurrence = try local("2026-03-31", 570)
        off.status = .cancelled
        let lines = lines(text(moved, off))
        #expect(lines.contains("RECURRENCE-ID;TZID=Europe/Copenhagen:20260324T093000"))
        #expect(lines.contains("RECURRENCE-ID;TZID=Europe/Copenhagen:20260331T093000"))
        #expect(lines.count { $0 == "STATUS:CANCELLED" } == 1)
        #expect(lines.count { $0 == "STATUS:CONFIRMED" } == 1)
    }

    @Test func particularsAreWrittenSafely() throws {
        var one = event(.day(try day("2026-02-03")), .day(try day("2026-02-03")))
        one.organiser = (#"KL "Center"; A, B"#, "kl@kl.example")
        one.categories = ["Maps, addresses", "AI"]
        one.point = Point(longitude: 12.5683, latitude: 55.6761)
        one.page = "https://talka.test/e\r\nATTENDEE:mailto:x@y"
        let lines = lines(text(one))
        #expect(lines.contains(#"ORGANIZER;CN="KL ^'Center^'; A, B":mailto:kl@kl.example"#))
        #expect(lines.contains(#"CATEGORIES:Maps\, addresses,AI"#))
        #expect(lines.contains("GEO:55.6761;12.5683"))
        #expect(!lines.contains { $0.hasPrefix("ATTENDEE") })
        let empty = self.lines(text())
        #expect(empty.contains("X-WR-CALNAME:Events"))
        #expect(empty.contains("REFRESH-INTERVAL;VALUE=DURATION:PT4H"))
        // A calendar with nothing in it is none.
        #expect(empty.contains("BEGIN:VTIMEZONE"))
    }
}
