// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A post: whether it is vacant, who holds it, for those who may know, and how to write to it.
enum PostPage {
    static let routes = [
        Route(.get, "/t/:tenant/knowledge/posts/:id", .everyone, formats: [.json], system: "knowledge") {
            try answer($0)
        }
    ]

    private static func answer(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: Post.kind)
        let found = try context.find(asOf: try request.asOf())
        guard request.format == .html else { return try RecordPage.answer(context) }
        let (ui, post) = (context.ui, Stored<Post>(found.whole))
        let references = try References([found.shown], in: context)
        var page = try RecordPage.page(found, references, context)
        let vacant = max(0, post.seats - post.held)
        let standing = vacant > 0
            ? ui.tag(ui.count("knowledge.post.vacant", vacant), .attention)
            : ui.tag(ui("knowledge.standing.held"), .good)
        page.main = """
            <h1>\(post.name)</h1>
            <p>\(post.state == .open ? standing : ui.tag(ui.state(post.state, of: Post.kind)))</p>
            \(RecordPage.actions(found, context))
            \(RecordPage.summary(found.shown, references, context))
            \(try mandates(post, context))
            \(writing(post, context))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(post.id, "history"))]))
            """
        page.breadcrumbs = context.trail(ui("knowledge.duties"), "/duties")
        return request.page(page)
    }

    /// Everybody who holds or held it, for staff.
    private static func mandates(_ post: Stored<Post>, _ context: DerivedContext) throws -> HTML {
        guard context.actor.isStaff else { return "" }
        let ui = context.ui
        let mandates = try context.store.read(as: context.actor) { reader in
            try reader.list(
                Mandate.self,
                Query([.field("post", is: post.id)], order: "from_day", descending: true, limit: 500))
        }
        let columns = ["name", "from", "until", "state"].map { UI.Column(ui("knowledge.mandates.\($0)")) }
        let rows = mandates.map { mandate -> [HTML] in
            let page: Href = "/t/\(context.slug)/knowledge/mandates/\(mandate.id.text)"
            return [
                ui.link(mandate.name, page), ui.day(mandate.from),
                (mandate.endedOn ?? mandate.until).map(ui.day) ?? "–",
                ui.tag(ui.state(mandate.state, of: Mandate.kind)),
            ]
        }
        let appoint: Href = "/t/\(context.slug)/knowledge/mandates/new/appoint"
        let mayAppoint = DutyActions.appoint.kind.permits(context.actor, on: nil)
        return """
            <h2>\(ui("knowledge.mandates"))</h2>
            \(if: rows.isEmpty, ui.emptyState(ui("knowledge.mandates.none")),
                else: ui.table(ui("knowledge.mandates"), columns, rows, isCaptionSeen: false))
            \(if: mayAppoint, ui.buttons(
                ui.linkButton(ui.name(of: DutyActions.appoint.kind), appoint, .secondary)))
            """
    }

    /// For staff of others: writing to whoever has the duty.
    private static func writing(_ post: Stored<Post>, _ context: DerivedContext) -> HTML {
        guard let duty = post.duty else { return "" }
        let mine = context.request.visitor.roles.filter { slug, roles in
            slug != context.slug && slug != Tenant.commons
                && !roles.isDisjoint(with: [.officer, .manager])
        }.keys.sorted()
        let (ui, network) = (context.ui, context.request.site.network)
        let links = mine.map { slug in
            let from = (try? network.find(slug)).flatMap { $0 }.map { ui.name(of: $0) } ?? slug
            let href: Href = "/t/\(slug)/knowledge/duty-messages/new/write-to-duty"
            let to = href.with(["to": context.slug, "duty": duty.rawValue])
            return ui.linkButton(ui("knowledge.write_to_duty", ["from": from]), to, .secondary)
        }
        return links.isEmpty ? "" : "<div class=\"buttons\">\(links.joined(by: "\n"))</div>"
    }
}
