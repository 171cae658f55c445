// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The pages of the twin. Each says itself who may see it, since a tenant may open its twin to anybody.
enum TwinPages {
    static func routes(_ hub: TwinHub) -> [Route] {
        let paths = TwinPaths(hub)
        // The twin of an open server belongs to no tenant whose page would lead to it.
        let first = Route(.get, "/", .everyone) { try OpenTwinPage($0, hub).answer() }
        return (hub.isOpen ? [first] : []) + entities(paths) + connections(paths) + branches(paths)
            + feeds(paths) + keeping(paths)
    }

    private static func entities(_ paths: TwinPaths) -> [Route] {
        [
            paths.show("") { try OverviewPage($0).answer() },
            paths.show("/entities", formats: [.csv, .geojson, .jsonld]) { try EntitiesPage($0).answer() },
            paths.show("/entities/:id") { try EntityPage($0, id: $0.request["id"]).answer() },
            paths.show("/entity", formats: [.csv, .jsonld]) {
                try EntityPage($0, id: $0.request.query["id"] ?? "").answer()
            },
            paths.show("/change") { try ChangePage($0).show() },
            paths.take("/change") { try await ChangePage($0).take() },
            paths.show("/delete") { try DeletePage($0).show() },
            paths.take("/delete") { try await DeletePage($0).take() },
            paths.show("/changes") { try ChangesPage($0).answer() },
        ]
    }

    private static func connections(_ paths: TwinPaths) -> [Route] {
        [
            paths.show("/connections") { try await ConnectionsPage($0).show() },
            paths.take("/connections") { try await ConnectionsPage($0).take() },
            paths.show("/connections/confirm") { try await ConnectionsPage($0).confirm() },
            paths.show("/connections/subscription") { try await SubscriptionPage($0).show() },
            paths.take("/connections/subscription") { try await SubscriptionPage($0).take() },
            paths.show("/connections/source") { try await SourcePage($0).show() },
            paths.take("/connections/source") { try await SourcePage($0).take() },
            paths.show("/key") { room in try await room.request.proved { _ in try KeyPage(room).show() } },
            Route(.post, "\(TwinPaths.root)/key", .roles(Role.staff), system: "twin") { request in
                try await request.proved { try await KeyPage(try TwinRoom($0, paths.hub)).take() }
            },
        ]
    }

    private static func branches(_ paths: TwinPaths) -> [Route] {
        [
            paths.show("/branches") { try BranchesPage($0).show() },
            paths.take("/branches") { try await BranchesPage($0).take() },
            paths.show("/branches/discard") { try BranchesPage($0).confirm() },
            paths.show("/branches/compare") { try ComparePage($0).show() },
            paths.show("/branches/merge") { try MergePage($0).show() },
            paths.take("/branches/merge") { try await MergePage($0).take() },
        ]
    }

    private static func feeds(_ paths: TwinPaths) -> [Route] {
        [
            paths.show("/feeds") { try FeedsPage($0).show() },
            paths.take("/feeds") { try await FeedsPage($0).take() },
            paths.show("/feeds/feed") { try FeedPage($0).show() },
            paths.show("/feeds/delete") { try FeedsPage($0).confirm() },
            paths.show("/feeds/connection") { try FeedConnectionPage($0).show() },
            paths.take("/feeds/connection") { try await FeedConnectionPage($0).take() },
            paths.show("/feeds/mapping") { try FeedMappingPage($0).show() },
            paths.take("/feeds/mapping") { try await FeedMappingPage($0).take() },
        ]
    }

    private static func keeping(_ paths: TwinPaths) -> [Route] {
        [
            paths.show("/import") { try ImportPage($0).show() },
            paths.take("/import") { try await ImportPage($0).take() },
            paths.show("/import/undo") { try UndoPage($0).show() },
            paths.take("/import/undo") { try await UndoPage($0).take() },
            paths.show("/opening") { try OpeningPage($0).show() },
            paths.take("/opening") { try await OpeningPage($0).take() },
            paths.take("/retention") { try await RetentionSection($0).take() },
        ]
    }

    static let entrance = Face.Entrance("twin.title", "/t/:tenant/twin", for: .staff)

    /// The way in for everybody, on the page of a tenant that has opened its twin; staff have one of their
    /// own. A twin that cannot be read hides nothing else of its tenant.
    static func about(_ request: Request, _ tenant: Tenant, _ hub: TwinHub) throws -> HTML {
        guard tenant.systems.contains("twin"), request.actor.roles.isDisjoint(with: Role.staff) else {
            return ""
        }
        let twin = hub.twins.twin(in: try request.site.network.tenant(tenant.slug))
        guard let open = try? twin.openness(), open.mayRead else { return "" }
        let ui = request.ui
        let link = UI.Link(ui("twin.title"), "/t/\(tenant.slug)/twin")
        return ui.cards([(link: link, text: ui("twin.title.card"))])
    }
}
