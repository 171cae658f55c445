// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension Application {
    public static let fields: Fields<Application> = Fields(
        subject + people + papers + progress + clocks + provenance)

    private static let subject: [Field<Application>] = [
        .text("type", \.type, max: 120),
        .longText("proposal", \.proposal, max: 10_000),
        .text("address", \.address, max: 500),
        .geometry("site", \.site),
        .choice("legal_interest", \.legalInterest),
        .text("development_class", \.developmentClass, max: 20),
        .decimal("floor_area_new", \.floorAreaNew, in: 0...1_000_000),
        .decimal("floor_area_existing", \.floorAreaExisting, in: 0...1_000_000),
        .decimal("floor_area_demolished", \.floorAreaDemolished, in: 0...1_000_000),
        .decimal("site_area", \.siteArea, in: 0...100_000),
        .decimal("line_length", \.lineLength, in: 0...1_000_000),
        .integer("homes", \.homes, in: 0...100_000),
        .flag("protected_structure", \.isProtectedStructure),
        .flag("environmental_report", \.hasEnvironmentalReport),
        .flag("natura_statement", \.hasNaturaStatement),
    ]

    private static let people: [Field<Application>] = [
        .person("applicant", \.applicant),
        .text("applicant_name", \.applicantName, privacy: .personal),
        .text("applicant_address", \.applicantAddress, max: 500, privacy: .personal),
        .text("applicant_email", \.applicantEmail, max: 254, privacy: .personal),
        .text("applicant_phone", \.applicantPhone, max: 40, privacy: .personal),
        .text("agent_name", \.agentName, privacy: .personal),
        .text("agent_email", \.agentEmail, max: 254, privacy: .personal),
        .text("agent_phone", \.agentPhone, max: 40, privacy: .personal),
    ]

    private static let papers: [Field<Application>] = [
        .text("newspaper_name", \.newspaperName),
        .day("newspaper_notice_on", \.newspaperNoticeOn),
        .day("site_notice_on", \.siteNoticeOn),
        .files("drawings", \.drawings).taking(
            ["application/pdf", "image/png", "image/jpeg", "image/tiff"]),
        .files("other_documents", \.otherDocuments),
        Field.money("fee_due", \.feeDue).derived(),
        .money("fee_paid", \.feePaid),
        .text("fee_reference", \.feeReference, max: 100, privacy: .staff),
    ]

    private static let progress: [Field<Application>] = [
        .text("file_number", \.fileNumber, max: 60),
        .person("assigned_to", \.assignedTo),
        .day("lodged_on", \.lodgedOn),
        .day("received_on", \.receivedOn),
        .day("valid_on", \.validOn),
        .day("invalid_on", \.invalidOn),
        .longText("invalid_reasons", \.invalidReasons),
        .json("further_information", \.rounds),
        .json("extensions", \.extensions),
        .day("consultation_on", \.consultationOn),
        .day("consultation_until", \.consultationUntil),
        Field.flag("comments_until_decision", \.commentsUntilDecision).derived(),
        .day("decided_on", \.decidedOn),
        .choice("decision", \.decision),
        .json("conditions", \.conditions),
        .longText("decision_reasons", \.decisionReasons, max: 20_000),
        .day("notified_on", \.notifiedOn),
        .day("withdrawn_on", \.withdrawnOn),
        .longText("withdrawal_reason", \.withdrawalReason, max: 2_000),
        .day("appealed_on", \.appealedOn),
        .longText("corrections", \.corrections, max: 20_000, privacy: .staff),
    ]

    private static let clocks: [Field<Application>] = [
        Field.day("due_on", \.dueOn).derived(),
        Field.text("due_for", \.dueFor, max: 60).derived(),
        Field.day("say_from", \.sayFrom).derived(),
        Field.day("say_until", \.sayUntil).derived(),
    ]

    private static let provenance: [Field<Application>] = [
        .json("origin", \.origin, privacy: .personal),
        Field.text("origin_key", \.originKey, max: 500, privacy: .staff).derived(),
        Field.text("origin_submission", \.originSubmission, max: 500, privacy: .staff).derived(),
        Field.files("origin_files", \.originFiles, max: 200, privacy: .staff).derived(),
        Field.flag("officers_only", \.officersOnly, privacy: .staff).derived(),
    ]

    public static let kind = RecordKind(
        Application.self, system: "planning", name: "application", plural: "applications",
        states: [
            .draft, .discarded, .lodged, .invalid, .valid, .furtherInformation, .granted, .refused, .decided,
            .withdrawn, .deemedWithdrawn,
        ],
        readers: [
            .role(.officer), .role(.manager), .role(.administrator), .role(.auditor),
            .party(field: "applicant"),
        ],
        privateStates: [.draft, .discarded],
        list: ListShape(
            columns: ["file_number", "address", "proposal", "received_on", "due_on"],
            filters: ["type", "assigned_to", "decision"], order: "due_on", descending: false),
        indexes: [
            ["applicant"], ["assigned_to", "due_on"], ["file_number"], ["origin_key"],
            ["origin_submission"],
        ],
        found: ["address", "proposal", "file_number"],
        keptByLaw: .planningFile(in: [
            .lodged, .invalid, .valid, .furtherInformation, .granted, .refused, .decided, .withdrawn,
            .deemedWithdrawn,
        ]),
        linked: LinkedTerms(names: ["proposal": "dct:description", "file_number": "dct:identifier"]))
}

extension KeptByLaw {
    /// What was lodged is on the register and its documents are kept for everyone to inspect.
    static func planningFile(in states: Set<State>) -> KeptByLaw {
        KeptByLaw("Planning and Development Act 2000, s. 7 (the register) and s. 38", in: states)
    }
}

extension State {
    static let draft: State = "draft"
    /// A draft its author threw away.
    static let discarded: State = "discarded"
    static let lodged: State = "lodged"
    static let invalid: State = "invalid"
    static let valid: State = "valid"
    static let furtherInformation: State = "further_information"
    static let granted: State = "granted"
    static let refused: State = "refused"
    /// Decided otherwise than by grant or refusal, such as "prior approval not required".
    static let decided: State = "decided"
    static let withdrawn: State = "withdrawn"
    static let deemedWithdrawn: State = "deemed_withdrawn"
}
