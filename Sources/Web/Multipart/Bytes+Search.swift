// SPDX-License-Identifier: EUPL-1.2

extension [UInt8] {
    /// Where `pattern` begins, at `start` or after; nil where it is not.
    func firstIndex(of pattern: [UInt8], from start: Int) -> Int? {
        withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern -> Int? in
                guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
                var index = start
                let last = bytes.count - pattern.count
                while index <= last {
                    if bytes[index] == first,
                        (1..<pattern.count).allSatisfy({ bytes[index + $0] == pattern[$0] })
                    {
                        return index
                    }
                    index += 1
                }
                return nil
            }
        }
    }

    /// How many bytes at the end might be the beginning of `pattern`.
    func endOverlap(with pattern: [UInt8]) -> Int {
        var length = Swift.min(count, pattern.count - 1)
        while length > 0, !suffix(length).elementsEqual(pattern.prefix(length)) { length -= 1 }
        return length
    }
}

extension UInt8 {
    /// Whether it is a letter or a digit of ASCII.
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
