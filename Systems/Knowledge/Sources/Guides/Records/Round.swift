// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A time in which an edition, or what is to become one, may be commented on, by those whom the
/// round names; and afterwards the report of what became of every comment.
public struct Round: Record {
    public enum Openness: String, Choice { case everyone, members, invited }

    public var edition = RecordID.none
    public var guide = RecordID.none
    public var title = ""
    public var about: String?
    public var opensOn = Day.first
    public var closesOn = Day.first
    public var openTo = Openness.everyone
    /// The digest of the secret those who are invited comment by.
    public var key: String?
    public var seenBy = Reach.private
    public var reportedOn: Day?

    public init() {}

    public static let fields: Fields<Round> = [
        .link("edition", \.edition, to: "knowledge.edition"),
        .text("title", \.title),
        .longText("about", \.about),
        .day("opens_on", \.opensOn),
        .day("closes_on", \.closesOn),
        .choice("open_to", \.openTo),
        Field.text("key", \.key, max: 64, privacy: .staff).unseen(),
        Field.link("guide", \.guide, to: "knowledge.guide").derived(),
        Field.choice("seen_by", \.seenBy).derived(),
        Field.day("reported_on", \.reportedOn).derived(),
    ]

    public static let kind = RecordKind(
        Round.self, system: "knowledge", name: "round", plural: "rounds",
        states: [.planned, .open, .closed, .reported, .cancelled],
        readers: .staff + .reached,
        list: ListShape(
            columns: ["title", "opens_on", "closes_on", "open_to"], filters: ["guide", "open_to"],
            order: "closes_on"),
        indexes: [["guide"], ["closes_on"]],
        found: ["title"])

    public static func settle(_ round: inout Stored<Round>, at moment: Moment) {
        round.seenBy = round.state == .cancelled ? .private : round.openTo.reach
    }

    /// A round everyone, or every member, may take part in is announced; those who are invited have
    /// their link.
    public static func publication(of round: Stored<Round>, at moment: Moment) -> Publication? {
        let kind: PublishedKind
        switch round.seenBy {
        case .private, .invited: return nil
        case .members: kind = .sharedRound
        case .everyone: kind = .round
        }
        return Publication(
            kind: kind.name, reference: "", title: round.title, summary: round.about ?? "",
            status: round.state.rawValue, day: round.opensOn,
            columns: ["guide": round.guide.stored, "closes_on": round.closesOn.stored],
            body: [
                "guide": .string(round.guide.text), "title": .string(round.title),
                "about": .optional(round.about), "opensOn": .string(round.opensOn.description),
                "closesOn": .string(round.closesOn.description),
            ])
    }
}

extension Round.Openness {
    var reach: Reach {
        switch self {
        case .everyone: .everyone
        case .members: .members
        case .invited: .invited
        }
    }
}

extension State {
    static let planned: State = "planned"
    static let reported: State = "reported"
}
