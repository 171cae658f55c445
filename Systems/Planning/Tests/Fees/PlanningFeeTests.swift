// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Testing

@Suite("Fees, Ireland")
struct PlanningFeeTests {
    private func fee(
        _ parts: [FeePart], _ column: FeeColumn = .permission, reduced: Bool = false
    ) throws -> FeeAnswer {
        let pack = try Pack.ireland.get()
        return try planningFee(
            parts, column: column, isReduced: reduced, rules: pack.rules, on: try day("2026-01-06"))
    }

    private func part(_ row: String, _ measure: String? = nil, _ unit: String = "square_metre")
        throws -> FeePart
    {
        guard let measure else { return FeePart(row: row) }
        return FeePart(row: row, measures: [unit: try #require(Decimal(string: measure))])
    }

    @Test(
        "by class and measure; a part of a unit counts as one",
        arguments: [
            ("1", "1", "house", "65.00"), ("1", "3", "house", "195.00"), ("2a", nil, "", "34.00"),
            ("3", "150", "square_metre", "80.00"), ("3", "280", "square_metre", "80.00"),
            ("3", "281", "square_metre", "81.00"), ("3", "280.5", "square_metre", "81.00"),
            ("3", "900", "square_metre", "300.00"), ("4", "22", "square_metre", "80.00"),
            ("4", "23", "square_metre", "82.80"), ("4", "22.01", "square_metre", "82.80"),
            ("4", "200000", "square_metre", "38000.00"), ("5", "3.2", "hectare", "34.00"),
            ("5", "10", "hectare", "50.00"), ("6", "1", "hectare", "500.00"),
            ("6", "1.01", "hectare", "550.00"), ("9", "4.5", "square_metre", "100.00"),
            ("10", "1000", "metre", "80.00"), ("10", "1001", "metre", "100.00"),
            ("13", "0.8", "hectare", "80.00"), ("13", "0.81", "hectare", "90.00"),
        ] as [(String, String?, String, String)])
    func classes(row: String, measure: String?, unit: String, amount: String) throws {
        let answer = try fee([try part(row, measure, unit)])
        #expect(answer.amount.amount == amount)
        #expect(answer.steps.last?.amount == answer.amount)
    }

    @Test("shares, multiples, the least and the most")
    func rules() throws {
        let house = try part("1", "1", "house")
        let offices = try part("4", "1000")
        #expect(try fee([house, offices]).amount.amount == "3665.00")
        #expect(try fee([house], .outline).amount.amount == "48.75")
        #expect(try fee([house], .consequent).amount.amount == "34.00")
        #expect(try fee([offices], .consequent).amount.amount == "900.00")
        #expect(try fee([offices], reduced: true).amount.amount == "900.00")
        #expect(try fee([try part("4", "200000")], .outline).amount.amount == "28500.00")
        #expect(try fee([try part("4", "200000")], reduced: true).amount.amount == "9500.00")
        #expect(try fee([try part("4", "200000")], .retention).amount.amount == "125000.00")
        #expect(try fee([offices], .retention).amount.amount == "10800.00")
        #expect(try fee([try part("1", "70")], .retention).amount.amount == "195.00")
        #expect(try fee([try part("1", "100")], .retention).amount.amount == "250.00")
        #expect(try fee([try part("3", "900")], .retention).amount.amount == "900.00")
    }

    @Test("says what is from memory")
    func certainty() throws {
        #expect(try fee([try part("1", "1", "house")]).isCertain)
        #expect(try !fee([try part("12", "1", "hectare")]).isCertain)
        #expect(try !fee([try part("1", "70")], .retention).isCertain)
    }

    @Test("asks for what is missing, and refuses what makes no sense")
    func missing() throws {
        #expect(throws: FeeError.unknownClass("99")) { try fee([FeePart(row: "99")]) }
        #expect(throws: FeeError.measureNeeded(row: "4", unit: "square_metre")) {
            try fee([FeePart(row: "4")])
        }
        #expect(throws: FeeError.measureNeeded(row: "4", unit: "square_metre")) {
            try fee([try part("4", "-1")])
        }
        // No house costs nothing; a shop without new floor pays the flat charge.
        #expect(throws: FeeError.measureNeeded(row: "1", unit: "house")) {
            try fee([try part("1", "0", "house")])
        }
        #expect(try fee([try part("4", "0")]).amount.amount == "80.00")
        #expect(throws: FeeError.nothing) { try fee([]) }
        // A measure beyond all sense is charged the most, and nothing overflows.
        #expect(try fee([try part("4", "1e60")]).amount.amount == "38000.00")
    }

    @Test("a late decision costs three times the fee, at most €10,000")
    func late() throws {
        let pack = try Pack.ireland.get()
        let on = try day("2026-01-06")
        func owed(_ cents: Int) throws -> RuleValue<Money> {
            try defaultPayment(
                forFee: Money(cents: cents, currency: "EUR"), rules: pack.rules, on: on)
        }
        #expect(try owed(6500).value.amount == "195.00")
        #expect(try owed(3_800_000).value.amount == "10000.00")
        #expect(try !owed(6500).certain)
    }

    @Test("file numbers follow the authority's pattern")
    func fileNumbers() {
        #expect(FileNumber.text(pattern: "{yy}/{number}", year: 2026, number: 60123) == "26/60123")
        #expect(FileNumber.text(pattern: "{yyyy}-{number}", year: 2005, number: 7) == "2005-7")
    }
}
