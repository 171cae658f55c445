// SPDX-License-Identifier: EUPL-1.2

/// Reads CSV as RFC 4180 has it, and as spreadsheets write it: cells between commas, semicolons or tabs,
/// whichever the first line has most of; lines ended by any line end; a mark of byte order passed over.
struct CSVTable: Sendable {
    /// Why a text is no table.
    enum Failure: Error { case openQuote(line: Int), tooMany }

    private(set) var rows: [[String]] = []
    let separator: UInt8

    /// - Parameter most: how many rows there may be, the heads among them.
    init(_ text: String, most: Int) throws(Failure) {
        var bytes = Array(text.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        separator = Self.separator(of: bytes)
        var reader = Reader(bytes: bytes, separator: separator)
        while let row = try reader.row() {
            if row.allSatisfy(\.isEmpty) { continue }
            guard rows.count < most else { throw .tooMany }
            rows.append(row)
        }
    }

    private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
        let line = bytes.prefix { $0 != 10 && $0 != 13 }
        let counts = [UInt8(ascii: ","), UInt8(ascii: ";"), 9].map { mark in
            (mark, line.count { $0 == mark })
        }
        return counts.max { $0.1 < $1.1 }?.0 ?? UInt8(ascii: ",")
    }

    private struct Reader {
        let bytes: ArraySlice<UInt8>
        let separator: UInt8
        var place: Int
        var line = 1

        init(bytes: ArraySlice<UInt8>, separator: UInt8) {
            (self.bytes, self.separator, place) = (bytes, separator, bytes.startIndex)
        }

        mutating func row() throws(Failure) -> [String]? {
            guard place < bytes.endIndex else { return nil }
            var cells: [String] = []
            while true {
                cells.append(try cell())
                guard place < bytes.endIndex else { return cells }
                let byte = bytes[place]
                place += 1
                if byte == separator { continue }
                if byte == 13, place < bytes.endIndex, bytes[place] == 10 { place += 1 }
                line += 1
                return cells
            }
        }

        /// The cell that begins here; what ends it is left.
        private mutating func cell() throws(Failure) -> String {
            guard place < bytes.endIndex, bytes[place] == UInt8(ascii: "\"") else { return plain([]) }
            let begun = line
            var content: [UInt8] = []
            place += 1
            while place < bytes.endIndex {
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\"") {
                    guard place < bytes.endIndex, bytes[place] == UInt8(ascii: "\"") else {
                        return plain(content)
                    }
                    place += 1
                }
                if byte == 10 { line += 1 }
                content.append(byte)
            }
            throw .openQuote(line: begun)
        }

        /// What stands up to the next mark, after what was in quotes.
        private mutating func plain(_ content: [UInt8]) -> String {
            let start = place
            while place < bytes.endIndex, bytes[place] != separator, bytes[place] != 10, bytes[place] != 13 {
                place += 1
            }
            return String(decoding: content + bytes[start..<place], as: UTF8.self)
        }
    }
}
