// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// One thing another network published, as far as it is shown here; the whole is read there.
enum ItemPage {
    static let routes = [
        Route(.get, "/following/items/:item", .everyone, formats: [.json], answer: answer)
    ]

    @Sendable private static func answer(_ request: Request) throws -> Response {
        guard let id = RecordID(request["item"]),
            let item = try request.register.item(tenant: Tenant.commons, record: id),
            item.kind == PublishedKind.followedItem.name, let body = item.publication?.body
        else { throw Refusal.notFound }
        if request.format == .json { return .json(body) }
        let ui = request.ui
        let language = item.columns["language"]?.text
        let rows = [
            ("following.column.name", item.reference), ("following.item.body", text("tenantName", body)),
            ("following.item.sort", ui.name(ofKind: item.columns["sort"]?.text ?? "", request)),
            ("following.item.language", language.map { name(of: $0, ui) } ?? ""),
            ("following.item.day", item.day.map { ui.words.day($0, in: ui.language) } ?? ""),
        ].filter { !$0.1.isEmpty }.map { UI.Row(ui($0.0), $0.1) }
        var page = Page(
            item.title,
            """
            <h1\("lang", language)>\(item.title)</h1>
            <p>\(ui.tag(ui("following.from", ["network": item.reference]), .active))</p>
            <div\("lang", language)>\(ui.prose(item.summary))</div>
            \(Href(text("url", body)).map { there($0, item.reference, ui) })
            \(ui.summaryList(rows))
            <p class="note">\(ui("following.item.note"))</p>
            """)
        page.breadcrumbs = [UI.Link(ui("following.title"), "/following")]
        page.canonical = Href(text("url", body))
        return request.page(page)
    }

    private static func text(_ name: String, _ body: JSON) -> String { body[name]?.asString ?? "" }

    private static func name(of code: String, _ ui: UI) -> String {
        let language = ui.words.languages.first { $0.code == code }
        return language.map { ui.words("language.name", in: $0) } ?? code
    }

    private static func there(_ href: Href, _ network: String, _ ui: UI) -> HTML {
        """
        <p><a class="button" href="\(href)" rel="noopener">\
        \(ui("following.read_at", ["network": network]))</a></p>
        """
    }
}
