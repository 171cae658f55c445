// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a matter must be after each of its acts, worked out apart from the product: its own days,
/// its own holidays.
struct Model {
    var state = "open"
    var mark = ""
    var title = ""
    var amount = 0
    var openedOn = Day.first
    var rests: [(from: Day, until: Day?)] = []

    /// Ireland's public holidays of 2026 that fall on working days.
    private static let holidays = Set(
        [
            "2026-01-01", "2026-02-02", "2026-03-17", "2026-04-06", "2026-05-04", "2026-06-01",
            "2026-08-03", "2026-10-26", "2026-12-25",
        ].compactMap { Day(iso: $0) })

    /// The day it is in Dublin.
    static func day(_ instant: Instant) -> Day {
        let isSummer =
            instant >= Instant(milliseconds: 1_774_746_000_000)
            && instant < Instant(milliseconds: 1_792_890_000_000)
        let shown = instant.adding(seconds: isSummer ? 3_600 : 0).description
        return Day(iso: shown.prefix(10)) ?? .first
    }

    /// Takes an act; whether it could be taken.
    mutating func take(_ act: Act, at instant: Instant) -> Bool {
        let today = Self.day(instant)
        switch act.name {
        case "open": openedOn = today
        case "amend" where state != "closed": break
        case "write" where state == "open", "ask" where state == "open": break
        case "rest" where state == "open":
            state = "resting"
            rests.append((today, nil))
        case "go_on" where state == "resting":
            state = "open"
            rests[rests.count - 1].until = today
        case "close" where state != "closed": state = "closed"
        default: return false
        }
        (mark, title, amount) = (act.mark, act.said.title, act.said.amount)
        return true
    }

    /// The tenth working day after it was opened on which it did not rest; nil while it rests.
    var dueOn: Day? {
        if rests.last.map({ $0.until == nil }) ?? false { return nil }
        var (day, left) = (openedOn, 10)
        while left > 0 {
            day = day.next
            let isWeekend = day.weekday == .saturday || day.weekday == .sunday
            let isResting = rests.contains { rest in
                rest.until.map { rest.from <= day && day < $0 } ?? false
            }
            if !isWeekend && !isResting && !Self.holidays.contains(day) { left -= 1 }
        }
        return day
    }

    /// What differs from the matter as it is kept.
    func difference(_ row: StoredRow) -> String? {
        let kept = Stored<Matter>(row)
        let own = "\(state) \(mark) \(title) \(amount) \(openedOn) due \(dueOn.map(\.description) ?? "-")"
        let found = "\(kept.state.rawValue) \(kept.mark) \(kept.title) \(kept.amount) "
            + "\(kept.openedOn ?? .first) due \(kept.dueOn.map(\.description) ?? "-")"
        return own == found ? nil : "is “\(found)”, must be “\(own)”"
    }
}
