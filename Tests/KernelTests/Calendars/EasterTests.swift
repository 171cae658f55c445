// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@Suite("Easter")
struct EasterTests {
    @Test(
        "Western, as the almanacs give it",
        arguments: [
            "1583-04-10", "1598-03-22", "1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18",
            "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2020-04-12",
            "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05",
            "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25", "2285-03-22",
            "2299-04-16",
        ])
    func western(text: String) throws {
        let day = try #require(Day(text))
        #expect(Easter.western(in: day.year) == day)
    }

    @Test(
        "Orthodox, as the almanacs give it",
        arguments: [
            "1901-04-14", "1990-04-15", "2000-04-30", "2010-04-04", "2013-05-05", "2016-05-01",
            "2017-04-16", "2018-04-08", "2019-04-28", "2020-04-19", "2021-05-02", "2022-04-24",
            "2023-04-16", "2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02", "2028-04-16",
            "2029-04-08", "2030-04-28", "2099-04-12", "2100-05-02",
        ])
    func orthodox(text: String) throws {
        let day = try #require(Day(text))
        #expect(Easter.orthodox(in: day.year) == day)
    }

    @Test("both are Sundays of spring in every year there is")
    func sundays() {
        for year in 1583...9999 {
            let western = Easter.western(in: year)
            #expect(western.weekday == .sunday && western.year == year)
            #expect((3...4).contains(western.month))
            let orthodox = Easter.orthodox(in: year)
            #expect(orthodox.weekday == .sunday)
            // The Julian calendar falls behind; before 2400 the two are never far apart.
            if year < 2400 { #expect((0...35).contains(orthodox - western)) }
        }
    }
}
