// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A week of a year as ISO 8601 counts them: from Monday, the first with the year's first Thursday.
struct ISOWeek: Sendable, Hashable {
    let monday: Day
    var sunday: Day { monday.adding(days: 6) }
    /// The year the week belongs to, which is that of its Thursday.
    var year: Int { thursday.year }
    /// 1 to 53.
    var number: Int {
        guard let first = Day(year: year, month: 1, day: 1) else { return 1 }
        return (thursday - first) / 7 + 1
    }

    /// The week a day lies in.
    init(of day: Day) { monday = day.adding(days: 1 - day.weekday.rawValue) }

    /// A week as it is written: `2026-W03`; nil if there is no such week.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([0-9]{4})-W([0-9]{2})/),
            let year = Int(match.1), let number = Int(match.2), number >= 1,
            let fourth = Day(year: year, month: 1, day: 4)
        else { return nil }
        self = ISOWeek(of: ISOWeek(of: fourth).monday.adding(days: 7 * (number - 1)))
        guard self.year == year, self.number == number else { return nil }
    }

    var text: String { "\(year)-W\(number < 10 ? "0" : "")\(number)" }
    var previous: ISOWeek { ISOWeek(of: monday.adding(days: -7)) }
    var next: ISOWeek { ISOWeek(of: monday.adding(days: 7)) }

    private var thursday: Day { monday.adding(days: 3) }
}
