// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something to be said about what was sent: why it is refused, or what is odd about a case
/// that is taken.
public struct ODPProblem: Sendable, Hashable {
    /// What is wrong. The words stand under `odp.problem.` and the name.
    public enum Code: String, Sendable, CaseIterable {
        // Reasons to refuse.
        case unreadable, empty, tooLarge, compressed, notText, notJSON, keyTwice, tooDeep
        case notAnObject, notODP, noCases, tooManyCases
        case missingID, strangeID, missingOrganisation, strangeOrganisation
        case missingType, strangeType
        // Notes on a case that is taken.
        case notADate, impossibleDay, notAShape, outOfRange, unknownValue, tooLong
        case typesDiffer, organisationsDiffer, unknownStage
        case decidedWithoutDecision, decisionWithoutStatus, twoDecisions, withdrawnAndDecided
        case invalidAtLaterStage, unknownSchema
    }

    /// What is wrong.
    public let code: Code
    /// Where: a JSON Pointer (RFC 6901) into the file; empty for the whole of it.
    public let pointer: String
    /// What the words have places for.
    public let values: [String: String]

    /// A problem at a place.
    public init(_ code: Code, at pointer: String = "", _ values: [String: String] = [:]) {
        self.code = code
        self.pointer = pointer
        self.values = values
    }

    /// The problem in words. `pointer` is among the values.
    public var phrase: Phrase {
        Phrase("odp.problem.\(code.rawValue)", values.merging(["pointer": pointer]) { $1 })
    }
}

/// Why a file, or one case of a file, is not taken in. Nothing of it is kept.
public struct ODPRefusal: Error, Sendable, Hashable {
    /// All that is wrong, in the order found; never empty.
    public let problems: [ODPProblem]
    /// Where in the file the refused case stands; empty when it is the whole file.
    public let pointer: String

    /// Of a file that cannot be opened.
    static let unreadable = ODPRefusal([ODPProblem(.unreadable)])

    init(_ problems: [ODPProblem], at pointer: String = "") {
        self.problems = problems
        self.pointer = pointer
    }
}
