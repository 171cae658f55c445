// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A tenant, as the commons' registry holds it.
public struct TenantEntry: Record {
    public var slug = ""
    public var name = ""
    public var jurisdiction = ""
    public var sort = "municipality"
    public var isDemo = false
    /// The systems switched on, separated by blanks.
    public var systems = ""

    public init() {}

    public static let fields: [Field<TenantEntry>] = [
        .text("slug", \.slug, max: 63),
        .text("name", \.name),
        .text("jurisdiction", \.jurisdiction, max: 20),
        .text("sort", \.sort, max: 20),
        .flag("demo", \.isDemo),
        .text("systems", \.systems, max: 1_000),
    ]

    public static let kind = RecordKind(
        TenantEntry.self, system: "network", name: "tenant", plural: "tenants",
        states: ["open", "closed"], readers: [.role(.administrator), .role(.auditor)],
        list: ListShape(columns: ["slug", "name", "jurisdiction", "systems"], order: "slug", descending: false),
        indexes: [["slug"]])

    /// The tenant as a value.
    public var tenant: Tenant {
        Tenant(
            slug: slug, name: name, jurisdiction: jurisdiction, sort: sort, isDemo: isDemo,
            systems: Set(systems.split(separator: " ").map(String.init)))
    }

    init(_ tenant: Tenant) {
        slug = tenant.slug
        name = tenant.name
        jurisdiction = tenant.jurisdiction
        sort = tenant.sort
        isDemo = tenant.isDemo
        systems = tenant.systems.sorted().joined(separator: " ")
    }
}

/// Opening a tenant, and switching systems on and off for it.
enum TenantActions {
    static let all: [ActionKind] = [open.kind, setSystems.kind]

    static let open = Action<TenantEntry, TenantEntry>(
        "open_tenant", by: [.role(.administrator), .system("setup")], to: ["open"]
    ) { entry, input, desk in
        guard
            try desk.list(TenantEntry.self, Query([.field("slug", is: input.slug)], limit: 1)).isEmpty
        else { throw Problems("slug", "taken", Phrase("problem.slug_taken")) }
        entry.fields = input.fields
    }

    /// The systems a tenant has from now on.
    struct Systems: Form {
        var systems = ""
        static let fields: [Field<Systems>] = [.text("systems", \.systems, max: 1_000)]
    }

    static let setSystems = Action<TenantEntry, Systems>(
        "set_systems", by: [.role(.administrator), .system("setup")], from: ["open"]
    ) { entry, input, desk in
        entry.systems = input.systems
    }
}
