// SPDX-License-Identifier: EUPL-1.2

/// A day is written as in ISO 8601, `2026-01-06`, everywhere a program might read it.
extension Day: LosslessStringConvertible, Codable {
    /// Reads exactly `YYYY-MM-DD`; nil for anything else, and for days that do not exist.
    public init?(_ text: String) { self.init(iso: text) }

    /// As `init(_:)`, for part of a text.
    public init?(iso text: some StringProtocol) {
        let parts = Digits.withUTF8(of: text) { bytes -> (Int, Int, Int)? in
            guard bytes.count == 10 else { return nil }
            return Day.parts(in: bytes)
        }
        guard let (year, month, day) = parts else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The three numbers at the beginning of `YYYY-MM-DD…`, not yet checked for range.
    static func parts(in bytes: UnsafeBufferPointer<UInt8>) -> (Int, Int, Int)? {
        let hyphen = UInt8(ascii: "-")
        guard bytes.count >= 10, bytes[4] == hyphen, bytes[7] == hyphen,
            let year = Digits.read(bytes, 0, 4),
            let month = Digits.read(bytes, 5, 2),
            let day = Digits.read(bytes, 8, 2)
        else { return nil }
        return (year, month, day)
    }

    /// `2026-01-06`.
    public var description: String {
        String(unsafeUninitializedCapacity: 10) { bytes in
            write(to: bytes)
            return 10
        }
    }

    /// Writes the ten bytes of `YYYY-MM-DD` at the beginning of `bytes`.
    func write(to bytes: UnsafeMutableBufferPointer<UInt8>) {
        let (year, month, day) = civil
        Digits.write(year, 4, to: bytes, at: 0)
        bytes[4] = UInt8(ascii: "-")
        Digits.write(month, 2, to: bytes, at: 5)
        bytes[7] = UInt8(ascii: "-")
        Digits.write(day, 2, to: bytes, at: 8)
    }

    /// Decodes from an ISO string; throws `DecodingError.dataCorrupted` for any other value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a day such as 2026-01-06")
        }
        self = day
    }

    /// Encodes as an ISO string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
