// SPDX-License-Identifier: EUPL-1.2

/// Swift code with everything taken out that is not code: comments, the content of strings and of
/// regular expressions. Line breaks stay, so that lines can be counted.
struct Code {
    let text: String
    let lines: [Substring]

    /// - Parameter keepsStrings: whether the content of strings stays.
    init(_ text: String, keepsStrings: Bool = false) {
        var scanner = Scanner(text, keepsStrings: keepsStrings)
        self.text = scanner.read()
        lines = self.text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// One function, initialiser or subscript with a body.
    struct Function {
        /// The line it is declared in, from 1.
        let line: Int
        /// The lines from its declaration to its end.
        let length: Int
    }

    /// The functions of the file: from the word that declares each to the brace that closes it.
    var functions: [Function] {
        lines.indices.compactMap { index in
            guard Self.declares(lines[index]) else { return nil }
            return end(of: index).map { Function(line: index + 1, length: $0 - index + 1) }
        }
    }

    private static func declares(_ line: Substring) -> Bool {
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }
        guard let place = words.firstIndex(where: { ["func", "init", "subscript"].contains($0) })
        else { return false }
        // `self.init(…)` and `X.init` are calls; before a declaration stand only modifiers.
        return words[..<place].allSatisfy(modifiers.contains)
    }

    private static let modifiers: Set<Substring> = [
        "public", "private", "fileprivate", "internal", "static", "final", "override", "mutating",
        "nonmutating", "convenience", "required", "consuming", "borrowing", "nonisolated", "inline",
        "never", "discardableResult", "Sendable", "_disfavoredOverload", "package", "class",
    ]

    /// The line of the brace that closes what is declared in a line; nil if it has no body.
    private func end(of start: Int) -> Int? {
        var (round, curly, hasBody) = (0, 0, false)
        for index in start..<lines.count {
            if index > start, !hasBody, round == 0, Self.declares(lines[index]) { return nil }
            for byte in lines[index].utf8 {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): round += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): round -= 1
                case UInt8(ascii: "{") where round == 0 || hasBody:
                    curly += 1
                    hasBody = true
                case UInt8(ascii: "}") where hasBody || round == 0:
                    curly -= 1
                    if curly < 0 { return nil }
                    if hasBody, curly == 0 { return index }
                default: break
                }
            }
        }
        return nil
    }
}

/// Reads Swift text once, and copies only the code of it.
private struct Scanner {
    private let text: [UInt8]
    private let keepsStrings: Bool
    private var index = 0
    private var out: [UInt8] = []

    init(_ text: String, keepsStrings: Bool) {
        self.text = Array(text.utf8)
        self.keepsStrings = keepsStrings
        out.reserveCapacity(self.text.count)
    }

    mutating func read() -> String {
        code(untilClosed: false)
        return String(decoding: out, as: UTF8.self)
    }

    private func at(_ offset: Int) -> UInt8? {
        index + offset < text.count ? text[index + offset] : nil
    }

    private func starts(_ prefix: StaticString) -> Bool {
        for offset in 0..<prefix.utf8CodeUnitCount where at(offset) != prefix.utf8Start[offset] {
            return false
        }
        return true
    }

    private mutating func copy() {
        out.append(text[index])
        index += 1
    }

    /// Code, to the end of the text or, within a string, to the bracket that ends what is put in.
    private mutating func code(untilClosed: Bool) {
        var depth = 0
        while let byte = at(0) {
            switch byte {
            case UInt8(ascii: "/") where starts("//"): comment(until: "\n", length: 0)
            case UInt8(ascii: "/") where starts("/*"): comment(until: "*/", length: 2)
            case UInt8(ascii: "/") where startsPattern(): pattern()
            case UInt8(ascii: "\""): string(hashes: 0)
            case UInt8(ascii: "#") where hashesOfString > 0: string(hashes: hashesOfString)
            case UInt8(ascii: ")") where untilClosed && depth == 0: return
            default:
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                copy()
            }
        }
    }

    private mutating func comment(until end: StaticString, length: Int) {
        while let byte = at(0), !starts(end) {
            if byte == UInt8(ascii: "\n") { out.append(byte) }
            index += 1
        }
        index += length
    }

    /// How many `#` stand before a string that begins here; 0 where none does.
    private var hashesOfString: Int {
        var count = 0
        while at(count) == UInt8(ascii: "#") { count += 1 }
        return at(count) == UInt8(ascii: "\"") ? count : 0
    }

    private func hashes(_ count: Int, at offset: Int) -> Bool {
        (0..<count).allSatisfy { at(offset + $0) == UInt8(ascii: "#") }
    }

    private mutating func string(hashes count: Int) {
        index += count
        let quotes = starts("\"\"\"") ? 3 : 1
        index += quotes
        out.append(UInt8(ascii: "\""))
        while let byte = at(0) {
            let isQuote = byte == UInt8(ascii: "\"") && (quotes == 1 || starts("\"\"\""))
            if isQuote, hashes(count, at: quotes) {
                index += quotes + count
                break
            }
            let isEscape = byte == UInt8(ascii: "\\") && hashes(count, at: 1)
            if isEscape, at(1 + count) == UInt8(ascii: "(") {
                if keepsStrings { out.append(byte) }
                index += 2 + count
                out.append(UInt8(ascii: "("))
                code(untilClosed: true)
                out.append(UInt8(ascii: ")"))
                index += 1
                continue
            }
            if isEscape, at(1) != nil {
                if keepsStrings { out.append(byte) }
                index += 1
            }
            if keepsStrings || at(0) == UInt8(ascii: "\n") { out.append(text[index]) }
            index += 1
        }
        out.append(UInt8(ascii: "\""))
    }

    /// A slash begins a regular expression where a value may stand and another closes it on the
    /// same line.
    private func startsPattern() -> Bool {
        guard let next = at(1), !Array(" /*=".utf8).contains(next) else { return false }
        let before = out.last { $0 != UInt8(ascii: " ") } ?? UInt8(ascii: "\n")
        guard Array("(,=:[{&|!\n".utf8).contains(before) else { return false }
        var offset = 1
        while let byte = at(offset), byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "/") { return true }
            offset += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return false
    }

    private mutating func pattern() {
        index += 1
        while let byte = at(0), byte != UInt8(ascii: "/") {
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
        out.append(UInt8(ascii: "/"))
    }
}
