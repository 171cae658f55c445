// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Testing

/// A pack of planning's rules and the calendar that goes with it, read from the files themselves.
struct Pack: Sendable {
    let rules: Rules
    let calendar: HolidayCalendar

    static let ireland = Result { try Pack("ie") }
    static let england = Result { try Pack("gb-eng") }

    init(_ jurisdiction: String) throws {
        let file = Jurisdiction.folder.appending(path: "\(jurisdiction).json")
        calendar = HolidayCalendar(try Jurisdiction(parsing: try Self.text(file)))
        rules = try Rules(
            parsing: try Self.text(Self.folder("Rules").appending(path: file.lastPathComponent)))
    }

    /// A folder of the system.
    static func folder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: name, directoryHint: .isDirectory)
    }

    static func text(_ file: URL) throws -> String {
        try String(contentsOf: file, encoding: .utf8)
    }

    /// The clocks of a case on a day; by default one long before anything is due.
    func clocks(_ dates: CaseDates, on today: String = "2002-04-01") throws -> [ClockAnswer] {
        planningClocks(dates, rules: rules, calendar: calendar, on: try day(today))
    }

    /// One clock of a case on a day.
    func clock(
        _ name: String, _ dates: CaseDates, on today: String = "2002-04-01"
    ) throws -> ClockAnswer {
        try #require(try clocks(dates, on: today).first { $0.name == name })
    }

    /// The pack with another reading of a rule.
    func following(_ reading: String, of rule: String) throws -> Pack {
        Pack(rules: try rules.following(reading, of: rule), calendar: calendar)
    }

    private init(rules: Rules, calendar: HolidayCalendar) {
        self.rules = rules
        self.calendar = calendar
    }
}

/// The day of an ISO date; a typing mistake in a test fails it.
func day(_ text: String) throws -> Day { try #require(Day(text)) }

extension CaseDates {
    /// An ordinary Irish application received on a day.
    static func received(_ text: String, kind: String = "permission") throws -> CaseDates {
        CaseDates(kind: kind, lodgedOn: try day(text), receivedOn: try day(text))
    }

    /// The same dates with something changed.
    func with(_ change: (inout CaseDates) throws -> Void) rethrows -> CaseDates {
        var dates = self
        try change(&dates)
        return dates
    }
}
