// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A fact by which two reports of one case are compared. Every fact is text: a day in ISO
/// form, a word of the format; of comments and documents how many, and a digest of all of them.
public enum ODPFact: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case submittedOn, receivedOn, isValid, validatedOn, returnedOn
    case consultationStartsOn, consultationEndsOn, expiresOn
    case recommendation, committeeSentOn
    case decision, decidedBy, decidedOn, priorApprovalRequired
    case withdrawnOn
    case appealLodgedOn, appealValidatedOn, appealStartedOn, appealDecision, appealDecidedOn
    case appealWithdrawnOn
    case reference, uprn, address, description, officer, boundary
    case publicComments, consulteeComments, documents

    /// Whether the fact, once known, can become another. What has happened has happened; what
    /// is planned, counted or worded may change. The address is settled where no property
    /// number says more surely which place it is.
    public var isSettled: Bool {
        switch self {
        case .submittedOn, .receivedOn, .isValid, .validatedOn, .decision, .decidedBy, .decidedOn,
            .priorApprovalRequired, .withdrawnOn, .appealLodgedOn, .appealDecision,
            .appealDecidedOn, .appealWithdrawnOn, .reference, .uprn:
            true
        case .returnedOn, .consultationStartsOn, .consultationEndsOn, .expiresOn, .recommendation,
            .committeeSentOn, .appealValidatedOn, .appealStartedOn, .address, .description,
            .officer, .boundary, .publicComments, .consulteeComments, .documents:
            false
        }
    }

    /// Where the format writes it in a published case, for reports.
    public var pointer: String {
        switch self {
        case .submittedOn: "/data/submission/submittedAt"
        case .receivedOn: "/data/validation/receivedAt"
        case .isValid: "/data/validation/isValid"
        case .validatedOn, .returnedOn: "/data/validation/validatedAt"
        case .consultationStartsOn: "/data/consultation/startDate"
        case .consultationEndsOn: "/data/consultation/endDate"
        case .expiresOn: "/data/assessment/expiryDate"
        case .recommendation: "/data/assessment/planningOfficerRecommendation"
        case .committeeSentOn: "/data/assessment/committeeSentDate"
        case .decision, .decidedBy, .decidedOn: "/data/assessment"
        case .priorApprovalRequired: "/data/assessment/priorApprovalRequired"
        case .withdrawnOn: "/data/application/withdrawnAt"
        case .appealLodgedOn: "/data/appeal/lodgedDate"
        case .appealValidatedOn: "/data/appeal/validatedDate"
        case .appealStartedOn: "/data/appeal/startedDate"
        case .appealDecision: "/data/appeal/decision"
        case .appealDecidedOn: "/data/appeal/decisionDate"
        case .appealWithdrawnOn: "/data/appeal/withdrawnAt"
        case .reference: "/data/application/reference"
        case .uprn: "/submission/data/property/address/uprn"
        case .address: "/submission/data/property/address"
        case .description: "/submission/data/proposal/description"
        case .officer: "/data/caseOfficer/name"
        case .boundary: "/submission/data/proposal/boundary/site"
        case .publicComments: "/comments/public/comments"
        case .consulteeComments: "/comments/specialist/comments"
        case .documents: "/files"
        }
    }
}

extension ODPCase {
    /// What is compared of this case; what was not sent is left out.
    public var facts: [ODPFact: String] {
        var facts: [ODPFact: String] = [:]
        facts[.submittedOn] = dates.submittedOn?.description
        facts[.receivedOn] = dates.receivedOn?.description
        facts[.isValid] = isValid.map(String.init)
        facts[.validatedOn] = dates.validatedOn?.description
        facts[.returnedOn] = dates.returnedOn?.description
        facts[.consultationStartsOn] = dates.consultationStartsOn?.description
        facts[.consultationEndsOn] = dates.consultationEndsOn?.description
        facts[.withdrawnOn] = dates.withdrawnOn?.description
        facts[.reference] = reference
        // Some senders leave the leading zeros out.
        facts[.uprn] = site.uprn.map { String($0.drop { $0 == "0" }) }
        facts[.address] = site.address
        facts[.description] = description
        facts[.officer] = officer
        facts[.boundary] = site.boundary?.json.text()
        addDecision(to: &facts)
        addAppeal(to: &facts)
        if form == .publishedCase {
            facts[.publicComments] = Self.digest(comments.map(\.json))
            facts[.consulteeComments] = Self.digest(consultees.flatMap { $0.comments.map(\.json) })
        }
        facts[.documents] = Self.digest(documents.map(\.json))
        return facts
    }

    private func addDecision(to facts: inout [ODPFact: String]) {
        facts[.expiresOn] = decision?.expiresOn?.description
        facts[.recommendation] = decision?.recommendation?.rawValue
        facts[.committeeSentOn] = decision?.committeeSentOn?.description
        guard let decision, let outcome = decision.outcome else { return }
        facts[.decision] = outcome.rawValue
        facts[.decidedBy] = decision.by?.rawValue
        facts[.decidedOn] = decision.decidedOn?.description
        facts[.priorApprovalRequired] = decision.priorApprovalRequired.map(String.init)
    }

    private func addAppeal(to facts: inout [ODPFact: String]) {
        facts[.appealLodgedOn] = appeal?.lodgedOn?.description
        facts[.appealValidatedOn] = appeal?.validatedOn?.description
        facts[.appealStartedOn] = appeal?.startedOn?.description
        facts[.appealDecision] = appeal?.outcome?.rawValue
        facts[.appealDecidedOn] = appeal?.decidedOn?.description
        facts[.appealWithdrawnOn] = appeal?.withdrawnOn?.description
    }
}
