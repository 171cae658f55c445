// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension CalendarTime {
    /// As ISO 8601 says it: a day, or a time of day with what its clocks are ahead of UTC by, such as
    /// `2026-01-06T09:30:00+01:00`.
    public var iso: String {
        guard case .local(_, _, let zone) = self, let instant else { return day.description }
        // A time that clocks leave out is the moment they are put forward to.
        let (day, minutes) = (zone.day(at: instant), zone.minuteOfDay(at: instant))
        let ahead = Int(day.number) * 1_440 + minutes - Int(instant.milliseconds / 60_000)
        let sign = ahead < 0 ? "-" : "+"
        return "\(day)T\(Self.hours(minutes)):00\(sign)\(Self.hours(abs(ahead)))"
    }

    private static func hours(_ minutes: Int) -> String {
        [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
