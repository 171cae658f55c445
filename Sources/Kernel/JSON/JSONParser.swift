// SPDX-License-Identifier: EUPL-1.2

extension JSON {
    /// What a reader puts up with.
    public struct Limits: Sendable {
        /// What is done with a key that an object holds twice.
        public enum DuplicateKeys: Sendable { case refused, lastStands }

        /// How deep arrays and objects may nest.
        public var depth: Int
        /// What is done with a key that an object holds twice.
        public var duplicateKeys: DuplicateKeys

        /// Limits; `depth` is 1 to 1000, which the stack of any thread bears.
        public init(depth: Int = 64, duplicateKeys: DuplicateKeys = .refused) {
            precondition((1...1000).contains(depth), "depth is 1 to 1000")
            self.depth = depth
            self.duplicateKeys = duplicateKeys
        }
    }

    /// Reads one JSON text strictly as RFC 8259 has it: UTF-8 without a byte order mark, nothing
    /// before or after but white space, no key twice.
    /// - Throws: the first fault and its place.
    public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) {
        var parser = JSONParser(bytes, limits)
        self = try parser.document()
    }

    /// Reads one JSON text from any bytes.
    public init(
        parsing bytes: some Collection<UInt8>, limits: Limits = Limits()
    ) throws(JSONError) {
        try self.init(parsing: Array(bytes), limits: limits)
    }

    /// Reads one JSON text from a string.
    public init(parsing text: String, limits: Limits = Limits()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}

/// A recursive-descent reader over bytes; each function leaves `position` after what it read.
struct JSONParser {
    private let bytes: [UInt8]
    private let limits: JSON.Limits
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8], _ limits: JSON.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw fault(.byteOrderMark, 0) }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw fault(.trailingBytes) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        guard let first = peek else { throw fault(.unexpectedEnd) }
        switch first {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected()
        }
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        var members = JSONObject()
        skipSpace()
        if peek == UInt8(ascii: "}") {
            leave()
            return .object(members)
        }
        while true {
            let start = position
            guard peek == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw unexpected() }
            position += 1
            skipSpace()
            let value = try value()
            if !members.append(key, value) {
                guard limits.duplicateKeys == .lastStands else { throw fault(.duplicateKey, start) }
                members[key] = value
            }
            if try !more(until: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        var values: [JSON] = []
        skipSpace()
        if peek == UInt8(ascii: "]") {
            leave()
            return .array(values)
        }
        while true {
            values.append(try value())
            if try !more(until: UInt8(ascii: "]")) { return .array(values) }
        }
    }

    private mutating func enter() throws(JSONError) {
        guard depth < limits.depth else { throw fault(.tooDeep) }
        depth += 1
        position += 1
    }

    private mutating func leave() {
        depth -= 1
        position += 1
    }

    /// After a member or an element: whether a comma leads to another, or the end was read.
    private mutating func more(until end: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: ",") else {
            guard peek == end else { throw unexpected() }
            leave()
            return false
        }
        position += 1
        skipSpace()
        return true
    }

    private mutating func word(
        _ word: StaticString, _ value: JSON
    ) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard peek == word.utf8Start[index] else { throw unexpected() }
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        var isInteger = true
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let firstDigit = position
        let small = try digits()
        if position - firstDigit > 1, bytes[firstDigit] == 0x30 {
            throw fault(.invalidNumber, firstDigit)
        }
        let count = position - firstDigit
        if peek == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            _ = try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            _ = try digits()
        }
        // "-0" is kept as it is written: as an integer it would lose its sign.
        if isInteger, !(isNegative && small == 0) {
            if count <= 18 { return .integer(isNegative ? -small : small) }
            if let value = Int64(ascii(start, position)) { return .integer(value) }
        }
        return .number(JSONNumber(checked: ascii(start, position)))
    }

    /// Reads one digit or more; their value is right up to 18 of them.
    private mutating func digits() throws(JSONError) -> Int64 {
        let start = position
        var value: Int64 = 0
        while let byte = peek, byte &- 0x30 < 10 {
            value = value &* 10 &+ Int64(byte &- 0x30)
            position += 1
        }
        guard position > start else {
            throw fault(peek == nil ? .unexpectedEnd : .invalidNumber)
        }
        return value
    }

    private mutating func string() throws(JSONError) -> String {
        let opening = position
        position += 1
        let start = position
        let count = bytes.count
        var seen: UInt8 = 0
        while position < count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return try text(start, position - 1, isASCII: seen < 0x80)
            }
            seen |= byte
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start, opening) }
            if byte < 0x20 { throw fault(.controlCharacter) }
            position += 1
        }
        throw fault(.unexpectedEnd)
    }

    private mutating func escapedString(
        from start: Int, _ opening: Int
    ) throws(JSONError) -> String {
        var buffer = Array(bytes[start..<position])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: buffer, as: UTF8.self) else {
                    throw fault(.invalidUTF8, firstInvalid(from: start, to: position - 1))
                }
                return text
            case UInt8(ascii: "\\"):
                buffer.append(contentsOf: try escape().utf8)
            case ..<0x20:
                throw fault(.controlCharacter)
            default:
                buffer.append(byte)
                position += 1
            }
        }
        throw fault(.unexpectedEnd)
    }

    private mutating func escape() throws(JSONError) -> String {
        let start = position
        position += 1
        guard let byte = peek else { throw fault(.unexpectedEnd) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return String(try escapedScalar(start))
        default: throw fault(.invalidEscape, start)
        }
    }

    /// `XXXX`, and `\uXXXX` after it where the first is half of a pair.
    private mutating func escapedScalar(_ start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, peek == UInt8(ascii: "\\") else {
            throw fault(.unpairedSurrogate, start)
        }
        position += 1
        guard peek == UInt8(ascii: "u") else { throw fault(.unpairedSurrogate, start) }
        position += 1
        let second = try hexadecimal()
        let joined = 0x10000 &+ ((first &- 0xD800) << 10) &+ (second &- 0xDC00)
        guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(joined) else {
            throw fault(.unpairedSurrogate, start)
        }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek else { throw fault(.unexpectedEnd) }
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
            default: throw fault(.invalidEscape)
            }
            position += 1
        }
        return value
    }

    private func text(_ start: Int, _ end: Int, isASCII: Bool) throws(JSONError) -> String {
        // Most text is ASCII, and decoding it costs half of what validating does.
        if isASCII { return ascii(start, end) }
        guard let text = String(validating: bytes[start..<end], as: UTF8.self) else {
            throw fault(.invalidUTF8, firstInvalid(from: start, to: end))
        }
        return text
    }

    private func ascii(_ start: Int, _ end: Int) -> String {
        bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[start..<end]), as: UTF8.self)
        }
    }

    /// The first byte that no valid UTF-8 holds; only asked once the whole is known to be invalid.
    private func firstInvalid(from start: Int, to end: Int) -> Int {
        var place = start
        while place < end {
            let lead = bytes[place]
            let width = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            let next = min(place + width, end)
            if String(validating: bytes[place..<next], as: UTF8.self) == nil { return place }
            place = next
        }
        return end
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func unexpected() -> JSONError {
        fault(position < bytes.count ? .unexpectedByte : .unexpectedEnd)
    }

    private func fault(_ reason: JSONError.Reason, _ offset: Int? = nil) -> JSONError {
        JSONError(reason, at: offset ?? position, in: bytes)
    }
}
