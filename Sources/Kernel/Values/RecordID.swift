// SPDX-License-Identifier: EUPL-1.2

/// The id of a record, a person, a journal entry: a UUID of version 7 (RFC 9562, section 5.7), so
/// that ids sort by the time they were made. Kept as its canonical text.
public struct RecordID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// The canonical text: 36 characters, lower case.
    public let text: String

    public var description: String { text }

    /// No record: for a field that has not been filled yet.
    public static let none = RecordID(at: Instant(milliseconds: 0), random: (0, 0))

    /// An id someone sent: only a canonical UUID, of any version, is one.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return nil }
        for (index, byte) in bytes.enumerated() {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            guard isDash ? byte == 45 : Self.isLowerHex(byte) else { return nil }
        }
        self.text = String(text)
    }

    /// A new id.
    /// - Parameters:
    ///   - instant: when it is made, to the millisecond.
    ///   - random: 80 random bits, of which 74 are used.
    public init(at instant: Instant, random: (UInt64, UInt16)) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let milliseconds = UInt64(bitPattern: instant.milliseconds)
        for index in 0..<6 {
            bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (8 * UInt64(5 - index)))
        }
        bytes[6] = 0x70 | UInt8(truncatingIfNeeded: random.1 >> 8) & 0x0f
        bytes[7] = UInt8(truncatingIfNeeded: random.1)
        for index in 0..<8 {
            bytes[8 + index] = UInt8(truncatingIfNeeded: random.0 >> (8 * UInt64(7 - index)))
        }
        bytes[8] = 0x80 | bytes[8] & 0x3f
        text = Self.print(bytes)
    }

    /// A new id from the system's random source.
    public static func new(at instant: Instant) -> RecordID {
        RecordID(at: instant, random: (.random(in: .min ... .max), .random(in: .min ... .max)))
    }

    public static func < (left: RecordID, right: RecordID) -> Bool { left.text < right.text }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = RecordID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a UUID"))
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte)
    }

    private static func print(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var out = [UInt8]()
        out.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { out.append(45) }
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }
}
