// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Everything about one case that its clocks depend on. Made from the journal; or changed by hand
/// to ask "what if", since the clocks are the same function either way.
public struct CaseDates: Sendable, Hashable, Codable {
    /// The kind of application as the rule pack names it: `permission`, `retention`, `outline`;
    /// in England the code of the Open Digital Planning schema, `pp.full.householder`.
    public var kind: String
    /// The day the newspaper with the notice came out.
    public var newspaperNoticeOn: Day?
    /// The day the site notice was put up.
    public var siteNoticeOn: Day?
    /// The day the application was sent in.
    public var lodgedOn: Day?
    /// The day stamped on it by the authority, from which its periods run.
    public var receivedOn: Day?
    /// The day it was found valid. In England periods run from it.
    public var validOn: Day?
    /// The day it was found invalid and returned.
    public var invalidOn: Day?
    /// Whether an environmental impact assessment report goes with it.
    public var hasEnvironmentalReport = false
    /// Whether a Natura impact statement goes with it.
    public var hasNaturaStatement = false
    /// The requests for further information, in order.
    public var furtherInformation: [InformationRound] = []
    /// The extensions of the decision period to which the applicant agreed.
    public var extensions: [AgreedExtension] = []
    /// The day from which the public is consulted, where it is not that of receipt.
    public var consultationOn: Day?
    /// The last day for comments that the authority announced, where it did.
    public var consultationUntil: Day?
    /// Whether the authority takes comments until it decides, whatever day it announced.
    public var commentsUntilDecision = false
    public var decidedOn: Day?
    public var outcome: Outcome?
    public var withdrawnOn: Day?
    /// The day the applicant was sent the decision.
    public var notifiedOn: Day?
    /// The day the case's documents were put on the website.
    public var publishedOn: Day?
    public var appealedOn: Day?
    /// The day the permission itself was granted, once no appeal could come.
    public var finalGrantOn: Day?
    /// The day the sum owed for a late decision was paid.
    public var defaultPaidOn: Day?

    /// What was decided.
    public enum Outcome: String, Sendable, Hashable, Codable {
        case granted, refused
    }

    /// A case of a kind that nothing has happened in.
    public init(kind: String, lodgedOn: Day? = nil, receivedOn: Day? = nil, validOn: Day? = nil) {
        self.kind = kind
        self.lodgedOn = lodgedOn
        self.receivedOn = receivedOn
        self.validOn = validOn
    }

    /// The same case with further information asked for on a day: after a first request, that the
    /// answer be made clear.
    func asking(on day: Day) -> CaseDates {
        var dates = self
        dates.furtherInformation.append(
            InformationRound(requestedOn: day, isClarification: !furtherInformation.isEmpty))
        return dates
    }

    /// Whether the longer periods for environmental assessment apply.
    public var needsAssessment: Bool { hasEnvironmentalReport || hasNaturaStatement }
}

/// One request for further information and what came of it.
public struct InformationRound: Sendable, Hashable, Codable {
    public var requestedOn: Day
    /// Whether it only asks to make clear what was answered before.
    public var isClarification: Bool
    /// Months added by agreement to the time for the reply.
    public var extraMonths: Int
    /// The day on which every item was answered.
    public var fullyCompliedOn: Day?
    /// Whether the authority found that the reply contains significant additional data.
    public var isSignificant: Bool
    /// The day on which the applicant gave notice that the reply was advertised anew.
    public var readvertisedOn: Day?

    public init(
        requestedOn: Day, isClarification: Bool = false, extraMonths: Int = 0,
        fullyCompliedOn: Day? = nil, isSignificant: Bool = false, readvertisedOn: Day? = nil
    ) {
        self.requestedOn = requestedOn
        self.isClarification = isClarification
        self.extraMonths = extraMonths
        self.fullyCompliedOn = fullyCompliedOn
        self.isSignificant = isSignificant
        self.readvertisedOn = readvertisedOn
    }
}

/// An extension of the period for the decision to which the applicant agreed in writing.
public struct AgreedExtension: Sendable, Hashable, Codable {
    /// The day on which the consent was given.
    public var consentedOn: Day
    /// The new last day.
    public var until: Day

    public init(consentedOn: Day, until: Day) {
        self.consentedOn = consentedOn
        self.until = until
    }
}
