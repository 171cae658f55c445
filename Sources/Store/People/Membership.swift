// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A role a person holds in a tenant, from a day and perhaps until one.
public struct Membership: Record {
    public var person = RecordID.none
    public var tenant = ""
    public var role = ""
    public var from: Day?
    /// The last day on which it is held.
    public var until: Day?
    /// The identity provider whose word it is held by; nil: somebody granted it here.
    public var source: String?

    public init() {}

    public static let fields: Fields<Membership> = [
        .person("person", \.person),
        .text("tenant", \.tenant, max: 63),
        .text("role", \.role, max: 40),
        .day("from_day", \.from),
        .day("until_day", \.until),
        .text("source", \.source, max: 40),
    ]

    public static let kind = RecordKind(
        Membership.self, system: "network", name: "membership", plural: "memberships",
        states: ["held", "ended"],
        readers: [.role(.administrator), .role(.auditor), .party(field: "person")],
        list: ListShape(columns: ["person", "tenant", "role"], filters: ["tenant"], order: "id"),
        indexes: [["person"], ["tenant"]])

    /// Whether the role is held on a day, if it has not been ended.
    func isHeld(on day: Day) -> Bool {
        (from.map { $0 <= day } ?? true) && !isOver(on: day)
    }

    /// Whether it waits: it was granted to whoever has an address, and they have not shown that the
    /// address is theirs. What a provider says holds for whom it knows, whatever their address is.
    public func waits(for person: Person?) -> Bool { source == nil && person?.isConfirmed != true }

    /// Whether its last day has passed.
    func isOver(on day: Day) -> Bool { until.map { $0 < day } ?? false }
}
