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

    /// The newest of a part; nothing where there is none.
    private static func section(
        _ key: String, _ kind: PublishedKind, _ request: Request
    ) throws -> HTML {
        let found = try request.register.page(
            RegisterQuery(kind: kind.name, order: .recorded, limit: newest))
        if found.items.isEmpty { return "" }
        let titles = try TranslatedTitles(found.items, request)
        let items = try found.items.map { item -> HTML in
            let shown = titles.shown(item)
            return """
                <li><a href="\(request.href(of: item))">\(shown.title)</a>\(shown.note) \
                <span class="note">\(try request.glance(of: item))</span></li>

                """
        }
        return """
            <h2>\(request.ui(key))</h2>
            <ul class="link-list">\(items)</ul>
            """
    }
}
