// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What one follows at a body, with one press to stop, and what is new of it: `/t/SLUG/knowledge/digest`.
/// Who does not follow it yet comes to the form. Staff see how many there are, and on which day it goes out.
struct DigestPage {
    static let routes = [
        Route(.get, "/t/:tenant/knowledge/digest", .signedIn, system: "knowledge") {
            try DigestPage($0).answer()
        }
    ]

    private static let days = 7
    private static let most = 50

    private let context: DerivedContext
    private var request: Request { context.request }
    private var ui: UI { context.ui }

    private init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Subscription.kind)
    }

    private func answer() throws -> Response {
        let pairs = FollowedFilter.pairs(of: request)
        guard let own = try OwnFollowing.find(for: request, in: context.store) else {
            if context.actor.isStaff, pairs.isEmpty, request.query["form"] == nil {
                return request.page(try page(nil))
            }
            return .seeOther(context.href(DigestActions.follow.kind, on: nil).with(pairs))
        }
        let following = OwnFollowing(tenant: context.store.tenant, subscription: own)
        return pairs.isEmpty
            ? request.page(try page(following)) : .seeOther(following.change.with(pairs))
    }

    private func page(_ own: OwnFollowing?) throws -> Page {
        let name = ui.name(of: context.store.tenant)
        let title = ui("knowledge.digest.of", ["body": name])
        var page = Page(
            title, width: .wide,
            """
            <h1>\(title)</h1>
            \(try own.map(mine) ?? ui.buttons(
                ui.linkButton(ui.name(of: DigestActions.follow.kind), context.href(
                    DigestActions.follow.kind, on: nil))))
            \(try staffSide())
            """)
        page.isPrivate = true
        page.breadcrumbs = [
            UI.Link(name, "/t/\(context.slug)"), UI.Link(ui("knowledge.following"), "/digest"),
        ]
        page.notice = OwnFollowing.notice(request)
        return page
    }

    private func mine(_ own: OwnFollowing) throws -> HTML {
        let isActive = own.subscription.state == .active
        let change = ui.linkButton(ui.name(of: DigestActions.change.kind), own.change, .secondary)
        return """
            \(if: !isActive, "<p>\(ui.tag(ui.state(.stopped, of: Subscription.kind)))</p>")
            \(ui.summaryList(own.rows(ui)))
            \(ui.buttons(change, own.button(ui, csrf: request.csrf, from: "body")))
            \(try isActive ? lately(own.subscription) : "")
            """
    }

    /// What belongs to it of the last days, as it would be told now.
    private func lately(_ subscription: Stored<Subscription>) throws -> HTML {
        let network = request.site.network
        let news = try News(
            network, after: 0, until: network.register.lastPlace(),
            since: request.now.adding(seconds: -Self.days * 86_400))
        let duties = subscription.byDuty == true
            ? try DutyHolders.all(in: network, at: request.now) : [:]
        let interest = Interest(
            subscription.fields, duties: request.visitor.person.flatMap { duties[$0] } ?? [],
            at: context.slug)
        let found = news.items(of: interest, for: request.visitor.audience).prefix(Self.most)
        let items = try found.map { news in
            """
            <li><a href="\(request.href(of: news.item))">\(news.item.title)</a> \
            <span class="note">\(ui("knowledge.digest.part.\(news.kind.rawValue)")) · \
            \(try request.glance(of: news.item))</span></li>

            """ as HTML
        }
        return """
            <h2>\(ui("knowledge.digest.lately"))</h2>
            \(if: items.isEmpty, ui.emptyState(ui("knowledge.digest.lately.none")),
                else: "<ul class=\"link-list\">\(items)</ul>")
            """
    }

    /// How many, never who.
    private func staffSide() throws -> HTML {
        guard context.actor.isStaff else { return "" }
        let (count, digest) = try context.store.read(as: .system("pages")) { reader in
            (
                try reader.count(Query([.state(.active)]), kind: Subscription.kind),
                try reader.list(Digest.self, Query(limit: 1)).first
            )
        }
        let words = FieldWords(ui, kind: Digest.kind)
        var rows = [UI.Row(ui("knowledge.digest.followers"), ui.number(count))]
        if let digest {
            let list: Href = "/t/\(context.slug)/knowledge/digests"
            let action = DigestActions.chooseDay.kind
            let mayChoose = action.permits(context.actor, on: digest.row.grounds)
            rows.append(
                UI.Row(
                    words.label("weekday"), words.option("weekday", digest.weekday.rawValue),
                    actions: mayChoose
                        ? [UI.Link(ui("web.change"), list.inside(digest.id.text, action.segment))] : []))
            if let day = digest.dueOn { rows.append(UI.Row(words.label("due_on"), ui.day(day))) }
            if let people = digest.people {
                rows.append(UI.Row(words.label("people"), ui.number(people)))
            }
        }
        return "<h2>\(ui("knowledge.digest.staff"))</h2>\(ui.summaryList(rows))"
    }
}
