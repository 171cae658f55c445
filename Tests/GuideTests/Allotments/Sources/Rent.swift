// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension RuleKey<Money> {
    static let rentPerSquareMetre = RuleKey("rent_per_square_metre")
}

extension Moment {
    /// A year's rent of one square metre today; nil where no rule says it.
    var rent: RuleValue<Money>? { try? rules[.rentPerSquareMetre, on: today] }
}
