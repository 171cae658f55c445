// SPDX-License-Identifier: EUPL-1.2

/// Writes CSV as RFC 4180 has it, in UTF-8: commas, lines ended by CR LF, a cell quoted where it
/// must be. Whatever people typed is guarded, so that no spreadsheet takes it for a formula.
///
///     var csv = CSVWriter()
///     csv.row([.plain("id"), .plain("title")])
///     csv.row([.plain(id.text), .text(title)])
public struct CSVWriter: Sendable {
    /// What stands in one cell.
    public enum Cell: Sendable, Hashable {
        /// What somebody typed: guarded.
        case text(String)
        /// What the program itself wrote, such as a number, a day or an id: as it is.
        case plain(String)
        case empty
    }

    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Writes one row.
    public mutating func row(_ cells: [Cell]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .empty: break
            case .plain(let text): write(text)
            case .text(let text): write(Self.isFormula(text) ? "'" + text : text)
            }
        }
        bytes.append(contentsOf: [13, 10])
    }

    /// Hands over what has been written and begins anew: for what is sent piece by piece.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Whether a spreadsheet may take the text for a formula: by its first character, as OWASP
    /// lists them, the full-width forms of East Asian keyboards among them.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
    }

    private mutating func write(_ text: String) {
        let quote = UInt8(ascii: "\"")
        let mustQuote = text.utf8.contains { $0 == quote || $0 == 44 || $0 == 10 || $0 == 13 }
        guard mustQuote else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(quote)
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}
