// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Testing

@Suite("Instant and zone")
struct InstantTests {
    @Test(
        "reads offsets, fractions and leap seconds",
        arguments: [
            ("2026-01-06T09:30:00.000Z", "2026-01-06T09:30:00.000Z"),
            ("2026-01-06T09:30:00Z", "2026-01-06T09:30:00.000Z"),
            ("2026-01-06t09:30:00z", "2026-01-06T09:30:00.000Z"),
            ("2026-07-06T00:30:00.5+01:00", "2026-07-05T23:30:00.500Z"),
            ("2026-01-06T09:30:00.123999-05:30", "2026-01-06T15:00:00.123Z"),
            ("2026-01-06T09:30:00+0200", "2026-01-06T07:30:00.000Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("1583-01-01T00:00:00.001Z", "1583-01-01T00:00:00.001Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
        ])
    func reads(text: String, written: String) throws {
        #expect(try #require(Instant(text)).description == written)
    }

    @Test(
        "refuses what is not a moment",
        arguments: [
            "", "2026-01-06", "2026-01-06T09:30Z", "2026-01-06T09:30:00", "2026-01-06 09:30:00Z",
            "2026-01-06T24:00:00Z", "2026-01-06T09:60:00Z", "2026-01-06T09:30:60Z",
            "2026-01-06T09:30:00.Z", "2026-01-06T09:30:00+24:00", "2026-01-06T09:30:00+1:00",
            "2026-01-06T09:30:00Zx", "2026-02-30T09:30:00Z", "9999-12-31T23:59:59-01:00",
            "2026-01-06T09:30:00+01:000", "2026-01-06T09:30:00+",
        ])
    func refuses(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("is made from and gives Foundation dates")
    func dates() throws {
        let instant = try #require(Instant("2026-01-06T09:30:00.250Z"))
        #expect(Instant(instant.date) == instant)
        #expect(Instant(Date.distantPast) == Instant.first)
        #expect(instant.adding(seconds: 60).description == "2026-01-06T09:31:00.250Z")
        #expect(instant.adding(seconds: .max) == Instant.last)
    }

    @Test("is a string in JSON")
    func codable() throws {
        let instant = Instant(milliseconds: 0)
        let data = try JSONEncoder().encode([instant])
        #expect(String(data: data, encoding: .utf8) == "[\"1970-01-01T00:00:00.000Z\"]")
        #expect(try JSONDecoder().decode([Instant].self, from: data) == [instant])
    }

    @Test("the day in Dublin begins an hour before UTC's in summer")
    func dublin() throws {
        let dublin = try #require(Zone("Europe/Dublin"))
        let summer = try #require(Instant("2026-07-05T23:30:00Z"))
        #expect(dublin.day(at: summer) == Day("2026-07-06"))
        let winter = try #require(Instant("2026-01-05T23:59:59.999Z"))
        #expect(dublin.day(at: winter) == Day("2026-01-05"))
        #expect(dublin.minuteOfDay(at: summer) == 30)
    }

    @Test(
        "the start of every day of some years is its first moment",
        arguments: [
            "Europe/Dublin", "Europe/Sofia", "America/Sao_Paulo", "Pacific/Apia", "UTC",
        ])
    func starts(name: String) throws {
        let zone = try #require(Zone(name))
        var day = try #require(Day("2010-01-01"))
        let end = try #require(Day("2019-12-31"))
        // Samoa left out 30 December 2011 altogether.
        let missing = name == "Pacific/Apia" ? Day("2011-12-30") : nil
        while day <= end {
            defer { day = day.next }
            let start = zone.start(of: day)
            if day == missing { continue }
            #expect(zone.day(at: start) == day)
            #expect(zone.day(at: start.adding(milliseconds: -1)) < day)
        }
    }

    @Test("a zone has an IANA name", arguments: ["", "IST", "Europe/Atlantis", "../etc/passwd"])
    func noZone(name: String) {
        #expect(Zone(name) == nil)
    }

    @Test("periods are objects of one unit")
    func periods() throws {
        let decoder = JSONDecoder()
        let text = Data(#"[{"weeks": 8}, {"workingDays": 3}, {"months": 6}]"#.utf8)
        let periods = try decoder.decode([Period].self, from: text)
        #expect(periods == [.weeks(8), .workingDays(3), .months(6)])
        #expect(try decoder.decode([Period].self, from: JSONEncoder().encode(periods)) == periods)
        for wrong in [
            #"{}"#, #"{"weeks": 8, "days": 1}"#, #"{"fortnights": 1}"#, #"{"days": -1}"#,
            #"{"days": 1.5}"#, #"{"days": "1"}"#, #"8"#,
        ] {
            #expect(throws: DecodingError.self) {
                try decoder.decode(Period.self, from: Data(wrong.utf8))
            }
        }
    }
}
