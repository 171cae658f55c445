// SPDX-License-Identifier: EUPL-1.2

/// An amount of money in whole cents of one currency.
///
/// Every currency of the networks served has hundredths. Amounts of different currencies are never
/// added or compared: doing so is a mistake in the program and stops it.
public struct Money: Sendable, Hashable {
    /// Hundredths of the currency's unit; negative for what is owed back.
    public let cents: Int
    /// The ISO 4217 code, such as `EUR`.
    public let currency: String

    public init(cents: Int, currency: String) {
        self.cents = cents
        self.currency = currency
    }

    /// Reads an amount written with exactly two decimals and no grouping, `65.00` or `-0.50`;
    /// nil for anything else, and above 15 digits.
    public init?(amount: some StringProtocol, currency: String) {
        let cents = Digits.withUTF8(of: amount) { bytes -> Int? in
            let start = bytes.first == UInt8(ascii: "-") ? 1 : 0
            let whole = bytes.count - start - 3
            guard whole >= 1, whole <= 13, bytes[start + whole] == UInt8(ascii: "."),
                whole == 1 || bytes[start] != UInt8(ascii: "0"),
                let units = Digits.read(bytes, start, whole),
                let cents = Digits.read(bytes, start + whole + 1, 2)
            else { return nil }
            return (units * 100 + cents) * (start == 1 ? -1 : 1)
        }
        guard let cents, Money.isCurrency(currency) else { return nil }
        self.init(cents: cents, currency: currency)
    }

    /// The amount with two decimals and no grouping, as programs read it: `1234.50`.
    public var amount: String {
        let size = cents.magnitude
        let rest = size % 100
        return "\(cents < 0 ? "-" : "")\(size / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Whether a text has the form of a currency code: three capital letters.
    public static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }
}

extension Money: Comparable, CustomStringConvertible {
    public static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "adding two currencies")
        return Money(cents: left.cents + right.cents, currency: left.currency)
    }

    public static func - (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "subtracting two currencies")
        return Money(cents: left.cents - right.cents, currency: left.currency)
    }

    public static func * (left: Money, right: Int) -> Money {
        Money(cents: left.cents * right, currency: left.currency)
    }

    public static func < (left: Money, right: Money) -> Bool {
        precondition(left.currency == right.currency, "comparing two currencies")
        return left.cents < right.cents
    }

    /// `65.00 EUR`. Pages write amounts in the reader's language instead.
    public var description: String { "\(amount) \(currency)" }
}

/// In JSON `{"amount": "65.00", "currency": "EUR"}`: the amount is text, so that no reader turns
/// it into binary fractions. Rule files write the amount alone and name the currency once.
extension Money: Codable {
    private enum Key: String, CodingKey { case amount, currency }

    /// Throws `DecodingError` unless the amount has two decimals and the currency three letters.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let amount = try container.decode(String.self, forKey: .amount)
        let currency = try container.decode(String.self, forKey: .currency)
        guard let money = Money(amount: amount, currency: currency) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount, in: container,
                debugDescription: "“\(amount)” “\(currency)” is not an amount such as 65.00 EUR")
        }
        self = money
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(amount, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
}
