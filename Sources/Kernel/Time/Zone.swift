// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A time zone by its IANA name, such as `Europe/Dublin`: which day it is there at a moment.
///
/// Made once from a jurisdiction's file and handed on: looking a zone up by name is slow,
/// asking one that is held is not. Nothing here knows the machine's own zone.
public struct Zone: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The IANA name.
    public let name: String
    private let timeZone: TimeZone

    /// UTC, for what belongs to no place.
    public static let utc = Zone(name: "UTC", timeZone: .gmt)

    private init(name: String, timeZone: TimeZone) {
        self.name = name
        self.timeZone = timeZone
    }

    /// The zone of that IANA name; nil when the machine knows none.
    public init?(_ name: String) {
        if name == "UTC" {
            self = .utc
            return
        }
        // Foundation also reads abbreviations such as IST, which name several zones.
        guard name.contains("/"), let timeZone = TimeZone(identifier: name) else { return nil }
        self.init(name: name, timeZone: timeZone)
    }

    /// The civil day in this zone at a moment.
    public func day(at instant: Instant) -> Day {
        let local = instant.milliseconds + offset(at: instant)
        let perDay = Instant.millisecondsPerDay
        let days = local >= 0 ? local / perDay : (local - perDay + 1) / perDay
        return Day(number: Int32(days))
    }

    /// The first moment of a day in this zone; where clocks jump over midnight, that of the jump.
    public func start(of day: Day) -> Instant {
        let midnight = Int64(day.number) * Instant.millisecondsPerDay
        // No zone is further than 26 hours from any other offset it has used, so the earliest
        // matching moment is found by trying the offsets on both sides of the midnight.
        let before = offset(at: Instant(milliseconds: midnight - Instant.millisecondsPerDay))
        let after = offset(at: Instant(milliseconds: midnight + Instant.millisecondsPerDay))
        let candidates = [midnight - max(before, after), midnight - min(before, after)]
            .map(Instant.init(milliseconds:))
        if let match = candidates.first(where: {
            self.day(at: $0) == day
                && self.day(at: $0.adding(milliseconds: -1)) < day
        }) {
            return match
        }
        return firstMoment(of: day, between: candidates[0], and: candidates[1])
    }

    /// The time of day in this zone, in minutes after midnight.
    public func minuteOfDay(at instant: Instant) -> Int {
        let local = instant.milliseconds + offset(at: instant)
        let perDay = Instant.millisecondsPerDay
        return Int((local % perDay + perDay) % perDay / 60_000)
    }

    /// Halving, for a midnight that a change of clocks leaves out.
    private func firstMoment(of day: Day, between low: Instant, and high: Instant) -> Instant {
        var low = low.milliseconds - 1
        var high = high.milliseconds + 1
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if self.day(at: Instant(milliseconds: middle)) < day {
                low = middle
            } else {
                high = middle
            }
        }
        return Instant(milliseconds: high)
    }

    /// The offset from UTC in milliseconds.
    func offset(at instant: Instant) -> Int64 {
        Int64(timeZone.secondsFromGMT(for: instant.date)) * 1000
    }

    public var description: String { name }

    public static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// Decodes from an IANA name; throws `DecodingError.dataCorrupted` when no zone has it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let zone = Zone(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a time zone")
        }
        self = zone
    }

    /// Encodes as its IANA name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
