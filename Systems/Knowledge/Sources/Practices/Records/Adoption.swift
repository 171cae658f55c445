// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// That an organisation does as another did: what it changed, and half a year later whether it
/// worked. It is public, since it is what the next one wants to know.
public struct Adoption: Record {
    public enum Worked: String, Choice { case yes, partly, no }

    /// Whose practice, and which.
    public var origin = ""
    public var practice = RecordID.none
    public var title = ""
    /// The one whose version of it was taken, where that is not the origin.
    public var via: String?
    public var changed: String?
    public var adoptedOn: Day?
    /// When it is asked whether it worked.
    public var reviewOn: Day?
    public var worked: Worked?
    public var effect: String?
    public var evidence: String?
    public var reviewedOn: Day?
    public var owner: RecordID?
    /// Whether the owner was asked.
    public var isAsked: Bool?

    public init() {}

    public static let fields: Fields<Adoption> = [
        .tenant("origin", \.origin),
        Field.link("practice", \.practice, to: "knowledge.practice").unseen(),
        Field.text("title", \.title).derived(),
        .tenant("via", \.via),
        .longText("changed", \.changed),
        Field.day("adopted_on", \.adoptedOn).derived(),
        Field.day("review_on", \.reviewOn).derived(),
        Field.choice("worked", \.worked).derived(),
        Field.longText("effect", \.effect).derived(),
        Field.longText("evidence", \.evidence).derived(),
        Field.day("reviewed_on", \.reviewedOn).derived(),
        .person("owner", \.owner),
        Field.flag("is_asked", \.isAsked, privacy: .staff).derived(),
    ]

    public static let kind = RecordKind(
        Adoption.self, system: "knowledge", name: "adoption", plural: "adoptions",
        states: [.adopted, .reviewed, .ended], readers: [.anyone],
        list: ListShape(
            columns: ["title", "origin", "adopted_on", "worked", "review_on"], filters: ["worked"],
            order: "adopted_on"),
        indexes: [["practice"], ["review_on"]])

    public static func publication(
        of adoption: Stored<Adoption>, at moment: Moment
    ) -> Publication? {
        guard adoption.state != .ended else { return nil }
        return Publication(
            kind: PublishedKind.adoption.name, reference: "", title: adoption.title,
            summary: adoption.changed ?? "", status: adoption.state.rawValue,
            day: adoption.adoptedOn,
            columns: [
                "practice": adoption.practice.stored, "origin": .text(adoption.origin),
                "worked": adoption.worked.stored,
            ],
            body: [
                "practice": .string(adoption.practice.text), "origin": .string(adoption.origin),
                "via": .optional(adoption.via), "changed": .optional(adoption.changed),
                "worked": .optional(adoption.worked?.rawValue),
                "effect": .optional(adoption.effect), "evidence": .optional(adoption.evidence),
                "reviewedOn": .optional(adoption.reviewedOn?.description),
            ])
    }
}

extension State {
    static let adopted: State = "adopted"
    static let reviewed: State = "reviewed"
    static let ended: State = "ended"
}
