// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A followed network as its operator sees it: what is in the way and how it is mended, what can be
/// done, and all that is known of it.
enum NetworkPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/following/networks/:id", .roles([.administrator, .auditor]),
            formats: [.json], system: "following"
        ) { try answer(DerivedContext($0, kind: FollowedNetwork.kind)) }
    ]

    private static func answer(_ context: DerivedContext) throws -> Response {
        if context.request.format == .json { return try RecordPage.answer(context) }
        let found = try context.find(asOf: try context.request.asOf())
        let network = Stored<FollowedNetwork>(found.whole)
        var page = try RecordPage.page(found, References([found.shown], in: context), context)
        page.main = """
            <h1>\(network.name)</h1>
            \(standing(network, context))
            \(RecordPage.actions(found, context))
            \(if: mayChoose(network, context), kinds(network, context))
            \(RecordPage.summary(found.shown, try References([found.shown], in: context), context))
            \(context.ui.linkList([
                UI.Link(context.ui("derived.history"), context.href(network.id, "history")),
                UI.Link(context.ui("following.title"), "/following"),
            ]))
            """
        return context.request.page(page)
    }

    /// How it stands, in words that say what to do.
    private static func standing(_ network: Stored<FollowedNetwork>, _ context: DerivedContext) -> HTML {
        let ui = context.ui
        if network.state == .found, let print = network.offeredFingerprint {
            return ui.inset(
                """
                <p>\(ui("following.confirm.text"))</p><p><code>\(print)</code></p>
                """)
        }
        guard let failure = network.failure else {
            return "<p>\(ui.tag(ui.state(network.state, of: context.kind), .active))</p>"
        }
        return """
            \(ui.warning(ui("following.network.failure.\(failure.rawValue)")))
            <p>\(ui("following.mend.\(failure.rawValue)"))</p>
            \(network.offeredFingerprint.map { "<p><code>\($0)</code></p>" as HTML })
            """
    }

    private static func mayChoose(_ network: Stored<FollowedNetwork>, _ context: DerivedContext) -> Bool {
        FollowActions.chooseKinds.kind.permits(context.actor, on: network.row.grounds)
            && FollowActions.chooseKinds.kind.from.contains(network.state)
    }

    private static func kinds(_ network: Stored<FollowedNetwork>, _ context: DerivedContext) -> HTML {
        "<p>\(context.ui.link(context.ui("following.kinds.title"), context.href(network.id, "kinds")))</p>"
    }
}
