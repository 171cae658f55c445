// SPDX-License-Identifier: EUPL-1.2

/// Two numbers as a person wrote them, each perhaps in degrees, minutes and seconds and with the
/// letter of its direction.
struct TypedPair {
    enum Axis: Sendable { case north, east }

    struct Angle: Sendable {
        var value: Double
        /// Which way it counts, where the person said so.
        var axis: Axis?
    }

    let values: (Angle, Angle)

    init(_ text: String) throws(GeometryError) {
        guard text.utf8.count <= 200 else { throw GeometryError("typed_unreadable") }
        let tokens = Self.tokens(text)
        guard !tokens.contains(.other), let halves = Self.halves(tokens),
            let first = Self.angle(halves.0), let second = Self.angle(halves.1)
        else { throw GeometryError("typed_unreadable") }
        values = (first, second)
    }

    private enum Token: Equatable {
        case number(Double, isNegative: Bool)
        case degrees, minutes, seconds, separator, other
        case direction(Axis, isNegative: Bool)
    }

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text.trimmingPrefix("ITM").trimmingPrefix("BNG"))
        let commasAreDecimal = hasDecimalCommas(text)
        while let next = rest.first {
            if next.isWhitespace || next == ":" {
                rest.removeFirst()
            } else if next.isASCII && (next.isNumber || "+-.".contains(next)) || next == "−" {
                tokens.append(number(&rest, commasAreDecimal))
            } else {
                tokens.append(mark(next))
                rest.removeFirst()
            }
        }
        return tokens
    }

    /// `53,3498; -6,2603` or `53,3498 -6,2603`: a comma in each of two parts, and no point.
    private static func hasDecimalCommas(_ text: String) -> Bool {
        guard !text.contains(".") else { return false }
        let parts = text.split { $0 == ";" || $0.isWhitespace }
        return parts.count == 2
            && parts.allSatisfy { part in
                let digits = part.split(separator: ",", omittingEmptySubsequences: false)
                return digits.count == 2 && digits[1].first?.isNumber == true
            }
    }

    private static func number(_ rest: inout Substring, _ commasAreDecimal: Bool) -> Token {
        var digits = ""
        var isNegative = false
        if let sign = rest.first, "+-−".contains(sign) {
            isNegative = sign != "+"
            rest.removeFirst()
        }
        while let next = rest.first {
            if next.isASCII && next.isNumber || next == "." {
                digits.append(next)
            } else if next == ",", commasAreDecimal {
                digits.append(".")
            } else {
                break
            }
            rest.removeFirst()
        }
        guard let value = Double(digits), value.isFinite else { return .other }
        return .number(value, isNegative: isNegative)
    }

    private static func mark(_ character: Character) -> Token {
        switch character {
        case "°", "º", "˚", "d": .degrees
        case "'", "′", "’", "ʹ": .minutes
        case "\"", "″", "”", "ʺ": .seconds
        case ",", ";", "/": .separator
        case "N", "n": .direction(.north, isNegative: false)
        case "S", "s": .direction(.north, isNegative: true)
        case "E", "e": .direction(.east, isNegative: false)
        case "W", "w": .direction(.east, isNegative: true)
        default: .other
        }
    }

    /// Where the first number ends and the second begins: at the separator; else by letters; else
    /// before the second degree sign's number; else in the middle.
    private static func halves(_ tokens: [Token]) -> (ArraySlice<Token>, ArraySlice<Token>)? {
        if let middle = tokens.firstIndex(of: .separator) {
            let second = tokens[(middle + 1)...]
            return second.contains(.separator) ? nil : (tokens[..<middle], second)
        }
        let letters = tokens.indices.filter {
            if case .direction = tokens[$0] { true } else { false }
        }
        if letters.count == 2 {
            let split = letters[0] == 0 ? letters[1] : letters[0] + 1
            return (tokens[..<split], tokens[split...])
        }
        let signs = tokens.indices.filter { tokens[$0] == .degrees }
        if signs.count == 2, signs[1] > 0 {
            return (tokens[..<(signs[1] - 1)], tokens[(signs[1] - 1)...])
        }
        guard tokens.count == 2 else { return nil }
        return (tokens[..<1], tokens[1...])
    }

    /// Degrees, minutes below 60, seconds below 60, with a sign or a letter that do not gainsay
    /// each other: `-6.26 W` is meant as `6.26 W`, but `-6.26 E` could be either.
    private static func angle(_ tokens: ArraySlice<Token>) -> Angle? {
        var parts: [Double] = []
        var isNegative = false
        var direction: (axis: Axis, isNegative: Bool)?
        for (place, token) in zip(tokens.indices, tokens) {
            switch token {
            case .number(let value, let isBelowZero):
                guard parts.isEmpty || !isBelowZero else { return nil }
                isNegative = isNegative || isBelowZero
                parts.append(value)
            case .direction(let axis, let isOpposite):
                let isAtAnEnd = place == tokens.startIndex || place == tokens.endIndex - 1
                guard direction == nil, isAtAnEnd else { return nil }
                direction = (axis, isOpposite)
            case .degrees where parts.count == 1, .minutes where parts.count == 2,
                .seconds where parts.count == 3:
                break
            default:
                return nil
            }
        }
        guard (1...3).contains(parts.count), parts.dropFirst().allSatisfy({ $0 < 60 }),
            direction?.isNegative != false || !isNegative
        else { return nil }
        let value = zip(parts, [1.0, 60, 3600]).reduce(0) { $0 + $1.0 / $1.1 }
        return Angle(
            value: isNegative || direction?.isNegative == true ? -value : value,
            axis: direction?.axis)
    }
}
