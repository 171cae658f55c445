// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// One class of development in an application, and how much of it there is.
public struct FeePart: Sendable, Hashable {
    /// The class as the fee table numbers it: `1`, `2a`, `4`.
    public var row: String
    /// How much there is, by unit: `house`, `square_metre`, `hectare`, `metre`.
    public var measures: [String: Decimal]

    public init(row: String, measures: [String: Decimal] = [:]) {
        self.row = row
        self.measures = measures
    }
}

/// What is applied for, as far as the fee depends on it.
public enum FeeColumn: String, Sendable, CaseIterable {
    /// Permission.
    case permission
    /// Outline permission: a share of the fee.
    case outline
    /// Permission that follows on an outline permission: a share of the fee.
    case consequent
    /// To keep what was built or done without permission.
    case retention
}

/// What is to be paid, and how it came about.
public struct FeeAnswer: Sendable, Hashable {
    public let amount: Money
    public let steps: [FeeStep]
    /// Whether every row and rule used was checked against its source.
    public var isCertain: Bool { steps.allSatisfy(\.certain) }
}

/// One sentence of how a fee came about.
public struct FeeStep: Sendable, Hashable {
    public let phrase: Phrase
    /// The amount after this step.
    public let amount: Money
    public let source: String
    public let certain: Bool
    public let rule: String
}

/// Why no fee can be told.
public enum FeeError: Error, Sendable, Hashable {
    /// The table has no such class.
    case unknownClass(String)
    /// The class is charged by a unit that was not given, or is below 0.
    case measureNeeded(row: String, unit: String)
    /// There is nothing to charge for.
    case nothing
    /// The pack says nothing about fees on that day.
    case rules(RuleError)
}

/// The fee for an application on a day.
/// - Parameter isReduced: whether the reduced fee of article 161 was granted.
/// - Throws: `FeeError` when a class or a measure is missing, or the rules are.
public func planningFee(
    _ parts: [FeePart], column: FeeColumn = .permission, isReduced: Bool = false, rules: Rules,
    on day: Day
) throws(FeeError) -> FeeAnswer {
    do {
        let table = try rules[.fees, on: day]
        var count = FeeCount(rules: rules, day: day)
        for part in parts { try count.add(part, from: table, column) }
        guard !count.steps.isEmpty else { throw FeeError.nothing }
        try count.share(column, isReduced: isReduced)
        try count.limit(column, isReduced: isReduced)
        return FeeAnswer(amount: count.sum, steps: count.steps)
    } catch let error as RuleError {
        throw .rules(error)
    } catch let error as FeeError {
        throw error
    } catch {
        throw .nothing
    }
}
