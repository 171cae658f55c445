// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Testing

@Suite("Day")
struct DayTests {
    @Test(
        "reads and writes ISO dates",
        arguments: [
            "1583-01-01", "1600-02-29", "1969-12-31", "1970-01-01", "2000-02-29", "2026-01-06",
            "2100-02-28", "9999-12-31",
        ])
    func roundTrip(text: String) throws {
        let day = try #require(Day(text))
        #expect(day.description == text)
    }

    @Test(
        "refuses what is not exactly a day",
        arguments: [
            "", "2026-1-06", "2026-01-6", "26-01-06", "2026/01/06", "2026-13-01", "2026-00-10",
            "2026-02-29", "2100-02-29", "2026-04-31", "2026-01-00", "1582-12-31", "10000-01-01",
            "2026-01-06 ", " 2026-01-06", "+026-01-06", "2026-01-06T00:00:00Z", "２０２６-01-06",
            "2026-01-0é", "-026-01-06",
        ])
    func refuses(text: String) {
        #expect(Day(text) == nil)
    }

    @Test("knows its bounds")
    func bounds() {
        #expect(Day("1583-01-01") == Day.first)
        #expect(Day("9999-12-31") == Day.last)
        #expect(Day.last.adding(days: 1) == Day.last)
        #expect(Day.first.adding(days: Int.min) == Day.first)
        #expect(Day.last.adding(months: Int.max) == Day.last)
        #expect(Day.first.adding(years: Int.min) == Day.first)
        #expect(Day(number: .max) == Day.last)
    }

    @Test("every day of eight centuries follows the one before it, in number, text and weekday")
    func everyDay() throws {
        var day = try #require(Day("1583-01-01"))
        var weekday = 6  // 1 January 1583 was a Saturday.
        while day.year < 2400 {
            let (year, month, number) = day.civil
            #expect(Day(year: year, month: month, day: number) == day)
            #expect(day.weekday.rawValue == weekday)
            let next = day.next.civil
            if number < Day.length(ofMonth: month, in: year) {
                #expect(next == (year, month, number + 1))
            } else {
                #expect(next == (month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1)))
            }
            day = day.next
            weekday = weekday % 7 + 1
        }
    }

    @Test(
        "adds months and years, clamping to the end of a shorter month",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"),
            ("2026-01-31", 13, "2027-02-28"), ("2026-03-31", -1, "2026-02-28"),
            ("2026-08-31", 6, "2027-02-28"), ("2026-12-15", 1, "2027-01-15"),
            ("2026-01-15", -1, "2025-12-15"), ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"), ("2026-05-10", 0, "2026-05-10"),
        ])
    func months(start: String, months: Int, end: String) throws {
        #expect(try #require(Day(start)).adding(months: months) == Day(end))
    }

    @Test("knows weekdays")
    func weekdays() throws {
        #expect(try #require(Day("2026-01-06")).weekday == .tuesday)
        #expect(try #require(Day("1970-01-01")).weekday == .thursday)
        #expect(Weekday(name: "friday") == .friday)
        #expect(Weekday(name: "Friday") == nil)
    }

    @Test("is an ISO string in JSON, and nothing else")
    func codable() throws {
        let day = try #require(Day("2026-01-06"))
        #expect(
            String(data: try JSONEncoder().encode([day]), encoding: .utf8) == "[\"2026-01-06\"]")
        #expect(try JSONDecoder().decode([Day].self, from: Data("[\"2026-01-06\"]".utf8)) == [day])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data("[\"2026-02-30\"]".utf8))
        }
    }
}
