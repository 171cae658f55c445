// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Takes a query apart, byte by byte.
struct QueryScanner {
    /// A value as it was written.
    enum Value {
        case quoted(String)
        case bare(String)
    }

    let pointer: String
    var place = 0
    private let bytes: [UInt8]

    init(_ text: String, pointer: String) {
        bytes = Array(text.utf8)
        self.pointer = pointer
    }

    var isAtEnd: Bool { place == bytes.count }

    /// Steps over a sign if it comes next.
    mutating func take(_ sign: String) -> Bool {
        guard bytes.count - place >= sign.utf8.count,
            bytes[place..<(place + sign.utf8.count)].elementsEqual(sign.utf8)
        else { return false }
        place += sign.utf8.count
        return true
    }

    /// The next name; within braces a colon ends it. The dots of a whole IRI belong to it.
    mutating func name(inBraces: Bool) -> String? {
        let start = place
        var isWhole = bytes[start...].starts(with: "urn:".utf8)
        scan: while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "~"),
                UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
                UInt8(ascii: ","), UInt8(ascii: "\""), 0...0x20:
                break scan
            case UInt8(ascii: ".") where !isWhole: break scan
            case UInt8(ascii: ":"):
                if bytes[place...].starts(with: "://".utf8) { isWhole = true }
                if inBraces, !isWhole { break scan }
            default: break
            }
            place += 1
        }
        return start == place ? nil : text(start, place)
    }

    /// The names of a trailing path, up to the bracket that closes it.
    mutating func members(most: Int) -> [String]? {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "]"), bytes[place] != UInt8(ascii: "[") {
            place += 1
        }
        let names = text(start, place).split(separator: ".", omittingEmptySubsequences: false).map(
            String.init)
        return names.count <= most && names.allSatisfy { !$0.isEmpty } ? names : nil
    }

    /// The next value of a comparison.
    mutating func value() throws(TwinProblem) -> Value {
        if place < bytes.count, bytes[place] == UInt8(ascii: "\"") { return .quoted(try quoted()) }
        let start = place
        var open = 0
        scan: while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: ";"), UInt8(ascii: "|"): break scan
            case UInt8(ascii: ","):
                if !isDecimalComma(from: start) { break scan }
            case UInt8(ascii: "."):
                if bytes[place...].starts(with: "..".utf8) { break scan }
            case UInt8(ascii: "("): open += 1
            case UInt8(ascii: ")"):
                if open == 0 { break scan }
                open -= 1
            default: break
            }
            place += 1
        }
        return .bare(text(start, place))
    }

    /// Whether the comma here stands before the fraction of a second, as it may (4.6.3), and ends no value.
    private func isDecimalComma(from start: Int) -> Bool {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard place - start >= 8, bytes[place - 3] == UInt8(ascii: ":"),
            bytes[place - 6] == UInt8(ascii: ":"),
            isDigit(bytes[place - 1])
        else { return false }
        let digits = bytes[(place + 1)...].prefix(7).prefix(while: isDigit)
        let end = place + 1 + digits.count
        return !digits.isEmpty && end < bytes.count && bytes[end] == UInt8(ascii: "Z")
    }

    /// A text in quotes, with the escapes of JSON (RFC 8259, 7).
    private mutating func quoted() throws(TwinProblem) -> String {
        let start = place
        guard let end = closingQuote() else { throw unexpected("the quote that closes the text") }
        place = end + 1
        guard case .string(let text)? = try? JSON(parsing: bytes[start...end]) else {
            place = start
            throw unexpected("a text as JSON writes it")
        }
        return text
    }

    private func closingQuote() -> Int? {
        var index = place + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\"") { return index }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    /// A regular expression: in quotes, in which only a quote is escaped; or as it stands, as far as the
    /// operator, or the parenthesis, that is no part of it.
    mutating func expression() throws(TwinProblem) -> String? {
        if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            guard let end = closingQuote() else { throw unexpected("the quote that closes the pattern") }
            let inner = text(place + 1, end)
            place = end + 1
            return inner.split(separator: "\\\"", omittingEmptySubsequences: false).joined(separator: "\"")
        }
        let start = place
        var open = 0
        var isInSet = false
        scan: while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "["): isInSet = true
            case UInt8(ascii: "]"): isInSet = false
            case UInt8(ascii: "(") where !isInSet: open += 1
            case UInt8(ascii: ")") where !isInSet:
                if open == 0 { break scan }
                open -= 1
            case UInt8(ascii: ";") where open == 0 && !isInSet,
                UInt8(ascii: "|") where open == 0 && !isInSet:
                break scan
            default: break
            }
            place += 1
        }
        place = min(place, bytes.count)
        return text(start, place)
    }

    private func text(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Something else was due here.
    func unexpected(_ wanted: String) -> TwinProblem {
        let found = text(place, min(place + 20, bytes.count))
        let what = isAtEnd ? "its end" : "“\(found)”"
        return .bad(
            "The query is not sound at character \(place + 1): \(wanted) was due, and there is \(what).",
            at: pointer, clause: "4.9")
    }

    func tooComplex(_ reason: String) -> TwinProblem {
        TwinProblem(.tooComplexQuery, "The query \(reason).", at: pointer, clause: "4.9")
    }
}
