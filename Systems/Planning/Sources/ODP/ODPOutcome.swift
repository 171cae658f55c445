// SPDX-License-Identifier: EUPL-1.2

/// What an authority decided, or an officer recommended.
public enum ODPOutcome: String, Sendable, Codable, CaseIterable {
    case granted, refused

    init?(_ at: ODPCursor) {
        guard let sent = at.json?.asString, !sent.isEmpty else { return nil }
        switch sent.lowercased() {
        case "granted", "approved", "permitted": self = .granted
        case "refused", "rejected": self = .refused
        default:
            at.note(.unknownValue, ["value": String(sent.prefix(60))])
            return nil
        }
        at.use()
    }
}
