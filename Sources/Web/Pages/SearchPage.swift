// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Full text over everything the network has published, whatever system it comes from.
struct SearchPage {
    private static let pageSize = 20

    let request: Request

    init(_ request: Request) { self.request = request }

    private var ui: UI { request.ui }
    private var typed: String { request.query["q"] ?? "" }

    func answer() throws -> Response {
        let found = try find()
        if request.format == .json {
            return .json([
                "items": .array(found?.items.map(json) ?? []), "next": .optional(found?.next),
            ])
        }
        return request.page(try page(found))
    }

    /// What was found; nil while nothing is asked.
    private func find() throws -> RegisterPage? {
        guard !SearchWords.words(typed).isEmpty else { return nil }
        let cursor = request.query["cursor"].flatMap { $0.isEmpty ? nil : $0 }
        return try request.register.page(
            RegisterQuery(text: typed, cursor: cursor, limit: Self.pageSize, isCounted: true))
    }

    private func page(_ found: RegisterPage?) throws -> Page {
        let title = typed.isEmpty ? ui("search.title") : ui("search.title.for", ["words": typed])
        let address: Href = "/search"
        func turn(_ cursor: String?) -> Href? {
            cursor.map { address.with([("q", typed), ("cursor", $0)]) }
        }
        return Page(
            title,
            """
            <h1>\(ui("search.title"))</h1>
            \(ui.searchBox("/search", label: ui("search.label"), value: typed))
            \(try found.map(results) ?? HTML(text: ""))
            \(ui.pagination(previous: turn(found?.previous), next: turn(found?.next)))
            """)
    }

    private func results(_ found: RegisterPage) throws -> HTML {
        if found.items.isEmpty {
            return ui.emptyState(ui("search.none"), "<p>\(ui("search.none.text"))</p>")
        }
        let count = found.count.map { count in
            count.isExact
                ? ui.count("search.count", count.value)
                : ui("search.count.more", ["count": ui.number(count.value)])
        }
        let items = try found.items.map { item -> HTML in
            """
                <li><h2><a href="\(request.href(of: item))">\(item.title)</a></h2>
                <p class="meta">\(try request.glance(of: item))</p>
                <p>\(String(item.summary.prefix(240)))</p></li>

                """
        }
        return "<p role=\"status\">\(count ?? "")</p><ol class=\"link-list\">\(items)</ol>"
    }

    private func json(_ item: RegisterItem) -> JSON {
        [
            "kind": .string(item.kind), "tenant": .string(item.tenant),
            "record": .string(item.record.text), "reference": .string(item.reference),
            "title": .string(item.title), "summary": .string(item.summary),
            "status": .string(item.status), "day": .optional(item.day?.description),
            "href": .string(request.href(of: item).string),
        ]
    }
}
