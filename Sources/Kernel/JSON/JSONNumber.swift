// SPDX-License-Identifier: EUPL-1.2

/// A JSON number kept as it was written, so that neither `1.10` nor a number of forty digits
/// loses a digit on its way through. Two are equal when written alike: `1.0` is not `1.00`.
public struct JSONNumber: Sendable, Hashable {
    /// The digits as RFC 8259 writes them, such as `-0.5` or `1e400`.
    public let lexeme: String

    /// A number from its digits; nil where they are not a JSON number.
    public init?(lexeme: String) {
        guard case .number(let number)? = try? JSON(parsing: lexeme) else {
            guard case .integer? = try? JSON(parsing: lexeme), lexeme.first?.isWhitespace == false,
                lexeme.last?.isWhitespace == false
            else { return nil }
            self.lexeme = lexeme
            return
        }
        self = number
    }

    /// The shortest digits that read back as this value; nil where it is not finite.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        lexeme = value.description
    }

    /// Digits the parser has already found to be a number.
    init(checked lexeme: String) { self.lexeme = lexeme }

    /// The nearest floating-point number; nil where it is beyond the range of one.
    public var double: Double? {
        guard let value = Double(lexeme), value.isFinite else { return nil }
        return value
    }
}
