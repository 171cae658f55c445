// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What has been said on a case: the names and the words, which the law makes public, and nothing
/// else of those who said it.
struct CaseSubmissions {
    /// How many stand on the page of the case; the rest have a page of their own.
    private static let few = 5
    private static let pageSize = 50
    /// Longer texts are folded away below their beginning.
    private static let shown = 900

    private let request: Request
    private let found: PublicCase
    private let asOf: Instant?
    private var ui: UI { request.ui }

    init(_ page: PublicCasePage) throws {
        self.init(request: page.request, found: page.found, asOf: page.asOf)
    }

    private init(request: Request, found: PublicCase, asOf: Instant?) {
        self.request = request
        self.found = found
        self.asOf = asOf
    }

    /// The page that lists them all.
    @Sendable static func answer(_ request: Request) throws -> Response {
        let asOf = try request.asOf()
        guard let found = try PublicCase.find(request, asOf: asOf) else { throw Refusal.notFound }
        let all = CaseSubmissions(request: request, found: found, asOf: asOf)
        if request.format == .json { return .json(try all.list) }
        return request.page(try all.page(), tenant: found.tenant)
    }

    private var href: Href { "\(found.href)/submissions" }

    private func items(limit: Int, cursor: String? = nil) throws -> Store.RegisterPage {
        try request.site.network.register.page(
            RegisterQuery(
                kind: PublishedKind.submission.name, tenant: found.tenant.slug,
                conditions: [.equal("application", found.id)], asOf: asOf, cursor: cursor,
                limit: limit, isWhole: true, isCounted: true))
    }

    /// Those on the page of the case.
    func html() throws -> HTML {
        let page = try items(limit: Self.few)
        let count = page.count?.value ?? 0
        let all = href.with(["asOf": asOf?.description])
        return """
            <h2>\(ui("case.submissions"))</h2>
            \(if: page.items.isEmpty, "<p>\(ui("case.submissions.none"))</p>")
            \(page.items.map(article))
            \(if: page.hasMore,
                "<p>\(ui.link(ui("case.submissions.all", ["count": ui.number(count)]), all))</p>")
            """
    }

    private func page() throws -> Page {
        let cursor = request.query["cursor"].flatMap { $0.isEmpty ? nil : $0 }
        let some = try items(limit: Self.pageSize, cursor: cursor)
        func turn(_ cursor: String?) -> Href? {
            cursor.map { href.with([("cursor", $0), ("asOf", asOf?.description)]) }
        }
        let title = ui("case.submissions.on", ["file": found.item.reference])
        var page = Page(
            title,
            """
            <h1>\(title)</h1>
            <h2>\(ui.count("case.submissions.count", some.count?.value ?? 0))</h2>
            \(some.items.map(article))
            \(ui.pagination(previous: turn(some.previous), next: turn(some.next)))
            """)
        page.back = UI.Link(found.title, found.href.with(["asOf": asOf?.description]))
        return page
    }

    private func article(_ item: RegisterItem) -> HTML {
        let body = item.publication?.body
        let text = body?["text"]?.asString ?? item.summary
        let name = item.title.isEmpty ? ui("case.submission.unnamed") : item.title
        let isConsultee = body?["consultee"]?.asBool ?? false
        let meta: [HTML] = [
            item.day.map { ui.day($0) } ?? "",
            item.status == "none"
                ? "" : "\(ui("planning.submission.stance.\(item.status)"))",
            isConsultee ? "\(ui("planning.submission.consultee"))" : "",
        ].filter { !$0.isEmpty }
        let files = item.publication?.documents ?? []
        let documents: Href =
            "/t/\(item.tenant)/documents/planning/submissions/\(item.record.text)"
        return """
            <h3>\(name)</h3>
            <p class="meta">\(meta.joined(by: " · "))</p>
            \(words(text))
            \(if: !files.isEmpty, """
                <ul class="link-list">\(files.map {
                    "<li>\(ui.documentLink($0, of: documents))</li>"
                })</ul>
                """)

            """
    }

    private func words(_ text: String) -> HTML {
        guard text.count > Self.shown else { return ui.prose(text) }
        let end = text.prefix(400).lastIndex(of: " ") ?? text.index(text.startIndex, offsetBy: 400)
        return """
            \(ui.prose(String(text[..<end]) + " …"))
            \(ui.details(ui("case.submission.whole"), ui.prose(text)))
            """
    }

    /// The submissions as programs get them: all of a case, up to the largest page there is.
    var list: JSON {
        get throws {
            let page = try items(limit: Register.largestPage)
            return [
                "items": .array(page.items.map { item in
                    var members = item.publication?.body.asObject ?? JSONObject()
                    members["id"] = .string(item.record.text)
                    members["recorded_at"] = .string(item.recordedAt.description)
                    let files = (item.publication?.documents ?? []).map(\.json)
                    members["files"] = .array(files)
                    return .object(members)
                }), "count": .integer(page.count?.value ?? 0),
            ]
        }
    }
}
