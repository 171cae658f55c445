// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// An appeal to the Planning Inspectorate.
public struct ODPAppeal: Sendable, Hashable {
    public enum Outcome: String, Sendable, Codable, CaseIterable {
        case allowed, dismissed, splitDecision
    }

    public var reason: String?
    public var lodgedOn: Day?
    public var validatedOn: Day?
    public var startedOn: Day?
    public var decidedOn: Day?
    public var outcome: Outcome?
    public var isWithdrawn = false
    public var withdrawnOn: Day?
    public var withdrawnReason: String?

    init?(_ at: ODPCursor) {
        guard at.hasMembers else { return nil }
        reason = at["reason"].text()
        lodgedOn = at["lodgedDate"].pastDay() ?? at["lodgedAt"].pastDay()
        validatedOn = at["validatedDate"].pastDay() ?? at["validatedAt"].pastDay()
        startedOn = at["startedDate"].pastDay() ?? at["startedAt"].pastDay()
        decidedOn = at["decisionDate"].pastDay() ?? at["decidedAt"].pastDay()
        withdrawnOn = at["withdrawnAt"].pastDay() ?? at["withdrawnDate"].pastDay()
        withdrawnReason = at["withdrawnReason"].text()
        isWithdrawn = withdrawnOn != nil || withdrawnReason != nil
        read(decision: at["decision"])
    }

    /// A withdrawal may also be sent as if it were a decision, with its date.
    private mutating func read(decision at: ODPCursor) {
        guard let sent = at.json?.asString, !sent.isEmpty else { return }
        if let outcome = Outcome(rawValue: sent) {
            self.outcome = outcome
        } else if sent == "withdrawn" {
            isWithdrawn = true
            withdrawnOn = withdrawnOn ?? decidedOn
            decidedOn = nil
        } else {
            at.note(.unknownValue, ["value": String(sent.prefix(60))])
            return
        }
        at.use()
    }
}
