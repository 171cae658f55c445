// SPDX-License-Identifier: EUPL-1.2

/// Reads a regular expression.
struct PatternReader {
    private(set) var ignoresCase = false
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0
    private let pointer: String, clause: String

    init(_ text: String, at pointer: String, clause: String) {
        scalars = Array(text.unicodeScalars)
        self.pointer = pointer
        self.clause = clause
    }

    mutating func pattern() throws(TwinProblem) -> PatternNode {
        guard scalars.count <= 2_000 else { throw tooComplex("it is longer than 2000 characters") }
        if scalars.starts(with: "(?i)".unicodeScalars) {
            ignoresCase = true
            place = 4
        }
        let node = try choice()
        guard place == scalars.count else { throw wrong("a “)” closes nothing") }
        return node
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    private mutating func choice() throws(TwinProblem) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 50 else { throw tooComplex("its parentheses are nested too deeply") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(TwinProblem) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            var node = try atom()
            while let (least, most) = try count() { node = try repeated(node, least, most) }
            parts.append(node)
        }
        return .sequence(parts)
    }

    private func repeated(_ node: PatternNode, _ least: Int, _ most: Int?) throws(TwinProblem) -> PatternNode
    {
        switch node {
        case .start, .end, .boundary: throw wrong("what has no length cannot be repeated")
        default: return .repeated(node, least, most)
        }
    }

    /// `*`, `+`, `?`, `{2,3}`, with a `?` behind for as little as possible, which makes no difference here.
    private mutating func count() throws(TwinProblem) -> (Int, Int?)? {
        let count: (Int, Int?)
        if take("*") {
            count = (0, nil)
        } else if take("+") {
            count = (1, nil)
        } else if take("?") {
            count = (0, 1)
        } else if next == "{", let given = try braces() {
            count = given
        } else {
            return nil
        }
        _ = take("?")
        if next == "+" { throw unsupported("possessive repetition") }
        return count
    }

    private mutating func braces() throws(TwinProblem) -> (Int, Int?)? {
        let start = place
        place += 1
        let least = number()
        let hasComma = take(",")
        let most = hasComma ? number() : least
        guard take("}"), least != nil || most != nil else {
            // No count: a brace that stands for itself.
            place = start
            return nil
        }
        let from = least ?? 0
        guard from <= 1_000, most ?? 0 <= 1_000 else { throw tooComplex("a count is above 1000") }
        if let most, most < from { throw wrong("a count ends before it begins") }
        return (from, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = next.flatMap(Self.digit) {
            value = min((value ?? 0) * 10 + digit, 1_000_000)
            place += 1
        }
        return value
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        (0x30...0x39).contains(scalar.value) ? Int(scalar.value) - 0x30 : nil
    }

    private mutating func atom() throws(TwinProblem) -> PatternNode {
        guard let scalar = next else { throw wrong("it ends too early") }
        place += 1
        switch scalar {
        case "(": return try group()
        case "[": return .set(try set())
        case ".": return .any
        case "^": return .start
        case "$": return .end
        case "\\": return try escape()
        case "*", "+", "?": throw wrong("“\(scalar)” has nothing to repeat")
        default: return plain(scalar)
        }
    }

    private func plain(_ scalar: Unicode.Scalar) -> PatternNode {
        guard ignoresCase else { return .scalar(scalar) }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? .scalar(lower.first ?? scalar) : .sequence(lower.map(PatternNode.scalar))
    }

    private mutating func group() throws(TwinProblem) -> PatternNode {
        if take("?") {
            guard take(":") else { throw unsupported("looking around, names and flags in “(?”") }
        }
        let node = try choice()
        guard take(")") else { throw wrong("a “(” is not closed") }
        return node
    }

    private mutating func escape() throws(TwinProblem) -> PatternNode {
        guard let scalar = next else { throw wrong("it ends in a backslash") }
        place += 1
        switch scalar {
        case "b": return .boundary(true)
        case "B": return .boundary(false)
        case "A": return .start
        case "z", "Z": return .end
        default: break
        }
        if let set = Self.shorthand(scalar) { return .set(set) }
        return plain(try literal(scalar))
    }

    /// What a backslash and a letter stand for where that is one character.
    private mutating func literal(_ scalar: Unicode.Scalar) throws(TwinProblem) -> Unicode.Scalar {
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "f": return "\u{0C}"
        case "v": return "\u{0B}"
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        case "1"..."9", "k": throw unsupported("back references")
        case "a"..."z", "A"..."Z", "0": throw unsupported("“\\\(scalar)”")
        default: return scalar
        }
    }

