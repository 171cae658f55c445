// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One case as it was sent, in our terms. The whole of what was sent stays in `json`, for the
/// caller to keep beside it.
public struct ODPCase: Sendable {
    /// Where in its file it stands, as a JSON Pointer; empty for the whole file.
    public let pointer: String

    // What it is.
    public var form: ODPForm
    public var key: ODPKey
    /// Of a published case: the application it grew from, which may have been sent before.
    public var submissionKey: ODPKey?
    /// The schema's address, and the version in it (`v0.7.7`, `@next`).
    public var schema: String?
    public var schemaVersion: String?
    /// The schema of the application within a published case.
    public var submissionSchema: String?
    /// The portal or back office that wrote it.
    public var source: String?
    /// The address of the service in which the application was filled in.
    public var portal: String?
    /// The format's own name for the kind, where it was sent.
    public var typeDescription: String?
    /// nil: no clock is known for this kind.
    public var clock: ODPClockKind?
    public var audience: ODPAudience

    // Where it stands.
    public var state: ODPState
    /// The stage and status as they were sent.
    public var stage: String?
    public var status: String?
    public var dates = ODPDates()
    public var decision: ODPDecision?
    public var appeal: ODPAppeal?
    public var isValid: Bool?
    public var withdrawnReason: String?
    /// The officer who has the case.
    public var officer: String?
    public var hasSiteNotice: Bool?
    /// Comments are welcome until the decision, not only in the consultation.
    public var commentsUntilDecision: Bool?

    // What it is about.
    /// The authority's own number.
    public var reference: String?
    public var references: [ODPReference] = []
    public var applicant: ODPParty?
    public var agent: ODPParty?
    /// What the sender was: `applicant`, `agent`, `proxy`.
    public var submittedBy: String?
    public var description: String?
    public var projectTypes: [ODPTerm] = []
    public var site = ODPSite()
    public var details: [ODPDetail] = []
    public var fee: ODPFee?
    public var documents: [ODPDocument] = []
    public var comments: [ODPComment] = []
    public var consultees: [ODPConsultee] = []
    public var commentSummary: ODPCommentSummary?
    public var consulteeSummary: ODPCommentSummary?

    // For officers only.
    public var contacts = ODPContacts()
    public var answers: [ODPAnswer] = []
    /// What the portal made of the answers.
    public var assessments: [ODPTerm] = []
    /// The applicant says that it is true.
    public var isDeclaredAccurate: Bool?
    /// A tie with the authority that the applicant declared; `none` is one of the words.
    public var connection: ODPTerm?
    /// Whether the applicant says that parts are `sensitive` or commercially `harmful`.
    public var sensitivity: [String: Bool] = [:]

    // How it was read.
    /// What is odd about it.
    public var notes: [ODPProblem] = []
    /// The highest places of which nothing was used, as JSON Pointers into the file.
    public var unused: [String] = []
    /// All that was sent for this case.
    public var json: JSON

    /// Whether the public may see it. A case goes on the register when the sender has published
    /// it or its validity is settled; an application alone never.
    public var isPublic: Bool {
        audience == .everyone && form == .publishedCase
            && (dates.publishedAt != nil || state.isBeyondValidation)
    }

    /// Whether an environmental statement is among the documents: the format says it in no other
    /// place.
    public var hasEnvironmentalStatement: Bool {
        documents.contains { $0.types.contains { $0.value == "environmentalImpactAssessment" } }
    }

    /// The bytes that are alike for two files that say the same: order, white space and the
    /// moment of writing out make no difference. To be digested by the caller.
    public var canonical: [UInt8] {
        var plain = json
        if plain["metadata"]?["generatedAt"] != nil { plain["metadata"]?["generatedAt"] = nil }
        return plain.canonical
    }
}
