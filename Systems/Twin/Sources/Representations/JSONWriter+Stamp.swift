// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Moments written straight into bytes: answers have dozens of them.
extension JSONWriter {
    /// - Parameter digits: how many digits of a second it is written with, where it needs fewer.
    mutating func field(_ key: String, _ stamp: Stamp, digits: UInt8 = 0) {
        self.key(key)
        value(stamp, digits: digits)
    }

    /// Writes when something was made or changed, unless a source did not tell.
    mutating func time(_ key: String, _ stamp: Stamp) {
        if stamp.isKnown { field(key, stamp) }
    }

    /// Writes a moment as `Stamp.description` has it, or with more digits of a second.
    mutating func value(_ stamp: Stamp, digits: UInt8 = 0) {
        let perDay: Int64 = 86_400_000_000
        let number = stamp.microseconds.quotientFloor(perDay)
        guard number >= Int64(Day.first.number), number <= Int64(Day.last.number) else {
            return value(stamp.description)
        }
        let (year, month, day) = Day(number: Int32(number)).civil
        let rest = Int(stamp.microseconds - number * perDay)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 29) { bytes in
            var end = 0
            func put(_ value: Int, _ count: Int, _ after: UInt8) {
                var value = value
                for place in stride(from: end + count - 1, through: end, by: -1) {
                    bytes[place] = UInt8(0x30 + value % 10)
                    value /= 10
                }
                bytes[end + count] = after
                end += count + 1
            }
            bytes[0] = UInt8(ascii: "\"")
            end = 1
            put(year, 4, UInt8(ascii: "-"))
            put(month, 2, UInt8(ascii: "-"))
            put(day, 2, UInt8(ascii: "T"))
            put(rest / 3_600_000_000, 2, UInt8(ascii: ":"))
            put(rest / 60_000_000 % 60, 2, UInt8(ascii: ":"))
            let fraction = rest % 1_000_000
            put(rest / 1_000_000 % 60, 2, UInt8(ascii: fraction == 0 && digits == 0 ? "Z" : "."))
            if fraction != 0 || digits > 0 {
                let least = end + Int(min(digits, 6))
                put(fraction, 6, UInt8(ascii: "Z"))
                end -= 1
                while end > least, bytes[end - 1] == UInt8(ascii: "0") { end -= 1 }
                bytes[end] = UInt8(ascii: "Z")
                end += 1
            }
            bytes[end] = UInt8(ascii: "\"")
            raw(UnsafeBufferPointer(rebasing: bytes[0...end]))
        }
    }
}
