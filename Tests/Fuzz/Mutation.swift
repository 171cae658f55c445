// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Spoils what was sound: a bit, a byte, a piece; or makes more of it than anybody would.
enum Mutation {
    /// No more than so much is made of one piece, in bytes; and now and then, much more.
    private static let (usual, most) = (4_096, 262_144)

    /// Bytes that are spoilt a few times over.
    /// - Parameter other: something else of the same sort, of which pieces are taken.
    static func spoilt(_ bytes: [UInt8], beside other: [UInt8], _ chance: inout Chance) -> [UInt8] {
        var bytes = bytes
        let end = chance.percent(2) ? most : max(usual, bytes.count)
        for _ in 0..<chance.pick([1, 1, 1, 2, 3, 8]) {
            spoil(&bytes, other, &chance)
            if bytes.count > end { bytes.removeSubrange(end...) }
        }
        return bytes
    }

    private static func spoil(_ bytes: inout [UInt8], _ other: [UInt8], _ chance: inout Chance) {
        let place = chance.below(bytes.count + 1)
        switch chance.below(11) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(chance.below(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: chance.next())
        case 2: bytes.removeSubrange(range(from: place, in: bytes, &chance))
        case 3: bytes.removeSubrange(place...)
        case 4:
            bytes.insert(
                contentsOf: other[range(from: chance.below(other.count), in: other, &chance)], at: place)
        case 5:
            bytes.replaceSubrange(
                range(from: place, in: bytes, &chance), with: Array(chance.pick(tokens).utf8))
        case 6: repeatPiece(&bytes, place, &chance)
        case 7: nest(&bytes, place, &chance)
        case 8: bytes.insert(contentsOf: chance.pick(badText), at: place)
        case 9: replaceNumber(&bytes, from: place, &chance)
        default: bytes.insert(contentsOf: Array(chance.pick(tokens).utf8), at: place)
        }
    }

    private static func range(from start: Int, in bytes: [UInt8], _ chance: inout Chance) -> Range<Int> {
        let start = min(start, bytes.count)
        return start..<min(bytes.count, start + chance.pick([1, 2, 4, 16, 64, 1_024]))
    }

    private static func repeatPiece(_ bytes: inout [UInt8], _ place: Int, _ chance: inout Chance) {
        let piece = Array(bytes[range(from: place, in: bytes, &chance)])
        let count = min(chance.pick([2, 3, 10, 100, 3_000]), most / max(1, piece.count))
        bytes.insert(contentsOf: (0..<count).flatMap { _ in piece }, at: place)
    }

    /// Puts brackets around a piece, many of them, which need not fit.
    private static func nest(_ bytes: inout [UInt8], _ place: Int, _ chance: inout Chance) {
        let (open, close) = chance.pick([("[", "]"), ("{\"a\":", "}"), ("(", ")"), ("{", "}"), ("(a|", ")*")])
        let count = chance.pick([1, 2, 20, 50, 250, 3_000])
        let end = range(from: place, in: bytes, &chance).upperBound
        if chance.percent(80) {
            bytes.insert(contentsOf: String(repeating: close, count: count).utf8, at: max(place, end))
        }
        bytes.insert(contentsOf: String(repeating: open, count: count).utf8, at: place)
    }

    private static func replaceNumber(_ bytes: inout [UInt8], from place: Int, _ chance: inout Chance) {
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: Array(chance.pick(numbers).utf8))
    }

    /// What no text holds, or few: broken UTF-8, halves of pairs, marks of order and of byte order.
    private static let badText: [[UInt8]] = [
        [0], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xEF, 0xBB, 0xBF],
        [0xE2, 0x80, 0xAE], [0xCC, 0x81], [0xF0, 0x9F, 0x98, 0x80], [0xE2, 0x80, 0xA8], [0xC3],
        Array("\\ud800".utf8), Array("\\u0000".utf8), Array("\\udfff\\ud800".utf8), Array("%00%ff".utf8),
    ]

    static let numbers = [
        "0", "-0", "1", "-1", "00", "0.0", "1e17", "1e308", "-1e308", "1.7976931348623157e308", "1e309",
        "1e-400", "5e-324", "9007199254740993", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "18446744073709551616", "0.1", "1e999999999", "99999999999999999999999999",
        "2147483648", "4294967296", "1000", "1001", "0x10", "NaN", "Infinity", "1_000", "+1", "1.", ".5",
    ]

    private static let tokens: [String] =
        numbers + [
            "null", "true", "[]", "{}", "\"\"", ",", ":", "\"", "\\", "/", "..", ".", ";", "|", "&", "=",
            "==", "!=",
            "~=", "!~=", ">=", "(", ")", "[", "]", "{", "}", "*", "+", "?", "^", "$", "#", "@", "%", "'",
            "\n",
            "\r\n", "\t", " ", "urn:ngsi-ld:null", "@none", "@context", "@value", "@id", "@type", "@json",
            "@vocab",
            "@import", "\"@context\":", "\"value\":", "\"type\":", "\"Property\"", "\"object\":",
            "\"languageMap\":",
            "\"datasetId\":", "\"observedAt\":", "\"urn:a:b\"", "ngsi-ld:", "https://uri.etsi.org/ngsi-ld/",
            "https://uri.etsi.org/ngsi-ld/default-context/", "scope", "createdAt", "id", "type", "(?i)",
            "(a+)+$",
            "(.*a){20}", "[^", "[[:alpha:]]", "\\b", "\\1", "a{1000}", "x{,3}", "\\u0041", "P1Y", "PT0S",
            "2026-01-06T09:30:00Z", "2026-02-30T25:61:61Z", "9999-12-31T23:59:59.999999Z",
            "1583-01-01T00:00:00Z",
            "2026-01-06T09:30:00,5Z", "+01:00", "maxDistance==", "near;", "/#", "/+/", "..\"", "é", "ß", "İ",
            "ﬁ", "日",
        ]
}
