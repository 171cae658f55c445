// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Everything one follows, in one place: `/digest`. It is also where a list leads whose reader wants to be
/// told of more like it, and asks at which body.
struct FollowingPage {
    static let routes = [
        Route(.get, "/digest", .signedIn) { try FollowingPage($0).answer() },
        Route(.get, "/digest/new", .signedIn) { try FollowingPage($0).lead() },
    ]

    private let request: Request
    private var ui: UI { request.ui }

    private init(_ request: Request) { self.request = request }

    private func answer() throws -> Response {
        let all = try OwnFollowing.all(for: request)
        let cards = all.map { one in
            ui.summaryCard(
                ui.name(of: one.tenant), actions: [UI.Link(ui("web.change"), one.change)],
                """
                \(if: one.subscription.state == .stopped,
                    "<p>\(ui.tag(ui.state(.stopped, of: Subscription.kind)))</p>")
                \(ui.summaryList(one.rows(ui)))
                \(ui.buttons(one.button(ui, csrf: request.csrf, from: "all")))
                """)
        }
        var page = Page(
            ui("knowledge.following"), width: .wide,
            """
            <h1>\(ui("knowledge.following"))</h1>
            <p class="lead">\(ui("knowledge.following.lead"))</p>
            \(try noMail())
            \(if: cards.isEmpty, ui.emptyState(ui("knowledge.following.none")))\(cards)
            <h2>\(ui("knowledge.following.more"))</h2>
            \(try choice(beside: Set(all.map(\.tenant.slug))))
            """)
        page.isPrivate = true
        page.notice = OwnFollowing.notice(request)
        return request.page(page)
    }

    /// That one chose to get no mail, so that all of this is told in the application alone.
    private func noMail() throws -> HTML {
        guard request.site.postmaster != nil, let person = request.visitor.person,
            let own = try request.site.accounts.addressees([person], at: request.now)[person],
            !own.takesMail
        else { return "" }
        return ui.inset(
            """
            <p>\(ui("knowledge.following.no_mail"))</p>
            <p>\(ui.link(ui("people.account.title"), "/account"))</p>
            """)
    }

    /// At which body: one's own first, if it is not followed yet.
    private func choice(beside followed: Set<String>) throws -> HTML {
        let bodies = try request.site.network.tenants()
            .filter { $0.systems.contains("knowledge") && !followed.contains($0.slug) }
        let own = bodies.first { request.visitor.roles[$0.slug] != nil }?.slug
        let hidden = FollowedFilter.pairs(of: request).map { ui.hidden($0.0, $0.1 ?? "") }
        let ask = UI.Ask("body", label: ui("knowledge.following.body"))
        let field = bodies.count > 500
            ? ui.textInput(ask, value: own ?? "")
            : ui.select(
                ask, bodies.map { UI.Option($0.slug, ui.name(of: $0)) }.sorted { $0.label < $1.label },
                chosen: own)
        return """
            <form method="get" action="/digest/new">\(hidden)\(field)
            \(ui.buttons(ui.button(ui("knowledge.follow.next"), .secondary)))</form>
            """
    }

    private func lead() throws -> Response {
        guard let slug = request.query["body"], !slug.isEmpty,
            let tenant = try request.site.network.find(slug), tenant.systems.contains("knowledge")
        else { return .seeOther(("/digest" as Href).with(FollowedFilter.pairs(of: request))) }
        let page: Href = "/t/\(slug)/knowledge/digest"
        return .seeOther(page.with(FollowedFilter.pairs(of: request)))
    }
}
