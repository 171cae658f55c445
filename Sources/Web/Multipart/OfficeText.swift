// SPDX-License-Identifier: EUPL-1.2

/// Texts as programs of offices save them: in UTF-8; in UTF-16 with a mark of its order, as spreadsheets
/// save what they call Unicode text; else in Windows-1252, which is what Latin-1 is called on most machines.
enum OfficeText {
    static func read(_ bytes: [UInt8]) -> String {
        if bytes.count % 2 == 0, bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return wide(bytes.dropFirst(2), isLittle: bytes[0] == 0xFF)
        }
        return String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map(scalar)))
    }

    private static func wide(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> String {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(marks[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
    }

    /// What the bytes from 0x80 to 0x9F stand for; those that stand for nothing stay.
    private static let marks: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
        0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
