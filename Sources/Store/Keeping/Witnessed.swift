// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// That a tenant saw the end of another's journal on a day: kept in the witness's own journal, so that
/// whoever rewrites the one must rewrite the other, and those that witnessed it in turn.
public struct Witnessed: Record {
    /// Whose journal was seen.
    public var tenant = ""
    /// The day, UTC.
    public var day: Day?
    /// The number of its last link then.
    public var seal = 0
    /// The digest of that link: the journal's head.
    public var head = ""

    public init() {}

    public static let fields: Fields<Witnessed> = [
        .text("tenant", \.tenant, max: 63), .day("day", \.day),
        .integer("seal", \.seal, in: 1...1_000_000_000_000), .text("head", \.head, max: 64),
    ]

    public static let kind = RecordKind(
        Witnessed.self, system: "network", name: "witnessed", plural: "witnessed",
        states: ["noted"], readers: [.role(.administrator), .role(.auditor)],
        list: ListShape(columns: ["tenant", "day", "head"], order: "id"), indexes: [["tenant"]])

    /// The act of noting it. Internal: nobody but the product sees heads.
    static let note = Action<Witnessed, Witnessed>(
        "witness", by: [.system("witness")], to: ["noted"], isInternal: true
    ) { witnessed, input, _ in witnessed.fields = input.fields }

    /// How many tenants witness each journal every day, beside the commons.
    static let witnesses = 3

    /// Who witnesses a journal on a day: chosen by a digest, so that nobody can choose.
    static func chosen(for slug: String, on day: Day, among others: [String]) -> [String] {
        let ranked = others.filter { $0 != slug && $0 != Tenant.commons }.map { other in
            (rank: Digest.of("\(slug) \(day) \(other)".utf8), other: other)
        }
        let all = ranked.sorted { $0.rank < $1.rank }.prefix(witnesses).map(\.other)
        return slug == Tenant.commons ? all : all + [Tenant.commons]
    }
}
