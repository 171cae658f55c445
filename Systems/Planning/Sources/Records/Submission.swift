// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What somebody has to say about an application while the window for it is open.
public struct Submission: Record {
    public var application = RecordID.none
    public var person: RecordID?
    public var name = ""
    public var address: String?
    public var text = ""
    public var stance: Stance?
    public var receivedOn: Day?
    public var feeReference: String?
    public var files: [FileReference] = []
    /// Of a consultee rather than of the public.
    public var isConsultee: Bool?
    public var origin: String?
    /// The words as they came from elsewhere, before anything private was taken out of them.
    public var asSent: String?
    public var officersOnly: Bool?

    public init() {}

    public enum Stance: String, Choice {
        public typealias Base = Stance
        case objection, support, neutral
    }

    public static let fields: Fields<Submission> = [
        .link("application", \.application, to: "planning.application"),
        .person("person", \.person),
        .text("name", \.name, privacy: .personal),
        .text("address", \.address, max: 500, privacy: .personal),
        .longText("text", \.text, max: 20_000),
        .choice("stance", \.stance),
        .day("received_on", \.receivedOn),
        .text("fee_reference", \.feeReference, max: 100, privacy: .staff),
        .files("files", \.files, max: 10),
        Field.flag("consultee", \.isConsultee).derived(),
        Field.text("origin", \.origin, max: 400, privacy: .staff).derived(),
        Field.longText("as_sent", \.asSent, max: 200_000, privacy: .personal).derived(),
        Field.flag("officers_only", \.officersOnly, privacy: .staff).derived(),
    ]

    public static let kind = RecordKind(
        Submission.self, system: "planning", name: "submission", plural: "submissions",
        states: [.acknowledged, .withheld, .removed],
        readers: [
            .role(.officer), .role(.manager), .role(.administrator), .role(.auditor),
            .party(field: "person"),
        ],
        list: ListShape(
            columns: ["application", "name", "received_on"], filters: ["application", "stance"],
            order: "received_on"),
        indexes: [["application"], ["person"]],
        keptByLaw: .planningFile(in: [.acknowledged, .withheld]))

    /// The name and the words of a submission are public (s.38 of the 2000 Act); where its author
    /// lives and how to reach them is not.
    public static func publication(of record: Stored<Submission>, at moment: Moment) -> Publication? {
        guard record.state == .acknowledged, record.officersOnly != true else { return nil }
        return Publication(
            kind: PublishedKind.submission.name, reference: "", title: record.name,
            summary: String(record.text.prefix(300)), status: record.stance?.rawValue ?? "none",
            day: record.receivedOn, columns: ["application": record.application.stored],
            body: [
                "application": .string(record.application.text), "name": .string(record.name),
                "text": .string(record.text), "stance": .optional(record.stance?.rawValue),
                "received_on": .day(record.receivedOn),
                "consultee": .bool(record.isConsultee ?? false),
            ],
            documents: record.files)
    }
}

extension State {
    static let acknowledged: State = "acknowledged"
    /// Not on the register as long as its application is not.
    static let withheld: State = "withheld"
    /// Taken off the public file, with the reason in the journal.
    static let removed: State = "removed"
}

extension PublishedKind {
    static let submission = PublishedKind(
        "planning.submission", path: "/register/planning",
        page: "/register/planning/:tenant/:record/submissions", columns: ["application"],
        past: .asItIsNow, partOf: "application")
    static let application = PublishedKind(
        "planning.application", path: "/register/planning",
        page: "/register/planning/:tenant/:record",
        columns: ["type", "decision", "received_on", "decided_on", "say_until", "file_number"],
        takenBack: ["documents_elsewhere"])
}
