// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The way into everything a network knows: its parts, and what is newest in them. `/knowledge`.
enum KnowledgePage {
    static let routes = [Route(.get, "/knowledge", .everyone, answer: answer)]

    /// The parts: where each is entered, and what it publishes.
    static let parts: [(key: String, path: String, kind: PublishedKind)] = [
        ("knowledge.answers", "/answers", .answer),
        ("knowledge.guides", "/guides", .guide),
        ("knowledge.practices", "/practices", .practice),
        ("knowledge.events", "/events", .event),
        ("knowledge.duties", "/duties", .post),
        ("knowledge.catalogue", "/catalogue", .catalogueEntry),
        ("knowledge.pledges", "/pledges", .pledge),
    ]

    private static let newest = 4

    @Sendable private static func answer(_ request: Request) throws -> Response {
        let ui = request.ui
        let cards = parts.compactMap { part -> (link: UI.Link, text: String)? in
            Href(part.path).map { (UI.Link(ui(part.key), $0), ui("\(part.key).card")) }
        }
        let sections = try parts.map { try section($0.key, $0.kind, request) }
        var page = Page(
            ui("knowledge.title"), width: .wide,
            """
            <h1>\(ui("knowledge.title"))</h1>
            <p class="lead">\(ui("knowledge.title.card"))</p>
            \(ui.buttons(ui.linkButton(ui("knowledge.ask"), "/ask")))
            \(ui.cards(cards))
            \(sections.joined(by: "\n"))
            """)
        page.description = ui("knowledge.title.card")
        return request.page(page)
    }

    /// The newest of a part, of events the next; nothing where there is none.
    private static func section(
        _ key: String, _ kind: PublishedKind, _ request: Request
    ) throws -> HTML {
        let found = try KnowledgeHighlights(request: request).list(kind, newest)?.items ?? []
        return found.isEmpty ? "" : "<h2>\(request.ui(key))</h2>\(request.ui.list(found))"
    }

    /// What a body has for everyone: the first few of each part, and the way to all of it.
    @Sendable static func about(_ request: Request, _ tenant: Tenant) throws -> HTML {
        guard tenant.systems.contains("knowledge") else { return "" }
        let (ui, own) = (request.ui, KnowledgeHighlights(request: request, body: tenant.slug))
        let desks = (key: "knowledge.desks", path: "/ask/desks", kind: PublishedKind.desk)
        return try (parts + [desks]).map { part -> HTML in
            let found = try own.list(part.kind, newest)
                ?? Highlights(ui(part.key), own.newest(of: part.kind, newest))
            guard !found.items.isEmpty, let all = Href(part.path) else { return "" }
            let link = ui.link(ui("home.all"), all.with(["body": tenant.slug]), about: found.title)
            return "<section><h2>\(found.title)</h2>\(ui.list(found.items))<p>\(link)</p></section>"
        }.joined(by: "\n")
    }
}

extension UI {
    fileprivate func list(_ items: [Highlights.Item]) -> HTML {
        let items = items.map { item -> HTML in
            """
            <li><a href="\(item.href)">\(item.title)</a> <span class="note">\(item.facts)</span></li>

            """
        }
        return "<ul class=\"link-list\">\(items)</ul>"
    }
}
