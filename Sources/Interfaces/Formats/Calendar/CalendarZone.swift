// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A zone explained (RFC 5545, section 3.6.5): how its clocks go over some years. Where they change
/// by one rule throughout, it is said as a rule, which every program understands; else change by
/// change.
struct CalendarZone {
    let zone: Zone
    let years: ClosedRange<Int>

    init(_ zone: Zone, years: ClosedRange<Int>) {
        self.zone = zone
        self.years = years
    }

    var lines: [ContentLine] {
        [ContentLine("BEGIN", [], "VTIMEZONE"), ContentLine("TZID", text: zone.name)]
            + observances + [ContentLine("END", [], "VTIMEZONE")]
    }

    /// From the year before on, so that the time on the first of January is told too.
    private var observances: [ContentLine] {
        let start = Self.begin(years.lowerBound - 1)
        let changes = zone.changes(from: start, until: Self.begin(years.upperBound + 2))
        guard !changes.isEmpty else {
            let offset = zone.secondsFromUTC(at: start)
            return observance(
                "STANDARD", at: "19700101T000000", from: offset, to: offset, rule: nil)
        }
        let groups = Dictionary(grouping: changes, by: \.after).sorted { $0.key < $1.key }
        return groups.flatMap { _, changes in
            let rules = Set(changes.map(Self.rule))
            let times = Set(changes.map(Self.timeOfDay))
            let isYearly = rules.count == 1 && times.count == 1 
                && changes.count == years.count + 2
            return isYearly
                ? observance(of: changes[0], rule: rules.first)
                : changes.flatMap { observance(of: $0, rule: nil) }
        }
    }

    private func observance(of change: Zone.Change, rule: String?) -> [ContentLine] {
        // The clocks that were in use until then say when it is (section 3.8.2.4).
        let local = change.at.adding(seconds: change.before)
        return observance(
            change.after > change.before ? "DAYLIGHT" : "STANDARD",
            at: String(local.basic.dropLast()), from: change.before, to: change.after, rule: rule)
    }

    private func observance(
        _ name: String, at start: String, from before: Int, to after: Int, rule: String?
    ) -> [ContentLine] {
        var lines = [
            ContentLine("BEGIN", [], name),
            ContentLine("DTSTART", [], start),
            ContentLine("TZOFFSETFROM", [], Self.offset(before)),
            ContentLine("TZOFFSETTO", [], Self.offset(after)),
        ]
        if let rule { lines.append(ContentLine("RRULE", [], rule)) }
        lines.append(ContentLine("END", [], name))
        return lines
    }

    /// The rule a change would follow from: a weekday's place in a month, counted from its end
    /// where it is in the last week, at a time of day.
    private static func rule(_ change: Zone.Change) -> String {
        let day = Zone.utc.day(at: change.at.adding(seconds: change.before))
        let isLast = day.day + 7 > Day.length(ofMonth: day.month, in: day.year)
        let place = isLast ? -1 : (day.day - 1) / 7 + 1
        return "FREQ=YEARLY;BYMONTH=\(day.month);BYDAY=\(place)\(day.weekday.code)"
    }

    private static func timeOfDay(_ change: Zone.Change) -> Int {
        Zone.utc.minuteOfDay(at: change.at.adding(seconds: change.before))
    }

    /// `+0100`, `-0330`.
    private static func offset(_ seconds: Int) -> String {
        let text = CalendarTime.clock(abs(seconds))
        return (seconds < 0 ? "-" : "+") + (text.hasSuffix("00") ? String(text.dropLast(2)) : text)
    }

    private static func begin(_ year: Int) -> Instant {
        Zone.utc.start(of: Day(year: year, month: 1, day: 1) ?? .first)
    }
}
