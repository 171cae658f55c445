// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Dates. The format writes days as `2024-02-19` and moments with a zone; older files and other
/// senders also write moments without one, which are then read as local.
extension ODPCursor {
    /// A day, or the day a moment falls on.
    /// - Parameter earliest: the day before which it cannot be.
    func day(since earliest: Day? = nil) -> Day? { day(since: earliest, until: nil) }

    /// The day of something that has happened: not before what it follows on, and not after the
    /// file was sent. An impossible one is noted and left unused.
    func pastDay(since earliest: Day? = nil) -> Day? {
        day(since: earliest, until: reading.latest)
    }

    /// A moment; of a day alone, its beginning.
    func instant() -> Instant? {
        let instant = plainInstant()
        if instant != nil { use() }
        return instant
    }

    /// A moment that has been.
    func pastInstant() -> Instant? {
        guard let instant = plainInstant() else { return nil }
        guard isPossible(reading.zone.day(at: instant), nil, reading.latest) else { return nil }
        use()
        return instant
    }

    private func day(since earliest: Day?, until latest: Day?) -> Day? {
        guard let sent = json?.asString, !sent.isEmpty,
            let day = Day(sent) ?? plainInstant().map({ reading.zone.day(at: $0) }),
            isPossible(day, earliest, latest)
        else { return nil }
        use()
        return day
    }

    private func isPossible(_ day: Day, _ earliest: Day?, _ latest: Day?) -> Bool {
        if day >= earliest ?? .first, day <= latest ?? .last { return true }
        note(.impossibleDay, ["value": day.description])
        return false
    }

    private func plainInstant() -> Instant? {
        guard let sent = json?.asString, !sent.isEmpty else { return nil }
        let instant = ODPCursor.instant(sent, in: reading.zone)
        if instant == nil { note(.notADate, ["value": String(sent.prefix(60))]) }
        return instant
    }

    private static func instant(_ sent: String, in zone: Zone) -> Instant? {
        var text = sent.trimmingCharacters(in: .whitespaces)
        if let day = Day(text) { return zone.start(of: day) }
        if text.utf8.count > 10, text.utf8.dropFirst(10).first == UInt8(ascii: " ") {
            text = text.prefix(10) + "T" + text.dropFirst(11)
        }
        if let instant = Instant(text) { return instant }
        // Without seconds, then without a zone.
        if let instant = Instant(ODPCursor.withSeconds(text)) { return instant }
        guard let local = Instant(text + "Z") ?? Instant(ODPCursor.withSeconds(text + "Z")) else {
            return nil
        }
        let offset = zone.start(of: Zone.utc.day(at: local)).milliseconds
            - Zone.utc.start(of: Zone.utc.day(at: local)).milliseconds
        return local.adding(milliseconds: offset)
    }

    /// `2024-02-19T15:54Z` as `2024-02-19T15:54:00Z`.
    private static func withSeconds(_ text: String) -> String {
        guard text.utf8.count >= 17, text.utf8.dropFirst(16).first != UInt8(ascii: ":") else {
            return text
        }
        return text.prefix(16) + ":00" + text.dropFirst(16)
    }
}
