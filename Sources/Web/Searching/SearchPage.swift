// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One search over everything a visitor may see, whatever system it comes from: `/search`.
struct SearchPage {
    let request: Request

    init(_ request: Request) { self.request = request }

    private var ui: UI { request.ui }
    private var typed: String { request.query["q"] ?? "" }
    private var kind: PublishedKind? { Findings.kind(request) }

    func answer() throws -> Response {
        let found = try Findings.of(request)
        if request.format == .json { return .json(SearchJSON(request: request, found: found).json) }
        return request.page(try page(found))
    }

    private func address(_ words: String, kind: String?, cursor: String? = nil) -> Href {
        ("/search" as Href).with([
            ("q", words), ("kind", kind), ("in", request.query["in"]), ("cursor", cursor),
        ])
    }

    private func page(_ found: Findings) throws -> Page {
        let results = try found.words.isEmpty ? "" : results(found)
        let title = typed.isEmpty ? ui("search.title") : ui("search.title.for", ["words": typed])
        func turn(_ cursor: String?) -> Href? {
            cursor.map { address(found.words, kind: kind?.name, cursor: $0) }
        }
        var page = Page(
            title,
            """
            <h1>\(ui("search.title"))</h1>
            \(form)
            \(if: found.isCorrected, corrected(found))
            \(results)
            \(ui.pagination(
                previous: turn(found.published?.previous), next: turn(found.published?.next)))
            """)
        page.isPrivate = !found.work.isEmpty
        return page
    }

    private var form: HTML {
        let kinds = request.register.publishedKinds.map { UI.Option($0.name, request.name(of: $0)) }
            .sorted { $0.label < $1.label }
        return ui.filterPanel(
            "/search",
            """
            \(ui.textInput(UI.Ask("q", label: ui("search.label")), value: typed, kind: .search))
            \(ui.select(
                UI.Ask("kind", label: ui("search.kinds")), kinds, chosen: kind?.name,
                empty: ui("search.all")))
            """, go: ui("web.search.button"))
    }

    private func corrected(_ found: Findings) -> HTML {
        let exact = address(typed, kind: kind?.name).with([("exact", "1")])
        return """
            <p class="note">\(ui("search.corrected", ["typed": typed, "words": found.words])) \
            \(ui.link(ui("search.exact"), exact))</p>
            """
    }

    private func results(_ found: Findings) throws -> HTML {
        if found.isEmpty {
            return ui.emptyState(ui("search.none"), "<p>\(ui("search.none.text"))</p>")
        }
        let isAlone = found.commons.isEmpty && found.work.isEmpty
        return """
            \(try found.work.map { try work($0.tenant, $0.found, found.words) })
            \(if: !found.commons.isEmpty, commons(found))
            \(try found.published.map { try published($0, found.words, isAlone: isAlone) })
            """
    }

    // MARK: What is published

    private func published(_ page: RegisterPage, _ words: String, isAlone: Bool) throws -> HTML {
        if page.items.isEmpty { return "" }
        let count = page.count.map { count in
            count.isExact
                ? ui.count("search.count", count.value)
                : ui("search.count.more", ["count": ui.number(count.value)])
        }
        return """
            \(if: !isAlone, "<h2>\(ui("search.published"))</h2>")
            <p role="status">\(count ?? "")</p>
            <ol class="link-list">\(try page.items.map { try item($0, words, isAlone: isAlone) })</ol>
            """
    }

    private func item(_ item: RegisterItem, _ words: String, isAlone: Bool) throws -> HTML {
        let named: HTML = """
            <a href="\(request.href(of: item))"\("lang", language(item))>\(item.title)</a>
            """
        return """
            <li>\(if: isAlone, "<h2>\(named)</h2>", else: "<h3>\(named)</h3>")
            <p class="meta">\(try meta(item))</p>
            <p\("lang", language(item))>\(Excerpt(item.summary, around: words).html)</p></li>

            """
    }

    /// What it is, unless how it stands says so.
    private func meta(_ item: RegisterItem) throws -> String {
        let (name, facts) = (request.name(of: item), try request.glance(of: item))
        return facts.contains(name) ? facts : "\(name) · \(facts)"
    }

    /// The language of a text that is not that of the page.
    private func language(_ item: RegisterItem) -> String? {
        item.columns["language"]?.text.flatMap { $0 == ui.language.code ? nil : $0 }
    }

    // MARK: What is not

    private func commons(_ found: Findings) -> HTML {
        """
        <h2>\(ui("search.commons"))</h2>
        <ul class="link-list">\(found.commons.map { own($0, found.words, isStateSaid: false) })</ul>
        """
    }

    private func work(_ tenant: Tenant, _ found: [Findings.Own], _ words: String) throws -> HTML {
        let all = ("/search" as Href).with([("q", words), ("in", tenant.slug)])
        let isAll = request.query["in"] ?? "" != ""
        return """
            <h2>\(ui("search.work", ["tenant": ui.name(of: tenant)]))</h2>
            <ul class="link-list">\(found.map { own($0, words) })</ul>
            \(if: !isAll, "<p>\(ui.link(ui("search.work.all"), all, about: ui.name(of: tenant)))</p>")
            """
    }

    private func own(_ own: Findings.Own, _ words: String, isStateSaid: Bool = true) -> HTML {
        let (kind, row) = (own.record.kind, own.record.row)
        let title = own.record.title.isEmpty ? ui.name(of: kind) : own.record.title
        return """
            <li><a href="\(own.href)">\(title)</a>
            <p class="meta">\(ui.name(of: kind))\(if: isStateSaid, " · \(ui.state(row.state, of: kind))")</p>
            \(if: !own.record.text.isEmpty, "<p>\(Excerpt(own.record.text, around: words).html)</p>")</li>

            """
    }
}

extension Request {
    /// What a list of a kind of publication is called.
    func name(of kind: PublishedKind) -> String {
        site.network.systems.record(kind.name).map(ui.plural)
            ?? ui.words.find("\(kind.name).list", in: language) ?? kind.name
    }

    /// What one publication is called by its kind.
    func name(of item: RegisterItem) -> String {
        site.network.systems.record(item.kind).map(ui.name)
            ?? ui.words.find(item.kind, in: language)
            ?? register.kind(item.kind).map(name(of:)) ?? item.kind
    }
}
