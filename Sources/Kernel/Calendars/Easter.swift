// SPDX-License-Identifier: EUPL-1.2

/// The Sunday on which Easter is kept, by which many public holidays go.
public enum Easter: Sendable {
    /// Easter Sunday of the Western churches in a year from 1583 to 9999, by the anonymous
    /// Gregorian computus (Nature, 20 April 1876).
    public static func western(in year: Int) -> Day {
        let golden = year % 19
        let (century, ofCentury) = (year / 100, year % 100)
        let correction = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * weekday) / 451
        let sum = epact + weekday - 7 * late + 114
        return Day(validYear: year, month: sum / 31, day: sum % 31 + 1)
    }

    /// Easter Sunday of the Orthodox churches, as a Gregorian day: Meeus's Julian computus, moved
    /// by the days by which the calendars differ.
    public static func orthodox(in year: Int) -> Day {
        let golden = (19 * (year % 19) + 15) % 30
        let weekday = (2 * (year % 4) + 4 * (year % 7) - golden + 34) % 7
        let sum = golden + weekday + 114
        let julian = Day(validYear: year, month: sum / 31, day: sum % 31 + 1)
        // March and April always lie after the day on which a century's difference sets in.
        return julian.adding(days: year / 100 - year / 400 - 2)
    }
}
