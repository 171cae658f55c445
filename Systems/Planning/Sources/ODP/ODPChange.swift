// SPDX-License-Identifier: EUPL-1.2

/// A fact that two reports of a case tell differently, or that only the new one tells.
public struct ODPChange: Sendable, Hashable {
    public let fact: ODPFact
    /// What we hold; nil if nothing.
    public let ours: String?
    /// What was sent.
    public let theirs: String

    /// Where it stands in the file that was sent.
    public var pointer: String { fact.pointer }
}

/// What a report of a case is, measured against what we hold.
public enum ODPStanding: Sendable, Hashable {
    /// Nothing is held of it.
    case new
    /// It says what the last one said: nothing to do.
    case same
    /// It goes on from what we hold. Without changes, only what is not compared differs.
    case bringsForward([ODPChange])
    /// It cannot be true together with what we hold: kept beside the case, not taken into it.
    /// `states` is set where the states themselves exclude each other.
    case contradiction([ODPChange], states: ODPStates?)
    /// It tells of an earlier stage than we hold, or is an older report of the same: kept
    /// beside the case. What it also contradicts is named.
    case earlierStage(ODPStates, contradictions: [ODPChange])

    /// Whether the case takes anything over from it.
    public var isTaken: Bool {
        switch self {
        case .new, .bringsForward: true
        case .same, .contradiction, .earlierStage: false
        }
    }
}

/// The state we hold, and the one that was sent.
public struct ODPStates: Sendable, Hashable {
    public let ours: ODPState
    public let theirs: ODPState
}
