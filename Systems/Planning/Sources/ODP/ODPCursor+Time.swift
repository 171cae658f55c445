// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Dates. The format writes days as `2024-02-19` and moments with a zone; older files and other
/// senders also write moments without one, which are then read as local.
extension ODPCursor {
    /// A day, or the day a moment falls on.
    func day() -> Day? {
        guard let sent = json?.asString, !sent.isEmpty else { return nil }
        if let day = Day(sent) {
            use()
            return day
        }
        return instant().map { reading.zone.day(at: $0) }
    }

    /// A moment; of a day alone, its beginning.
    func instant() -> Instant? {
        guard let sent = json?.asString, !sent.isEmpty else { return nil }
        guard let instant = ODPCursor.instant(sent, in: reading.zone) else {
            note(.notADate, ["value": String(sent.prefix(60))])
            return nil
        }
        use()
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
