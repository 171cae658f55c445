// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// When something is, as calendars say it: a whole day, or a time of day on the clocks of a zone. A
/// time of a series stays the same on those clocks when they are put forward or back.
public enum CalendarTime: Sendable, Hashable {
    case day(Day)
    /// Minutes after midnight, as clocks show it.
    case local(Day, minutes: Int, Zone)

    /// The day it falls on, where it is.
    public var day: Day {
        switch self {
        case .day(let day), .local(let day, _, _): day
        }
    }

    /// The moment; of a day none, as that begins at another one in every zone.
    public var instant: Instant? {
        guard case .local(let day, let minutes, let zone) = self else { return nil }
        return zone.instant(day, minutes: minutes)
    }

    /// The same time of day on another day.
    public func on(_ day: Day) -> CalendarTime {
        switch self {
        case .day: .day(day)
        case .local(_, let minutes, let zone): .local(day, minutes: minutes, zone)
        }
    }

    var zone: Zone? { if case .local(_, _, let zone) = self { zone } else { nil } }

    /// A property with this value.
    func line(_ name: String) -> ContentLine {
        switch self {
        case .day: ContentLine(name, [("VALUE", "DATE")], text)
        case .local(_, _, .utc): ContentLine(name, [], text)
        case .local(_, _, let zone): ContentLine(name, [("TZID", zone.name)], text)
        }
    }

    /// `20260106`, `20260106T093000`, `20260106T093000Z`.
    var text: String {
        switch self {
        case .day(let day): day.basic
        case .local(let day, let minutes, let zone):
            "\(day.basic)T\(Self.clock(minutes * 60))\(zone == .utc ? "Z" : "")"
        }
    }

    /// Seconds after midnight as `HHMMSS`.
    static func clock(_ seconds: Int) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    }
}

extension Day {
    /// `20260106`.
    var basic: String { description.replacing("-", with: "") }
}

extension Instant {
    /// `20260106T093000Z`, to the second.
    var basic: String {
        String(description.prefix(19)).replacing("-", with: "").replacing(":", with: "") + "Z"
    }
}
