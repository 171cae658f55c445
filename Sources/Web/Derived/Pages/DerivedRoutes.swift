// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The routes nobody has to write: for every kind of record its list, its page, its history and the
/// forms of its actions; for every tenant its first page, journal and documents; and the pages of
/// the site itself. A face's own route of the same method and path takes a derived one's place.
public enum DerivedRoutes {
    /// All derived routes of a product.
    public static func all(for systems: [Face]) -> [Route] {
        let own = systems.map(\.system).filter { $0.name != System.network.name }
        return own.flatMap(records) + histories(.network) + everyTenant + DocumentRoutes.all + SiteRoutes.all
    }

    private static let everyTenant = [
        Route(.get, "/t/:tenant", .everyone, answer: TenantPage.answer),
        Route(
            .get, "/t/:tenant/journal", .roles([.auditor, .administrator]), formats: [.csv, .json]
        ) { try JournalPage($0).answer() },
    ]

    /// What is derived for a system: on the pages of each tenant that has it. The operator is the
    /// tenant that has the systems of the commons.
    static func records(_ system: System) -> [Route] {
        let records = system.records.flatMap { kind in
            let base = "/t/:tenant/\(system.name)/\(kind.plural)"
            let access = Access(kind.readers)
            return [
                Route(.get, base, access, formats: [.csv, .json], system: system.name) {
                    try ListPage.answer(DerivedContext($0, kind: kind))
                },
                Route(.get, "\(base)/:id", access, formats: [.json], system: system.name) {
                    try RecordPage.answer(DerivedContext($0, kind: kind))
                },
                Route(.get, "\(base)/:id/history", access, formats: [.json], system: system.name) {
                    try HistoryPage.answer(DerivedContext($0, kind: kind))
                },
            ]
        }
        return records + system.actions.filter { !$0.isInternal }.flatMap { actions($0, system) }
    }

    private static func actions(_ action: ActionKind, _ system: System) -> [Route] {
        let base = "/t/:tenant/\(system.name)/\(action.record.plural)"
        let path =
            action.isCreating ? "\(base)/new/\(action.segment)" : "\(base)/:id/\(action.segment)"
        let access = Access(action.grants)
        return [
            Route(.get, path, access, system: system.name) { request in
                try ActionPage(DerivedContext(request, kind: action.record), action).show()
            },
            Route(.post, path, access, system: system.name) { request in
                try await ActionPage(DerivedContext(request, kind: action.record), action).take()
            },
        ]
    }

    /// What is derived for the network's own system: histories, for the operator's administrators
    /// and auditors. Its pages are its own.
    static func histories(_ system: System) -> [Route] {
        system.records.map { kind in
            let path = "/t/:tenant/\(system.name)/\(kind.plural)/:id/history"
            let access = Access.roles([.administrator, .auditor])
            return Route(.get, path, access, formats: [.json], system: system.name) { request in
                try HistoryPage.answer(DerivedContext(request, kind: kind))
            }
        }
    }
}

extension Access {
    /// Who may ask at all where these grants decide: whoever could hold one of them.
    public init(_ grants: [Grant]) {
        var access = Access.roles([])
        for grant in grants { access = access.or(grant) }
        self = access
    }

    /// The same, and whoever could hold a grant.
    private func or(_ grant: Grant) -> Access {
        switch (self, grant) {
        case (.everyone, _), (_, .anyone), (_, .holder): .everyone
        case (_, .on(_, _, let grant)): or(grant)
        case (.signedIn, _), (_, .signedIn), (_, .party), (_, .role(.member)): .signedIn
        case (.roles(let roles), .role(let role)): .roles(roles.union([role]))
        case (.roles, .system): self
        }
    }
}
