// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Where questions of a sort are answered: whose, on what, in which languages, in how many days.
public struct HelpDesk: Record {
    public var name = ""
    public var about: String?
    /// Whose questions; none named: everybody's.
    public var audience: Several<Audience> = []
    /// On what; none named: on everything.
    public var topic: Several<Topic> = []
    /// In which languages it answers; none named: it says nothing of it.
    public var language: Several<Tongue> = []
    /// Whether it takes what no other desk takes.
    public var takesRest: Bool?
    /// In how many working days it promises to answer.
    public var promise = 5
    /// Who is told of a new question.
    public var lead: RecordID?

    public init() {}

    public static let fields: Fields<HelpDesk> = [
        .text("name", \.name, max: 120),
        .longText("about", \.about, max: 1_000),
        .choices("audience", \.audience),
        .choices("topic", \.topic),
        .choices("language", \.language),
        .flag("takes_rest", \.takesRest),
        .integer("promise", \.promise, in: 1...90),
        .person("lead", \.lead),
    ]

    public static let kind = RecordKind(
        HelpDesk.self, system: "knowledge", name: "desk", plural: "desks",
        states: [.open, .closed], readers: [.anyone],
        list: ListShape(
            columns: ["name", "audience", "topic", "language", "promise"],
            filters: ["topic", "audience"], order: "name", descending: false),
        found: ["name", "about"],
        linked: LinkedTerms(names: ["name": "dct:title", "about": "dct:description"]))

    /// An open desk stands in the commons, where whoever asks is led by it.
    public static func publication(of desk: Stored<HelpDesk>, at moment: Moment) -> Publication? {
        guard desk.state == .open else { return nil }
        return Publication(
            kind: PublishedKind.desk.name, reference: "", title: desk.name,
            summary: desk.about ?? "", status: desk.state.rawValue,
            columns: ["takes_rest": (desk.takesRest == true).stored],
            body: [
                "name": .string(desk.name), "about": .optional(desk.about),
                "audience": desk.audience.json, "topic": desk.topic.json,
                "language": desk.language.json, "takesRest": .bool(desk.takesRest == true),
                "promise": .integer(Int64(desk.promise)),
            ])
    }
}

extension Several {
    /// The names, as programs get them.
    var json: JSON { .array(all.map { .string($0.rawValue) }) }
}

extension State {
    static let open: State = "open"
    static let closed: State = "closed"
}
