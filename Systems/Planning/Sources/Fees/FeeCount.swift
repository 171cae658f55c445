// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A fee being added up, with the reason for each step.
struct FeeCount {
    let rules: Rules
    let day: Day
    private(set) var sum = Money(cents: 0, currency: "EUR")
    private(set) var steps: [FeeStep] = []

    init(rules: Rules, day: Day) {
        self.rules = rules
        self.day = day
    }

    /// Adds the charge for one class.
    mutating func add(
        _ part: FeePart, from table: RuleValue<FeeTable>, _ column: FeeColumn
    ) throws {
        guard let row = table.value.row(part.row) else { throw FeeError.unknownClass(part.row) }
        let isRetention = column == .retention
        let charge = isRetention ? row.retention ?? row.charge : row.charge
        var measure: Decimal = 0
        if let unit = charge.unit {
            // Where there is no flat charge, nothing measured would cost nothing.
            guard let given = part.measures[unit], given > 0 || (given == 0 && charge.flat != nil)
            else {
                throw FeeError.measureNeeded(row: part.row, unit: unit)
            }
            measure = given
        }
        guard var amount = charge.amount(for: measure) else { throw FeeError.nothing }
        var values = ["class": row.name, "units": "\(charge.units(in: measure))"]
        values["flat"] = charge.flat?.amount
        values["perUnit"] = charge.perUnit?.amount
        values["max"] = charge.max?.amount
        values["measure"] = "\(measure)"
        values["unit"] = charge.unit
        var certain = table.certain && charge.certain
        if isRetention && row.retention == nil {
            let factor = try rules[.feeRetentionFactor, on: day]
            amount = amount * factor.value
            certain = certain && factor.certain
            values["factor"] = "\(factor.value)"
        }
        sum = steps.isEmpty ? amount : sum + amount
        values["amount"] = amount.amount
        say(key(charge, isMultiple: values["factor"] != nil), values, table, certain: certain)
    }

    /// Takes the share that an outline, consequent or reduced application pays.
    mutating func share(_ column: FeeColumn, isReduced: Bool) throws {
        if column == .outline { try take(.feeShareOutline, "fee.step.outline") }
        if column == .consequent { try take(.feeShareConsequent, "fee.step.consequent") }
        if isReduced { try take(.feeShareReduced, "fee.step.reduced") }
    }

    /// Keeps the sum between the least and the most that is charged.
    mutating func limit(_ column: FeeColumn, isReduced: Bool) throws {
        let max: RuleKey<Money> =
            switch column {
            case .retention: .feeMaxRetention
            case .outline: .feeMaxOutline
            case .permission, .consequent: isReduced ? .feeMaxReduced : .feeMax
            }
        let most = try rules[max, on: day]
        let least = try rules[.feeMin, on: day]
        if sum > most.value {
            sum = most.value
            say("fee.step.max", ["amount": sum.amount], most, certain: most.certain)
        } else if sum < least.value {
            sum = least.value
            say("fee.step.min", ["amount": sum.amount], least, certain: least.certain)
        }
    }

    private mutating func take(_ key: RuleKey<Decimal>, _ phrase: String) throws {
        let share = try rules[key, on: day]
        // Parts of a cent are left out, which is never to the applicant's harm.
        var exact = Decimal(sum.cents) * share.value
        var whole = Decimal()
        NSDecimalRound(&whole, &exact, 0, .down)
        sum = Money(
            cents: Int(truncating: NSDecimalNumber(decimal: whole)), currency: sum.currency)
        say(
            phrase, ["share": "\(share.value)", "amount": sum.amount], share,
            certain: share.certain)
    }

    private func key(_ charge: FeeTable.Charge, isMultiple: Bool) -> String {
        let shape =
            charge.perUnit == nil ? "flat" : charge.flat == nil ? "per_unit" : "greater"
        return "fee.step.\(shape)" + (isMultiple ? ".retention" : "")
    }

    private mutating func say<Value>(
        _ key: String, _ values: [String: String], _ rule: RuleValue<Value>, certain: Bool
    ) {
        steps.append(
            FeeStep(
                phrase: Phrase(key, values), amount: sum, source: rule.source, certain: certain,
                rule: rule.key))
    }
}
