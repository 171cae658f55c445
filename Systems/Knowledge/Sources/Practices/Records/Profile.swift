// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What an organisation says of itself so that peers are found: how many people live there, and what
/// it is working on.
public struct Profile: Record {
    public var inhabitants: Int?
    public var source: String?
    public var countedOn: Day?
    public var topic: Several<Topic> = []

    public init() {}

    public static let fields: Fields<Profile> = [
        .integer("inhabitants", \.inhabitants, in: 1...100_000_000),
        .text("source", \.source, max: 300),
        .day("counted_on", \.countedOn),
        .choices("topic", \.topic),
    ]

    public static let kind = RecordKind(
        Profile.self, system: "knowledge", name: "profile", plural: "profiles",
        states: [.current], readers: [.anyone],
        list: ListShape(columns: ["source", "inhabitants", "topic"], order: "id"))

    public static func publication(of profile: Stored<Profile>, at moment: Moment) -> Publication? {
        Publication(
            kind: PublishedKind.profile.name, reference: "", title: moment.tenant.name, summary: "",
            status: profile.state.rawValue, day: profile.countedOn,
            columns: ["inhabitants": profile.inhabitants.stored],
            body: [
                "inhabitants": profile.inhabitants.map { .integer(Int64($0)) } ?? .null,
                "source": .optional(profile.source), "topic": profile.topic.json,
            ])
    }
}
