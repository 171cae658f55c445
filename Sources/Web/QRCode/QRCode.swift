// SPDX-License-Identifier: EUPL-1.2

/// A text as a QR code (ISO/IEC 18004), of bytes, with error correction of level M: 15 of a hundred
/// may be unreadable. For short texts, such as an address.
public struct QRCode: Sendable {
    /// How many modules a side has.
    public let size: Int
    /// Whether each module is dark, row by row.
    public let modules: [Bool]

    /// - Returns: nil for a text too long for version 20 (666 bytes).
    public init?(_ text: String) {
        guard let version = QRVersion.least(for: text.utf8.count) else { return nil }
        let words = QRWords(Array(text.utf8), version).all
        let drawings = (0..<8).map { QRDrawing(version, words, mask: $0) }
        guard let best = drawings.min(by: { $0.penalty < $1.penalty }) else { return nil }
        size = version.size
        modules = best.modules
    }

    /// Whether a module is dark; what lies outside is light.
    public subscript(row: Int, column: Int) -> Bool {
        (0..<size).contains(row) && (0..<size).contains(column) && modules[row * size + column]
    }
}

/// How large a code is, and how its words are divided into blocks (ISO/IEC 18004, table 9, level M).
struct QRVersion: Sendable {
    private static let correctionPerBlock = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
    ]
    private static let blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]

    let number: Int
    var size: Int { 17 + 4 * number }
    var blockCount: Int { Self.blocks[number - 1] }
    var correction: Int { Self.correctionPerBlock[number - 1] }

    /// The least that holds so many bytes.
    static func least(for count: Int) -> QRVersion? {
        (1...blocks.count).map(QRVersion.init).first { version in
            4 + version.lengthBits + 8 * count <= 8 * version.dataWords
        }
    }

    /// How many bits say how many bytes there are.
    var lengthBits: Int { number < 10 ? 8 : 16 }

    /// All words, of data and of correction: the modules that are no pattern, by eights.
    var allWords: Int {
        var bits = (16 * number + 128) * number + 64
        if number >= 2 {
            let alignments = number / 7 + 2
            bits -= (25 * alignments - 10) * alignments - 55
            if number >= 7 { bits -= 36 }
        }
        return bits / 8
    }

    var dataWords: Int { allWords - correction * blockCount }

    /// Where the middles of alignment patterns stand, in rows and columns.
    var alignments: [Int] {
        guard number >= 2 else { return [] }
        let count = number / 7 + 2
        let step = (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }
}
