// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// What is charged by class: a flat amount, an amount a unit, or whichever of them is greater.
public struct FeeTable: Sendable, Hashable {
    /// One class of the table.
    public struct Row: Sendable, Hashable {
        /// The class as its law numbers it: `1`, `2a`.
        public let name: String
        /// What is charged in the ordinary column.
        public let charge: Charge
        /// What is charged where the law has a column of its own for development already
        /// carried out; nil where that is a multiple of the ordinary charge.
        public let retention: Charge?
    }

    /// How one amount comes about. At least one of `flat` and `perUnit` is there.
    public struct Charge: Sendable, Hashable {
        /// Charged whatever the size; with `perUnit`, the least that is charged.
        public let flat: Money?
        /// Charged for each unit begun.
        public let perUnit: Money?
        /// What is measured: `house`, `square_metre`, `hectare`, `metre`; nil with no `perUnit`.
        public let unit: String?
        /// How much of it is one unit, such as 0.1 hectare.
        public let unitSize: Decimal
        /// How much of it is free.
        public let above: Decimal
        /// The most that is charged for the class.
        public let max: Money?
        /// Whether it was checked against its source.
        public let certain: Bool
    }

    /// In the order of the law.
    public let rows: [Row]

    /// The row of a class.
    public func row(_ name: String) -> Row? { rows.first { $0.name == name } }
}

extension FeeTable.Charge {
    /// How many whole units a measure comes to: what is free is taken off, a part counts as one.
    /// The measure must not be negative; beyond a billion units it is held there.
    public func units(in measure: Decimal) -> Int {
        guard measure > above else { return 0 }
        var units = (measure - above) / unitSize
        var whole = Decimal()
        NSDecimalRound(&whole, &units, 0, .up)
        return Int(truncating: NSDecimalNumber(decimal: min(whole, 1_000_000_000)))
    }

    /// The charge for a measure in this charge's unit.
    public func amount(for measure: Decimal) -> Money? {
        let measured = perUnit.map { $0 * units(in: measure) }
        guard let larger = [flat, measured].compactMap({ $0 }).max() else { return nil }
        return max.map { min($0, larger) } ?? larger
    }
}
