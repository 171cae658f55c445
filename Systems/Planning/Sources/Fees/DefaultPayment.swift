// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What an Irish authority owes the applicant for a decision that was not made in time: a
/// multiple of the fee, up to a most. Planning and Development Act 2000, section 34(8)(f).
/// - Throws: `RuleError` where the pack knows no such payment on that day.
public func defaultPayment(
    forFee fee: Money, rules: Rules, on day: Day
) throws(RuleError) -> RuleValue<Money> {
    let factor = try rules[.defaultPaymentFactor, on: day]
    return try rules[.defaultPaymentMax, on: day].map { min($0, fee * factor.value) }
}
