// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The authority's decision, or as much of the way to it as was sent.
public struct ODPDecision: Sendable, Hashable {
    public enum By: String, Sendable, Codable, CaseIterable { case officer, committee }

    /// Granted or refused; nil while nobody has decided.
    public var outcome: ODPOutcome?
    public var by: By?
    public var decidedOn: Day?
    /// What the officer decided, and when, where the committee has had the last word.
    public var officer: ODPOutcome?
    public var officerOn: Day?
    /// What the officer recommended to the committee.
    public var recommendation: ODPOutcome?
    public var committeeSentOn: Day?
    /// The day by which it is to be decided, as the sender reckons it.
    public var expiresOn: Day?
    /// Where the decision notice may be read.
    public var noticeAddress: String?
    /// Of prior approvals: whether it was needed at all. `false` with `granted` means that
    /// prior approval is not required.
    public var priorApprovalRequired: Bool?

    /// - Parameter received: the day before which nothing can have been decided.
    init?(_ at: ODPCursor, since received: Day? = nil) {
        guard at.hasMembers else { return nil }
        expiresOn = at["expiryDate"].day()
        let officer = ODPOutcome(at["planningOfficerDecision"])
        let officerOn = at["planningOfficerDecisionDate"].pastDay(since: received)
        let committee = ODPOutcome(at["committeeDecision"])
        let committeeOn = at["committeeDecisionDate"].pastDay(since: received)
        if let officer, let committee, officer != committee { at.note(.twoDecisions) }
        // Where both have spoken the committee has had the last word.
        outcome = committee ?? officer
        by = committee != nil ? .committee : officer != nil ? .officer : nil
        decidedOn = committee != nil ? committeeOn : officerOn ?? committeeOn
        if committee != nil { (self.officer, self.officerOn) = (officer, officerOn) }
        recommendation = ODPOutcome(at["planningOfficerRecommendation"])
        committeeSentOn = at["committeeSentDate"].day()
        noticeAddress = at["decisionNotice"]["url"].text() ?? at["decisionNotice"].text()
        priorApprovalRequired = at["priorApprovalRequired"].flag()
    }
}
