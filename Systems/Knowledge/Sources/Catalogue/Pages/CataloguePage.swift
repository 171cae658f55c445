// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// What bodies offer to be used elsewhere: `/catalogue`. As linked data it is the network's whole
/// catalogue, with the lists the network itself gives away.
struct CataloguePage {
    private static let pageSize = 20

    static let routes = [
        Route(
            .get, "/catalogue", .everyone, formats: .thing,
            choices: ["topic": Topic.names, "sort": CatalogueEntry.Sort.names]
        ) { try CataloguePage($0).answer() }
    ]

    private let request: Request
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, kind: CatalogueEntry.kind) }
    private var typed: String? { request.query["q"]?.orNil }
    private var sort: CatalogueEntry.Sort? {
        request.query["sort"].flatMap(CatalogueEntry.Sort.init(rawValue:))
    }
    private var topic: Topic? { request.query["topic"].flatMap(Topic.init(rawValue:)) }
    private var body: String? { request.query["body"]?.orNil }

    init(_ request: Request) { self.request = request }

    private func answer() throws -> Response {
        if request.isLinked {
            return .linked(try NetworkCatalogue(request).graph(with: everything()), for: request)
        }
        let found = try request.register.page(query(limit: Self.pageSize, cursor: request.query["cursor"]))
        if request.format == .json {
            return .json(["items": .array(found.items.map(json)), "next": .optional(found.next)])
        }
        return request.page(try page(found))
    }

    private func query(limit: Int, cursor: String?, isWhole: Bool = false) -> RegisterQuery {
        var conditions: [RegisterQuery.Condition] = []
        if let sort { conditions.append(.equal("sort", sort)) }
        if let topic { conditions.append(.equal("topic", topic)) }
        return RegisterQuery(
            kind: PublishedKind.catalogueEntry.name, tenant: body, text: typed, conditions: conditions,
            cursor: cursor, limit: limit, isWhole: isWhole)
    }

    /// Every entry the filters leave, described.
    private func everything() throws -> [LinkedNode] {
        var nodes: [LinkedNode] = []
        var cursor: String?
        repeat {
            let found = try request.register.page(
                query(limit: Register.largestPage, cursor: cursor, isWhole: true))
            nodes += try found.items.compactMap { try CatalogueLinked($0, request)?.node }
            cursor = found.next
        } while cursor != nil
        return nodes
    }

    private func href(cursor: String?) -> Href {
        ("/catalogue" as Href).with([
            ("q", typed), ("sort", sort?.rawValue), ("topic", topic?.rawValue), ("body", body),
            ("cursor", cursor),
        ])
    }

    private func page(_ found: RegisterPage) throws -> Page {
        var page = Page(
            ui("knowledge.catalogue"), width: .wide,
            """
            <h1>\(ui("knowledge.catalogue"))</h1>
            <p class="lead">\(ui("knowledge.catalogue.lead"))</p>
            \(panel)
            \(if: found.items.isEmpty, ui.emptyState(ui("knowledge.catalogue.none")),
                else: "<ol class=\"link-list\">\(try found.items.map(item))</ol>")
            \(ui.pagination(
                previous: found.previous.map { href(cursor: $0) },
                next: found.next.map { href(cursor: $0) }))
            <p>\(ui("knowledge.catalogue.whole"))</p>
            \(ui.feedLinks([
                UI.Link("JSON-LD", "/catalogue.jsonld"), UI.Link("Turtle", "/catalogue.ttl"),
                UI.Link("JSON", "/catalogue.json"),
                UI.Link("Atom", "/api/register/knowledge.catalogue_entry.atom"),
            ]))
            """)
        page.description = ui("knowledge.catalogue.lead")
        page.addLinked(at: "/catalogue", ui("knowledge.catalogue"))
        page.feeds.append(
            Page.Feed(
                ui("knowledge.catalogue"), type: Format.atom.media,
                "/api/register/knowledge.catalogue_entry.atom"))
        return page
    }

    private var panel: HTML {
        let any = ui("derived.filter.any")
        let bodies = ((try? request.site.network.tenants()) ?? []).filter { $0.systems.contains("knowledge") }
            .map { UI.Option($0.slug, ui.name(of: $0)) }.sorted { $0.label < $1.label }
        let body: HTML = bodies.count > 300
            ? ui.textInput(UI.Ask("body", label: ui("knowledge.events.body")), value: self.body ?? "")
            : ui.select(
                UI.Ask("body", label: ui("knowledge.events.body")), bodies, chosen: self.body, empty: any)
        return ui.filterPanel(
            "/catalogue",
            """
            \(ui.textInput(
                UI.Ask("q", label: ui("knowledge.catalogue.search")), value: typed ?? "", kind: .search))
            \(ui.select(
                UI.Ask("sort", label: words.label("sort")),
                CatalogueEntry.Sort.names.map { UI.Option($0, words.option("sort", $0)) },
                chosen: sort?.rawValue, empty: any))
            \(ui.select(
                UI.Ask("topic", label: words.label("topic")),
                Topic.names.map { UI.Option($0, words.option("topic", $0)) }, chosen: topic?.rawValue,
                empty: any))\(body)
            """)
    }

    private func item(_ item: RegisterItem) throws -> HTML {
        let sort = item.columns["sort"]?.text.map { words.option("sort", $0) }
        return """
            <li><h2><a href="\(request.href(of: item))">\(item.title)</a></h2>
            <p>\(sort.map { ui.tag($0) }) <span class="meta">\(try request.glance(of: item))</span></p>
            <p>\(String(item.summary.prefix(280)))</p></li>

            """
    }

    private func json(_ item: RegisterItem) -> JSON {
        [
            "kind": .string(item.kind), "tenant": .string(item.tenant),
            "record": .string(item.record.text), "title": .string(item.title),
            "summary": .string(item.summary), "sort": .optional(item.columns["sort"]?.text),
            "topic": .optional(item.columns["topic"]?.text), "standing": .string(item.status),
            "day": .optional(item.day?.description), "href": .string(request.href(of: item).string),
        ]
    }
}
