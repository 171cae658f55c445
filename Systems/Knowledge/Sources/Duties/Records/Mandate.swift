// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// That a person holds a post for a time. The same person may hold others elsewhere; what becomes of
/// this one changes nothing there.
public struct Mandate: Record {
    public var post = RecordID.none
    public var person: RecordID?
    public var name = ""
    /// Whether everyone may know that they hold it.
    public var isPublic: Bool?
    public var from = Day.first
    public var until: Day?
    /// By what: an election, an appointment, a decision with its date.
    public var instrument: String?
    public var endedOn: Day?

    public init() {}

    public static let fields: Fields<Mandate> = [
        .link("post", \.post, to: "knowledge.post"),
        .text("name", \.name, privacy: .personal),
        .person("person", \.person, privacy: .personal),
        .flag("is_public", \.isPublic),
        .day("from_day", \.from),
        .day("until_day", \.until),
        .text("instrument", \.instrument, max: 300),
        Field.day("ended_on", \.endedOn).derived(),
    ]

    public static let kind = RecordKind(
        Mandate.self, system: "knowledge", name: "mandate", plural: "mandates",
        states: [.held, .ended], readers: .staff + [.party(field: "person")],
        list: ListShape(
            columns: ["name", "post", "from_day", "until_day"], filters: ["post"],
            order: "from_day"),
        indexes: [["post"], ["person"], ["until_day"]])
}

extension State {
    static let held: State = "held"
}
