// SPDX-License-Identifier: EUPL-1.2

/// A moment is written in UTC, to the millisecond: `2026-01-06T09:30:00.000Z`.
extension Instant: LosslessStringConvertible, Codable {
    /// Reads a date and time of RFC 3339: seconds and an offset (`Z` or `+01:00`) must be there;
    /// a fraction may have any number of digits and is cut to the millisecond. nil for any other.
    public init?(_ text: String) { self.init(iso: text) }

    /// As `init(_:)`, for part of a text.
    public init?(iso text: some StringProtocol) {
        guard let value = Digits.withUTF8(of: text, Instant.milliseconds(in:)),
            value >= Instant.first.milliseconds, value <= Instant.last.milliseconds
        else { return nil }
        self.init(milliseconds: value)
    }

    private static func milliseconds(in bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        let colon = UInt8(ascii: ":")
        guard bytes.count >= 20, let (year, month, dayOfMonth) = Day.parts(in: bytes),
            let day = Day(year: year, month: month, day: dayOfMonth),
            bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == colon, bytes[16] == colon,
            let hour = Digits.read(bytes, 11, 2), hour <= 23,
            let minute = Digits.read(bytes, 14, 2), minute <= 59,
            // 60 is a leap second; like POSIX time, we count it as the second after it.
            let second = Digits.read(bytes, 17, 2), second <= (minute == 59 ? 60 : 59)
        else { return nil }
        var index = 19
        var fraction = 0
        if bytes[index] == UInt8(ascii: ".") {
            var scale = 100
            index += 1
            let start = index
            while index < bytes.count, let digit = Digits.read(bytes, index, 1) {
                fraction += digit * scale
                scale /= 10
                index += 1
            }
            guard index > start else { return nil }
        }
        guard let offset = offsetMinutes(in: bytes, at: index) else { return nil }
        let seconds = hour * 3600 + (minute - offset) * 60 + second
        return Int64(day.number) * millisecondsPerDay + Int64(seconds * 1000 + fraction)
    }

    /// The offset from UTC that ends the text: `Z`, `+01:00`, `-0500`.
    private static func offsetMinutes(
        in bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Int? {
        guard start < bytes.count else { return nil }
        let sign = bytes[start]
        if sign | 0x20 == UInt8(ascii: "z") { return start + 1 == bytes.count ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let hasColon = start + 6 == bytes.count && bytes[start + 3] == UInt8(ascii: ":")
        guard hasColon || start + 5 == bytes.count,
            let hours = Digits.read(bytes, start + 1, 2), hours <= 23,
            let minutes = Digits.read(bytes, start + (hasColon ? 4 : 3), 2), minutes <= 59
        else { return nil }
        let value = hours * 60 + minutes
        return sign == UInt8(ascii: "-") ? -value : value
    }

    /// `2026-01-06T09:30:00.000Z`.
    public var description: String {
        let perDay = Instant.millisecondsPerDay
        // Flooring division: moments before 1970 belong to the day they fall in.
        var days = milliseconds / perDay
        var rest = Int(milliseconds % perDay)
        if rest < 0 {
            days -= 1
            rest += Int(perDay)
        }
        return String(unsafeUninitializedCapacity: 24) { bytes in
            Day(number: Int32(days)).write(to: bytes)
            bytes[10] = UInt8(ascii: "T")
            Digits.write(rest / 3_600_000, 2, to: bytes, at: 11)
            bytes[13] = UInt8(ascii: ":")
            Digits.write(rest / 60_000 % 60, 2, to: bytes, at: 14)
            bytes[16] = UInt8(ascii: ":")
            Digits.write(rest / 1000 % 60, 2, to: bytes, at: 17)
            bytes[19] = UInt8(ascii: ".")
            Digits.write(rest % 1000, 3, to: bytes, at: 20)
            bytes[23] = UInt8(ascii: "Z")
            return 24
        }
    }

    /// Decodes from a text of RFC 3339; throws `DecodingError.dataCorrupted` for any other value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "“\(text)” is not a moment such as 2026-01-06T09:30:00Z")
        }
        self = instant
    }

    /// Encodes as `2026-01-06T09:30:00.000Z`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
