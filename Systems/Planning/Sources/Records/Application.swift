// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// One planning application, from a draft to its decision and after.
public struct Application: Record {
    // What is applied for
    public var type = "permission"
    public var proposal: String?
    public var address: String?
    public var site: Geometry?
    public var legalInterest: LegalInterest?
    public var developmentClass: String?
    public var floorAreaNew: Decimal?
    public var floorAreaExisting: Decimal?
    public var floorAreaDemolished: Decimal?
    public var siteArea: Decimal?
    public var lineLength: Decimal?
    public var homes: Int?
    public var isProtectedStructure: Bool?
    public var hasEnvironmentalReport: Bool?
    public var hasNaturaStatement: Bool?

    // Who applies: the name is on the register; how to reach them never is.
    public var applicant: RecordID?
    public var applicantName: String?
    public var applicantAddress: String?
    public var applicantEmail: String?
    public var applicantPhone: String?
    public var agentName: String?
    public var agentEmail: String?
    public var agentPhone: String?

    // Notices, drawings, fee
    public var newspaperName: String?
    public var newspaperNoticeOn: Day?
    public var siteNoticeOn: Day?
    public var drawings: [FileReference] = []
    public var otherDocuments: [FileReference] = []
    public var feeDue: Int?
    public var feePaid: Int?
    public var feeReference: String?

    // What became of it
    public var fileNumber: String?
    public var assignedTo: RecordID?
    public var lodgedOn: Day?
    public var receivedOn: Day?
    public var validOn: Day?
    public var invalidOn: Day?
    public var invalidReasons: String?
    public var rounds: JSON?
    public var extensions: JSON?
    public var consultationOn: Day?
    public var consultationUntil: Day?
    public var commentsUntilDecision: Bool?
    public var decidedOn: Day?
    public var decision: Decision?
    public var conditions: JSON?
    public var decisionReasons: String?
    public var notifiedOn: Day?
    public var withdrawnOn: Day?
    public var withdrawalReason: String?
    public var appealedOn: Day?
    public var corrections: String?

    // What its clocks said when it was last touched, for lists
    public var dueOn: Day?
    public var dueFor: String?
    public var sayFrom: Day?
    public var sayUntil: Day?

    // Where it came from, if not from here
    public var origin: JSON?
    public var originKey: String?
    /// Of a case published elsewhere: the application it grew from, under which it is found too.
    public var originSubmission: String?
    /// What was sent, as it was sent; never among the documents of the public file.
    public var originFiles: [FileReference] = []
    public var officersOnly: Bool?

    public init() {}

    /// What the applicant has in the land.
    public enum LegalInterest: String, Choice {
        public typealias Base = LegalInterest
        case owner, occupier, prospectivePurchaser = "prospective_purchaser", other
    }

    /// What was decided.
    public enum Decision: String, Choice {
        public typealias Base = Decision
        case granted, refused, notRequired = "not_required", split, other
    }
}
