// SPDX-License-Identifier: EUPL-1.2

/// Reading and writing of fixed-width decimal digits in UTF-8, shared by `Day` and `Instant`.
enum Digits {
    /// The value of `count` ASCII digits beginning at `start`; nil when one of them is no digit.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var value = 0
        for index in start..<(start + count) {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// Writes `value` as `count` ASCII digits, with leading zeros, beginning at `start`.
    static func write(
        _ value: Int, _ count: Int, to bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) {
        var rest = value
        for index in stride(from: start + count - 1, through: start, by: -1) {
            bytes[index] = UInt8(0x30 + rest % 10)
            rest /= 10
        }
    }

    /// Calls `body` with the UTF-8 of `text`, without copying where the text lies contiguously.
    static func withUTF8<Text: StringProtocol, Result>(
        of text: Text, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(text.utf8).withUnsafeBufferPointer(body)
    }
}
