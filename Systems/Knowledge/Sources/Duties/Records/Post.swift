// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A place somebody holds: a designated officer's, or a seat in a council, a board, a committee.
public struct Post: Record {
    public var name = ""
    public var duty: Duty?
    /// How many may hold it at once.
    public var seats = 1
    /// What it rests on: a law, a statute, a decision.
    public var basis: String?
    /// How long a term lasts, where that is fixed.
    public var termMonths: Int?
    /// How many hold it, and who of them everyone may know.
    public var held = 0
    public var shown: String?

    public init() {}

    public static let fields: Fields<Post> = [
        .text("name", \.name),
        .choice("duty", \.duty),
        .integer("seats", \.seats, in: 1...2_000),
        .text("basis", \.basis, max: 500),
        .integer("term_months", \.termMonths, in: 1...240),
        Field.integer("held", \.held, in: 0...2_000).derived(),
        Field.longText("shown", \.shown, max: 20_000).derived(),
    ]

    public static let kind = RecordKind(
        Post.self, system: "knowledge", name: "post", plural: "posts", states: [.open, .closed],
        readers: [.anyone],
        list: ListShape(
            columns: ["name", "duty", "seats", "held"], filters: ["duty"], order: "name",
            descending: false),
        indexes: [["duty"]],
        found: ["name"], linked: LinkedTerms(names: ["name": "dct:title"]))

    public static func publication(of post: Stored<Post>, at moment: Moment) -> Publication? {
        guard post.state == .open else { return nil }
        let vacant = max(0, post.seats - post.held)
        return Publication(
            kind: PublishedKind.post.name, reference: "", title: post.name,
            summary: post.shown ?? "", status: vacant == 0 ? "filled" : "vacant",
            columns: ["duty": post.duty.stored, "vacant": vacant.stored],
            body: [
                "duty": .optional(post.duty?.rawValue), "seats": .integer(Int64(post.seats)),
                "held": .integer(Int64(post.held)), "vacant": .integer(Int64(vacant)),
                "basis": .optional(post.basis), "shown": .optional(post.shown),
            ])
    }
}
