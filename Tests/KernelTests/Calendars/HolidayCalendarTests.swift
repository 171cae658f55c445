// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Testing

@Suite("Holiday calendars")
struct HolidayCalendarTests {
    static let codes = [
        "be", "bg", "dk", "gb-eng", "ie", "lt", "lu", "lv", "mt", "ro", "sk",
    ]

    private func calendar(_ code: String) throws -> HolidayCalendar {
        let file = Jurisdiction.folder.appending(path: "\(code).json")
        let text = try String(contentsOf: file, encoding: .utf8)
        return HolidayCalendar(try Jurisdiction(parsing: text))
    }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test("every jurisdiction's file is read, and says what it is", arguments: codes)
    func files(code: String) throws {
        let jurisdiction = try calendar(code).jurisdiction
        #expect(jurisdiction.code == code)
        #expect(!jurisdiction.languages.isEmpty)
        #expect(jurisdiction.workingWeekdays.count == 5)
        for year in 2020...2030 {
            let holidays = try calendar(code).holidays(in: year)
            #expect((8...20).contains(holidays.count))
            #expect(holidays.allSatisfy { $0.day.year == year && !$0.source.isEmpty })
            #expect(holidays == holidays.sorted { $0.day < $1.day })
        }
    }

    @Test("no file is left out of the list above")
    func allFiles() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Jurisdiction.folder.path(percentEncoded: false))
        #expect(names.filter { $0.hasSuffix(".json") }.sorted() == Self.codes.map { "\($0).json" })
    }

    @Test(
        "Ireland",
        arguments: [
            (2022, "01-01 03-17 03-18 04-18 05-02 06-06 08-01 10-31 12-25 12-26"),
            (2023, "01-01 02-06 03-17 04-10 05-01 06-05 08-07 10-30 12-25 12-26"),
            (2024, "01-01 02-05 03-17 04-01 05-06 06-03 08-05 10-28 12-25 12-26"),
            (2026, "01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25 12-26"),
            (2030, "01-01 02-01 03-17 04-22 05-06 06-03 08-05 10-28 12-25 12-26"),
        ])
    func ireland(year: Int, days: String) throws {
        let expected = try days.split(separator: " ").map { try day("\(year)-\($0)") }
        #expect(try calendar("ie").holidays(in: year).map(\.day) == expected)
    }

    @Test("Irish law moves no holiday; St Brigid's Day is on a Friday only when it falls on one")
    func irishRules() throws {
        let ireland = try calendar("ie")
        // Christmas on a Saturday: Monday and Tuesday are worked by law, not by custom.
        #expect(ireland.isWorkingDay(try day("2027-12-27")))
        #expect(!ireland.isOpenDay(try day("2027-12-27"), closures: ["in_lieu"]))
        #expect(!ireland.isOpenDay(try day("2027-12-28"), closures: ["in_lieu"]))
        #expect(ireland.isOpenDay(try day("2027-12-29"), closures: ["in_lieu"]))
        #expect(ireland.isOpenDay(try day("2026-04-03")))
        #expect(!ireland.isOpenDay(try day("2026-04-03"), closures: ["good_friday"]))
        #expect(ireland.isOpenDay(try day("2026-04-03"), closures: ["no_such_closure"]))
        #expect(ireland.closureNames == ["good_friday", "in_lieu"])
        for year in 2023...2200 {
            let brigid = try #require(
                ireland.holidays(in: year).first { $0.key == "st_brigids_day" })
            let first = try day("\(year)-02-01")
            #expect(brigid.day.weekday == (first.weekday == .friday ? .friday : .monday))
            #expect((0...6).contains(brigid.day - first))
        }
        #expect(try ireland.holiday(on: day("2022-02-07")) == nil)
    }

    @Test(
        "England, as the government's list has it",
        arguments: [
            (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
            (2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"),
            (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
            (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
            (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ])
    func england(year: Int, days: String) throws {
        let expected = try days.split(separator: " ").map { try day("\(year)-\($0)") }
        #expect(try calendar("gb-eng").holidays(in: year).map(\.day) == expected)
    }

    @Test("a substitute says which day it stands for")
    func substitutes() throws {
        let england = try calendar("gb-eng")
        let substitute = try #require(try england.holiday(on: day("2021-12-27")))
        #expect(substitute.key == "christmas_day")
        #expect(substitute.movedFrom == Day("2021-12-25"))
        #expect(try england.holiday(on: day("2021-12-28"))?.key == "boxing_day")
    }

    @Test("Orthodox and other movable feasts")
    func others() throws {
        #expect(try calendar("bg").holiday(on: day("2024-05-03"))?.key == "good_friday")
        #expect(try calendar("ro").holiday(on: day("2024-06-24"))?.key == "whit_monday")
        #expect(try calendar("dk").holiday(on: day("2023-05-05"))?.key == "great_prayer_day")
        #expect(try calendar("dk").holiday(on: day("2024-04-26")) == nil)
        #expect(try calendar("lu").holiday(on: day("2026-05-14"))?.key == "ascension")
        #expect(try calendar("bg").holidays(in: 2026).allSatisfy { !$0.certain })
    }

    @Test("open days and working days")
    func counting() throws {
        let ireland = try calendar("ie")
        #expect(ireland.nextOpenDay(onOrAfter: try day("2026-04-04")) == Day("2026-04-07"))
        #expect(ireland.nextOpenDay(onOrAfter: try day("2026-04-07")) == Day("2026-04-07"))
        #expect(ireland.adding(workingDays: 3, to: try day("2026-04-02")) == Day("2026-04-08"))
        #expect(ireland.adding(workingDays: 0, to: try day("2026-04-04")) == Day("2026-04-04"))
    }

    @Test("years outside the prepared ones are worked out alike")
    func farYears() throws {
        let ireland = try calendar("ie")
        #expect(!ireland.isWorkingDay(try day("2300-12-25")))
        #expect(ireland.isWorkingDay(try day("2300-12-27")))
        #expect(!ireland.isOpenDay(try day("2061-04-08"), closures: ["good_friday"]))
        // In 2061 New Year's Day is a Saturday.
        #expect(!ireland.isOpenDay(try day("2061-01-03"), closures: ["in_lieu"]))
        #expect(ireland.isOpenDay(try day("2061-01-04"), closures: ["in_lieu"]))
        #expect(ireland.holidays(in: 1).isEmpty)
        #expect(ireland.nextOpenDay(onOrAfter: .last) == .last)
    }

    @Test(
        "mistakes in a file are named",
        arguments: [
            (#"{"key": "a", "source": "s"}"#, "must have exactly one of"),
            (
                #"{"key": "a", "date": "12-25", "easter": 1, "source": "s"}"#,
                "exactly one"
            ),
            (#"{"key": "a", "date": "12-32", "source": "s"}"#, "must be a month and day"),
            (#"{"key": "a", "date": "12-25"}"#, "source: is missing"),
            (
                #"{"key": "a", "date": "12-25", "nth": 1, "source": "s"}"#,
                "with weekday only"
            ),
            (#"{"key": "A", "date": "12-25", "source": "s"}"#, "lower-case"),
            (
                #"{"key": "a", "weekday": "mon", "nth": 1, "month": 5, "source": "s"}"#,
                "weekday"
            ),
            (
                #"{"key": "a", "weekday": "monday", "nth": 0, "month": 5, "source": "s"}"#,
                "nth"
            ),
            (
                #"{"key":"a", "easter": 1, "source": "s"}, {"key":"a", "easter": 2, "source": "t"}"#,
                "twice"
            ),
            (
                #"{"key": "a", "dat": "12-25", "source": "s"}"#,
                "holidays[0].dat: is not known"
            ),
        ])
    func mistakes(holiday: String, message: String) throws {
        let text = """
            {"code": "xx", "languages": ["en"], "currency": "EUR", "zone": "Europe/Dublin",
             "workingWeekdays": ["monday"], "holidays": [\(holiday)]}
            """
        let error = #expect(throws: RuleFileError.self) { try Jurisdiction(parsing: text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
}
