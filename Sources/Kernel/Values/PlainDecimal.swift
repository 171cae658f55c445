// SPDX-License-Identifier: EUPL-1.2

/// A JSON number written out without an exponent: `1.5e2` is `150`, `10e-1` is `1`. Digits are
/// moved as text, so none is lost to binary fractions.
struct PlainDecimal {
    let isNegative: Bool
    /// Without leading zeros, `0` if nothing stands before the point.
    let whole: String
    /// Without trailing zeros.
    let fraction: String

    /// The most digits before and behind the point together: what `Decimal` keeps exactly.
    private static let digits = 34

    /// - Parameter lexeme: a number as RFC 8259 writes it. Nil for one of more digits than can be
    ///   kept.
    init?(_ lexeme: String) {
        let parts = lexeme.split(maxSplits: 1, omittingEmptySubsequences: false) { "eE".contains($0) }
        guard let exponent = parts.count > 1 ? Int(parts[1]) : 0, exponent.magnitude < 1_000 else {
            return nil
        }
        isNegative = parts[0].hasPrefix("-")
        let sides = parts[0].drop { $0 == "-" }
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var whole = sides[0]
        var fraction = sides.count > 1 ? sides[1] : ""
        if exponent > 0 {
            let moved = fraction.prefix(exponent)
            whole += moved + String(repeating: "0", count: exponent - moved.count)
            fraction = fraction.dropFirst(moved.count)
        } else if exponent < 0 {
            let moved = whole.suffix(-exponent)
            fraction = String(repeating: "0", count: -exponent - moved.count) + moved + fraction
            whole = whole.dropLast(moved.count)
        }
        while fraction.last == "0" { fraction.removeLast() }
        let significant = whole.drop { $0 == "0" }
        guard significant.count + fraction.count <= Self.digits else { return nil }
        self.whole = significant.isEmpty ? "0" : String(significant)
        self.fraction = String(fraction)
    }

    /// The number as plain digits: `-12.5`.
    var text: String {
        let digits = fraction.isEmpty ? whole : "\(whole).\(fraction)"
        return isNegative && digits != "0" ? "-\(digits)" : digits
    }
}

extension JSON {
    /// The whole number however it is written, `1.0` and `10e-1` too; nil for any other value and
    /// for one beyond 64 bits.
    public var asWholeNumber: Int64? {
        if let integer = asInteger { return integer }
        guard let plain = lexeme.flatMap(PlainDecimal.init), plain.fraction.isEmpty else { return nil }
        return Int64(plain.text)
    }
}