    private mutating func hexadecimal(_ digits: Int) throws(TwinProblem) -> Unicode.Scalar {
        let text = String(String.UnicodeScalarView(scalars[place..<min(place + digits, scalars.count)]))
        guard text.unicodeScalars.count == digits, let value = UInt32(text, radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw wrong("an escape needs \(digits) hexadecimal digits") }
        place += digits
        return scalar
    }

    private static func shorthand(_ scalar: Unicode.Scalar) -> PatternSet? {
        var set: PatternSet
        switch scalar {
        case "d", "D": set = .digits
        case "w", "W": set = .word
        case "s", "S": set = .spaces
        default: return nil
        }
        set.isNegated = ("A"..."Z").contains(scalar)
        return set
    }

    private mutating func set() throws(TwinProblem) -> PatternSet {
        var set = PatternSet()
        set.isNegated = take("^")
        var isFirst = true
        while let scalar = next, isFirst || scalar != "]" {
            isFirst = false
            if scalar == "[", place + 1 < scalars.count, scalars[place + 1] == ":" {
                set.ranges += try named()
                continue
            }
            guard let low = try member(into: &set) else { continue }
            guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                set.ranges.append(low...low)
                continue
            }
            place += 1
            guard let high = try member(into: &set), low <= high else {
                throw wrong("a range runs backwards")
            }
            set.ranges.append(low...high)
        }
        guard take("]") else { throw wrong("a “[” is not closed") }
        return ignoresCase ? set.settled.withSmallLetters.settled : set.settled
    }

    /// One character of a set; nil where it was a class, which is added at once.
    private mutating func member(into set: inout PatternSet) throws(TwinProblem) -> UInt32? {
        guard let scalar = next else { throw wrong("a “[” is not closed") }
        place += 1
        guard scalar == "\\", let escaped = next else { return scalar.value }
        place += 1
        if escaped == "b" { return 0x08 }
        guard let shorthand = Self.shorthand(escaped) else { return try literal(escaped).value }
        set.ranges += shorthand.isNegated ? Self.inverted(shorthand.ranges) : shorthand.ranges
        return nil
    }

    private mutating func named() throws(TwinProblem) -> [ClosedRange<UInt32>] {
        var name = ""
        var end = place + 2
        while end < scalars.count, scalars[end] != ":", end < place + 12 {
            name.unicodeScalars.append(scalars[end])
            end += 1
        }
        guard end + 1 < scalars.count, scalars[end] == ":", scalars[end + 1] == "]",
            let set = PatternSet.named(name)
        else { throw wrong("there is no class “[:\(name):]”") }
        place = end + 2
        return set.ranges
    }

    private static func inverted(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var inverted: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { inverted.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        inverted.append(next...0x10FFFF)
        return inverted
    }

    private func wrong(_ reason: String) -> TwinProblem {
        .bad(
            "The regular expression is not sound at character \(place + 1): \(reason).",
            at: pointer, clause: clause)
    }

    private func unsupported(_ what: String) -> TwinProblem {
        .bad(
            "The regular expression uses, before character \(place + 1), what is not supported: \(what).",
            at: pointer, clause: clause)
    }

    private func tooComplex(_ reason: String) -> TwinProblem {
        TwinProblem(
            .tooComplexQuery, "The regular expression is too complex: \(reason).", at: pointer, clause: clause
        )
    }
}
