// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A tenant, as the commons' registry holds it.
public struct TenantEntry: Record {
    public var slug = ""
    public var name = ""
    /// What it is called in other languages, one a line: `ga=Comhairle Contae Chill Dara`.
    public var names: String?
    public var jurisdiction = ""
    public var sort = "municipality"
    public var isDemo = false
    /// The systems switched on, separated by blanks.
    public var systems = ""
    /// Of one that has left: the address of the network where it is now.
    public var movedTo: String?
    /// Of one that came from another network: the address of that, where those it knew may still be.
    public var cameFrom: String?

    public init() {}

    public static let fields: Fields<TenantEntry> = [
        .text("slug", \.slug, max: 63),
        .text("name", \.name),
        .longText("names", \.names, max: 1_000),
        .text("jurisdiction", \.jurisdiction, max: 20),
        .text("sort", \.sort, max: 20),
        .flag("demo", \.isDemo),
        .text("systems", \.systems, max: 1_000),
        Field.text("moved_to", \.movedTo, max: 300).derived(),
        Field.text("came_from", \.cameFrom, max: 300).derived(),
    ]

    public static let kind = RecordKind(
        TenantEntry.self, system: "network", name: "tenant", plural: "tenants",
        states: ["open", "closed"], readers: [.role(.administrator), .role(.auditor)],
        list: ListShape(
            columns: ["slug", "name", "jurisdiction", "systems"], order: "slug", descending: false),
        indexes: [["slug"]])

    /// The tenant as a value.
    public var tenant: Tenant {
        Tenant(
            slug: slug, name: name, names: Self.read(names ?? ""), jurisdiction: jurisdiction,
            sort: sort, isDemo: isDemo,
            systems: Set(systems.split(separator: " ").map(String.init)))
    }

    private static func read(_ names: String) -> [Language: String] {
        let pairs = names.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: "=", maxSplits: 1).map(String.init)
        }
        return Dictionary(
            pairs.filter { $0.count == 2 }.map { (Language(rawValue: $0[0]), $0[1]) },
            uniquingKeysWith: { $1 })
    }

    init(_ tenant: Tenant) {
        slug = tenant.slug
        name = tenant.name
        let others = tenant.names.map { "\($0.code)=\($1)" }.sorted()
        names = others.isEmpty ? nil : others.joined(separator: "\n")
        jurisdiction = tenant.jurisdiction
        sort = tenant.sort
        isDemo = tenant.isDemo
        systems = tenant.systems.sorted().joined(separator: " ")
    }
}

/// Opening a tenant, naming it anew, and switching systems on for it.
enum TenantActions {
    static let all: [ActionKind] = [
        open.kind, rename.kind, switchOn.kind, close.kind, tellMove.kind,
    ]

    static let open = Action<TenantEntry, TenantEntry>(
        "open_tenant", by: [.role(.administrator), .system("setup"), .system("import")], to: ["open"]
    ) { entry, input, desk in
        let tenant = input.tenant
        try TenantNaming.check(tenant)
        guard
            try desk.list(TenantEntry.self, Query([.field("slug", is: input.slug), .state("open")], limit: 1)
            ).isEmpty
        else { throw Problems("slug", "taken", Phrase("problem.slug_taken")) }
        entry.fields = TenantEntry(tenant)
        if desk.moment.actor == .system("import") { entry.cameFrom = input.cameFrom }
    }

    /// What it is called from now on.
    struct NewName: Form {
        var name = ""
        var names: String?
        static let fields: Fields<NewName> = [
            .text("name", \.name), .longText("names", \.names, max: 1_000),
        ]
    }

    /// Its slug stays: addresses and keys hold it.
    static let rename = Action<TenantEntry, NewName>(
        "rename_tenant", by: [.role(.administrator), .system("setup")], from: ["open"]
    ) { entry, input, _ in
        var named = entry.fields
        (named.name, named.names) = (input.name, input.names)
        let tenant = named.tenant
        try TenantNaming.check(tenant)
        entry.fields = TenantEntry(tenant)
        entry.cameFrom = named.cameFrom
    }

    /// Where one is that has left.
    struct NewAddress: Form {
        var movedTo: String?
        static let fields: Fields<NewAddress> = [.text("moved_to", \.movedTo, max: 300)]
    }

    /// It has left the network.
    static let close = Action<TenantEntry, NewAddress>(
        "close_tenant", by: [.system("setup")], from: ["open"], to: ["closed"], isInternal: true
    ) { entry, input, _ in entry.movedTo = input.movedTo }

    /// Its old addresses lead on to another network from now on, or nowhere any more.
    static let tellMove = Action<TenantEntry, NewAddress>(
        "tell_move", by: [.system("setup")], from: ["closed"], isInternal: true
    ) { entry, input, _ in entry.movedTo = input.movedTo }

    /// One system, by its name.
    struct NamedSystem: Form {
        var system = ""
        static let fields: Fields<NamedSystem> = [.text("system", \.system, max: 63)]
    }

    /// Beside those it has: two who switch systems on at once undo nothing of each other's.
    static let switchOn = Action<TenantEntry, NamedSystem>(
        "switch_on", by: [.role(.administrator), .system("setup")], from: ["open"]
    ) { entry, input, _ in
        let known = Set(entry.systems.split(separator: " ").map(String.init))
        entry.systems = known.union([input.system]).sorted().joined(separator: " ")
    }
}
