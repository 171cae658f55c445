// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A moment to the microsecond, as NGSI-LD counts them (GS CIM 009, 4.6.3): microseconds since
/// 1970-01-01T00:00:00Z. Written in UTC with a `Z` and no more digits than it has.
struct Stamp: Sendable, Hashable, Comparable {
    let microseconds: Int64

    init(microseconds: Int64) { self.microseconds = microseconds }

    init(_ instant: Instant) { microseconds = instant.milliseconds * 1_000 }

    /// Cut to the millisecond below.
    var instant: Instant {
        Instant(milliseconds: microseconds / 1_000 - (microseconds % 1_000 < 0 ? 1 : 0))
    }

    static func < (left: Stamp, right: Stamp) -> Bool { left.microseconds < right.microseconds }

    /// Where a source told no time: before whatever is known, so that this counts.
    static let unknown = Stamp(microseconds: 0)
    var isKnown: Bool { self != .unknown }

    /// The earlier of two of which either may be unknown.
    static func earliest(_ one: Stamp, _ other: Stamp) -> Stamp {
        one.isKnown && other.isKnown ? min(one, other) : max(one, other)
    }

    func adding(microseconds more: Int64) -> Stamp { Stamp(microseconds: microseconds &+ more) }
}

extension Stamp: LosslessStringConvertible {
    /// Reads a date and time in UTC: `2026-01-06T09:30:00Z`, with up to six digits of a second after a
    /// point or a comma. Nil for any other, offsets among them (4.6.3).
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 27, bytes.last == UInt8(ascii: "Z"),
            bytes[10] == UInt8(ascii: "T")
        else { return nil }
        var fraction: Int64 = 0
        if bytes.count > 20 {
            guard bytes[19] == UInt8(ascii: ".") || bytes[19] == UInt8(ascii: ","), bytes.count > 21 else {
                return nil
            }
            var scale: Int64 = 100_000
            for byte in bytes[20..<(bytes.count - 1)] {
                guard (48...57).contains(byte) else { return nil }
                fraction += Int64(byte - 48) * scale
                scale /= 10
            }
        }
        guard let instant = Instant(iso: text.prefix(19) + "Z") else { return nil }
        microseconds = instant.milliseconds * 1_000 + fraction
    }

    /// With how many digits of a second a text is written, three in `09:30:00.000Z`: what is sent is given
    /// out again as it was.
    static func digits(of text: String) -> UInt8 {
        // After the seconds and their point, and before the Z.
        UInt8(clamping: text.utf8.dropFirst(20).dropLast().count)
    }

    var description: String {
        let whole = instant.description
        let rest = Int((microseconds % 1_000_000 + 1_000_000) % 1_000_000)
        if rest == 0 { return whole.prefix(19) + "Z" }
        var digits = String(rest)
        digits = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole.prefix(19)).\(digits)Z"
    }
}
