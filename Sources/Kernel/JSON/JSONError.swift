// SPDX-License-Identifier: EUPL-1.2

/// Why a text is not JSON, and where.
public struct JSONError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Reason: String, Sendable, CaseIterable {
        case unexpectedEnd, unexpectedByte, trailingBytes, byteOrderMark
        case invalidNumber, invalidEscape, unpairedSurrogate, invalidUTF8, controlCharacter
        case duplicateKey, tooDeep
    }

    /// What is wrong.
    public let reason: Reason
    /// How many bytes stand before the fault.
    public let offset: Int
    /// The line of the fault, from 1.
    public let line: Int
    /// The character of that line, from 1, counted in Unicode scalars.
    public let column: Int

    init(_ reason: Reason, at offset: Int, in bytes: [UInt8]) {
        self.reason = reason
        self.offset = offset
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}

extension JSONError: CustomStringConvertible {
    /// For logs; a person is shown a phrase.
    public var description: String { "\(reason.rawValue) at line \(line), column \(column)" }
}

extension JSONError {
    /// The fault in words: the key is `json.` and the reason, the values are `line` and `column`.
    public var phrase: Phrase {
        Phrase("json.\(reason.rawValue)", ["line": String(line), "column": String(column)])
    }
}
