// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What another network published, as it is shown here: what it says at a glance, whose it is, and
/// where the whole is read.
public struct FollowedItem: Record {
    public var network = RecordID.none
    public var networkName = ""
    /// What it is, as its network calls it: `knowledge.guide`.
    public var sort = ""
    /// The slug of the tenant there, and its name.
    public var body = ""
    public var bodyName = ""
    /// Its id there: the same wherever its body moves.
    public var origin = ""
    public var itsVersion = 0
    public var changedAt: Instant?
    public var title = ""
    public var summary = ""
    public var language: String?
    public var day: Day?
    public var standing = ""
    public var address = ""
    /// The round in which it was met last.
    public var round = 0

    public init() {}

    public static let fields: Fields<FollowedItem> = [
        .link("network", \.network, to: "following.network"),
        .text("network_name", \.networkName), .text("sort", \.sort, max: 80),
        .text("body", \.body, max: 63), .text("body_name", \.bodyName),
        .text("origin", \.origin, max: 36), .integer("its_version", \.itsVersion, in: 0...Int.max),
        .instant("changed_at", \.changedAt), .text("title", \.title, max: Limits.title),
        .longText("summary", \.summary, max: Limits.summary),
        .text("language", \.language, max: 20), .day("day", \.day),
        .text("standing", \.standing, max: 40), .text("address", \.address, max: 600),
        .integer("round", \.round, in: 0...1_000_000),
    ]

    /// What is kept of a text, in characters.
    enum Limits {
        static let title = 300
        static let summary = 2_000
    }

    /// `doubled`: its body publishes it here itself, having moved here.
    public static let kind = RecordKind(
        FollowedItem.self, system: "following", name: "item", plural: "items",
        states: [.shown, .doubled, .withdrawn],
        readers: [.role(.administrator), .role(.auditor)], hidesPast: true,
        list: ListShape(
            columns: ["title", "network_name", "body_name", "language", "day"], filters: ["language"],
            order: "day"),
        indexes: [["network", "origin"], ["body"], ["network", "round"]])

    public static func publication(of item: Stored<FollowedItem>, at _: Moment) -> Publication? {
        guard item.state == .shown else { return nil }
        return Publication(
            kind: PublishedKind.followedItem.name, reference: item.networkName, title: item.title,
            summary: item.summary, status: item.standing, day: item.day,
            columns: [
                "network": item.network.stored, "sort": .text(item.sort), "body": .text(item.body),
                "language": item.language.stored, "origin": .text(item.origin),
            ],
            body: [
                "network": .string(item.networkName), "kind": .string(item.sort),
                "tenant": .string(item.body), "tenantName": .string(item.bodyName),
                "record": .string(item.origin), "version": .integer(item.itsVersion),
                "language": .optional(item.language), "url": .string(item.address),
            ])
    }

    /// Withdrawn: what it said goes with it.
    static func withdraw(_ item: inout Stored<FollowedItem>) {
        item.state = .withdrawn
        (item.title, item.summary, item.bodyName) = ("", "", "")
        (item.language, item.day) = (nil, nil)
    }
}

extension PublishedKind {
    /// It does not travel: what is ours alone is given to others, so that nothing comes back.
    static let followedItem = PublishedKind(
        "following.item", path: "/following", page: "/following/items/:record",
        columns: ["network", "sort", "body", "language", "origin"], isNews: false,
        past: .asItIsNow)
}

extension State {
    static let shown: State = "shown"
    static let doubled: State = "doubled"
    static let withdrawn: State = "withdrawn"
}
