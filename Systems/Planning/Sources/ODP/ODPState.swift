// SPDX-License-Identifier: EUPL-1.2

/// Where a case stands, in one word, told from the format's stage, status and dates together:
/// each of the three alone leaves some published example unclear.
public enum ODPState: String, Sendable, Codable, CaseIterable {
    /// Sent in, not yet found valid or invalid.
    case submitted
    /// Found invalid and given back.
    case returned
    /// Found valid; no consultation or assessment yet.
    case valid
    case consultation
    case assessment
    /// Gone to a committee, which has not decided.
    case committee
    /// Granted or refused.
    case determined
    /// Withdrawn before a decision.
    case withdrawn
    case appealLodged, appealValid, appealStarted
    case appealDetermined, appealWithdrawn
    /// Before the High Court.
    case highCourt

    /// How far along a case is. States of one rank other than their own exclude each other.
    public var rank: Int {
        switch self {
        case .submitted: 0
        case .returned: 1
        case .valid: 2
        case .consultation: 3
        case .assessment: 4
        case .committee: 5
        case .determined, .withdrawn: 6
        case .appealLodged: 7
        case .appealValid: 8
        case .appealStarted: 9
        case .appealDetermined, .appealWithdrawn: 10
        case .highCourt: 11
        }
    }

    /// Whether the authority had taken the application as valid.
    public var isBeyondValidation: Bool { rank >= ODPState.valid.rank }

    /// Whether a case in this state can later be found in `later`. Nothing follows a
    /// withdrawal, no decided case is withdrawn, and what was valid is not returned.
    public func canLead(to later: ODPState) -> Bool {
        switch (self, later) {
        case let (ours, theirs) where ours == theirs: true
        case (.withdrawn, _): false
        case (_, .withdrawn): rank < ODPState.determined.rank
        case (_, .returned): rank < ODPState.returned.rank
        default: rank < later.rank
        }
    }
}
