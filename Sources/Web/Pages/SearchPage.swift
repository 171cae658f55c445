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
        return try request.site.network.register.page(
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
            let tenant = try request.site.network.find(item.tenant)?.name ?? item.tenant
            let facts = [
                item.reference, ui.status(of: item) ?? "", tenant,
                item.day.map { ui.words.day($0, in: ui.language) } ?? "",
            ]
            return """
                <li><h2><a href="\(href(item))">\(item.title)</a></h2>
                <p class="meta">\(facts.filter { !$0.isEmpty }.joined(separator: " · "))</p>
                <p>\(String(item.summary.prefix(240)))</p></li>

                """
        }
        return "<p role=\"status\">\(count ?? "")</p><ol class=\"link-list\">\(items)</ol>"
    }

    /// Where a publication is read: on the page of its record if that is for everyone, else on that
    /// of the record it belongs to, else in its kind's list.
    private func href(_ item: RegisterItem) -> Href {
        let network = request.site.network
        let kind = network.systems.record(item.kind)
        if let own = page(of: kind, item.record.text, item.tenant) { return own }
        for field in kind?.fields ?? [] {
            guard case .link(let record) = field.kind, let id = item.columns[field.name]?.text
            else {
                continue
            }
            if let whole = page(of: network.systems.record(record), id, item.tenant) {
                return whole
            }
        }
        return network.register.kind(item.kind).flatMap { Href($0.path) } ?? "/"
    }

    /// The page of a record that everyone may read; nil if there is none.
    private func page(of kind: RecordKind?, _ id: String, _ tenant: String) -> Href? {
        guard let kind, tenant != Tenant.commons else { return nil }
        let path = "/t/:tenant/\(kind.system)/\(kind.plural)/:id"
        let isThere = request.site.router.routes.contains {
            $0.method == .get && $0.path == path && $0.access == .everyone
        }
        return isThere ? "/t/\(tenant)/\(kind.system)/\(kind.plural)/\(id)" : nil
    }

    private func json(_ item: RegisterItem) -> JSON {
        [
            "kind": .string(item.kind), "tenant": .string(item.tenant),
            "record": .string(item.record.text), "reference": .string(item.reference),
            "title": .string(item.title), "summary": .string(item.summary),
            "status": .string(item.status), "day": .optional(item.day?.description),
            "href": .string(href(item).string),
        ]
    }
}

extension UI {
    /// What the public's status of a publication is called: `KIND.status.NAME`, else the state of
    /// that name; nil where no word says it.
    func status(of item: RegisterItem) -> String? {
        words.find("\(item.kind).status.\(item.status)", in: language)
            ?? words.find("\(item.kind).state.\(item.status)", in: language)
    }
}
