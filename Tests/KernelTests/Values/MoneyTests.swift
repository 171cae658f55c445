// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(
        "reads and writes amounts",
        arguments: [
            ("65.00", 6500), ("0.05", 5), ("-0.50", -50), ("1234567.89", 123_456_789), ("0.00", 0),
        ])
    func amounts(text: String, cents: Int) throws {
        let money = try #require(Money(amount: text, currency: "EUR"))
        #expect(money.cents == cents)
        #expect(money.amount == text)
        #expect(money.description == "\(text) EUR")
    }

    @Test(
        "refuses what is not an amount",
        arguments: [
            "", "65", "65.0", "65.000", ".50", "065.00", "1,000.00", "65,00", "--1.00", "+1.00",
            "1e2.00", "12345678901234.00", " 65.00",
        ])
    func refuses(text: String) {
        #expect(Money(amount: text, currency: "EUR") == nil)
    }

    @Test("a currency is three capital letters", arguments: ["", "eur", "EURO", "E1R"])
    func currency(code: String) {
        #expect(Money(amount: "1.00", currency: code) == nil)
    }

    @Test("adds, multiplies and compares")
    func arithmetic() throws {
        let fee = Money(cents: 6500, currency: "EUR")
        #expect((fee * 3).amount == "195.00")
        #expect((fee + fee - fee) == fee)
        #expect(fee < fee * 2)
    }

    @Test("is an object in JSON, and keeps its currency")
    func codable() throws {
        let fee = Money(cents: 6500, currency: "GBP")
        #expect(try JSONDecoder().decode(Money.self, from: JSONEncoder().encode(fee)) == fee)
        for wrong in [#"{"amount":"65","currency":"EUR"}"#, #"{"amount":65.00,"currency":"EUR"}"#] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(Money.self, from: Data(wrong.utf8))
            }
        }
    }
}
