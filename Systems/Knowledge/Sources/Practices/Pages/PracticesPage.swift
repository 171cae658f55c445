// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// What was done somewhere and may serve others, with what came of it elsewhere: `/practices`.
struct PracticesPage {
    private static let pageSize = 20

    static let routes = [
        Route(
            .get, "/practices", .everyone, formats: [.json, .atom],
            choices: ["topic": Topic.names, "thing": Thing.Sort.names]
        ) { try PracticesPage($0).answer() }
    ]

    private let request: Request
    private var ui: UI { request.ui }
    private var typed: String { request.query["q"] ?? "" }
    private var isScaling: Bool { request.query["view"] == "scale-up" }

    init(_ request: Request) { self.request = request }

    private func answer() throws -> Response {
        if request.format == .atom {
            return try PublishedFeed(
                request, title: ui("knowledge.practices"), page: href(nil), feed: feed
            ).answer(query)
        }
        let reuses = Dictionary(grouping: try Reuse.all(in: request.register), by: \.practice)
        let found = try isScaling ? candidates(reuses) : find()
        if request.format == .json {
            let items = found.items.map { item in json(item, reuses[item.record] ?? []) }
            return .json(["items": .array(items), "next": .optional(found.next)])
        }
        return request.page(try page(found, reuses))
    }

    /// Some practices, and the pages before and after them.
    private struct Found {
        var items: [RegisterItem]
        var previous: String?
        var next: String?
    }

    private func find() throws -> Found {
        let page = try request.register.page(query)
        return Found(items: page.items, previous: page.previous, next: page.next)
    }

    private var query: RegisterQuery {
        var conditions: [RegisterQuery.Condition] = []
        if let topic = request.query["topic"].flatMap(Topic.init(rawValue:)) {
            conditions.append(.equal("topic", topic))
        }
        if let sort = request.query["thing"].flatMap(Thing.Sort.init(rawValue:)) {
            conditions.append(.equal("thing_sort", sort))
        }
        return RegisterQuery(
            kind: PublishedKind.practice.name, tenant: request.oneBody, text: typed, conditions: conditions,
            cursor: request.query["cursor"], limit: Self.pageSize)
    }

    private var feed: Href {
        ("/practices.atom" as Href).with([
            "q": typed.isEmpty ? nil : typed, "topic": request.query["topic"],
            "thing": request.query["thing"], "body": request.oneBody,
        ])
    }

    /// Those that are ripe, by how well they did.
    private func candidates(_ reuses: [RecordID: [Reuse]]) throws -> Found {
        let ripe = reuses.mapValues(ScaleUp.init).filter { $0.value.isCandidate }
            .sorted { ($1.value.weight, $0.key.text) < ($0.value.weight, $1.key.text) }
        let items = try ripe.prefix(50).compactMap { id, _ in
            try reuses[id]?.first.flatMap { try request.register.item(tenant: $0.origin, record: id) }
        }
        return Found(items: items)
    }

    private func href(_ view: String?, cursor: String? = nil) -> Href {
        ("/practices" as Href).with([
            ("view", view), ("q", typed.isEmpty ? nil : typed), ("topic", request.query["topic"]),
            ("thing", request.query["thing"]), ("body", request.oneBody), ("cursor", cursor),
        ])
    }

    private func page(_ found: Found, _ reuses: [RecordID: [Reuse]]) throws -> Page {
        let tabs = [
            UI.Link(ui("knowledge.practices.all"), href(nil), isCurrent: !isScaling),
            UI.Link(ui("knowledge.practices.scale_up"), "/practices?view=scale-up", isCurrent: isScaling),
        ]
        let titles = try TranslatedTitles(found.items, request)
        let list = found.items.isEmpty
            ? ui.emptyState(ui(isScaling ? "knowledge.practices.no_candidates" : "knowledge.practices.none"))
            : """
                <ol class="link-list">\(try found.items.map {
                    try item($0, titles.shown($0), reuses[$0.record] ?? [])
                })</ol>
                """
        var page = Page(
            ui("knowledge.practices"), width: .wide,
            """
            <h1>\(ui("knowledge.practices"))</h1>
            <p class="lead">\(ui("knowledge.practices.lead"))</p>
            \(ui.subNavigation(tabs, label: ui("knowledge.practices")))
            \(request.ofOneBody("/practices"))
            \(if: isScaling, "<p>\(ui("knowledge.practices.scale_up.text"))</p>", else: panel)\(list)
            \(ui.pagination(
                previous: found.previous.map { href(nil, cursor: $0) },
                next: found.next.map { href(nil, cursor: $0) }))
            \(request.following(feed, [
                ("parts", "practices"), ("topic", request.query["topic"]), ("body", request.oneBody),
            ]))
            """)
        page.add(atom: ui("knowledge.practices"), feed)
        return page
    }

    private var panel: HTML {
        let words = FieldWords(ui, kind: Practice.kind)
        let topics = Topic.allCases.map { UI.Option($0.rawValue, words.option("topic", $0.rawValue)) }
        let things = Thing.Sort.allCases.map {
            UI.Option($0.rawValue, words.option("thing_sort", $0.rawValue))
        }
        let any = ui("derived.filter.any")
        return ui.filterPanel(
            "/practices", hidden: request.oneBodyHidden,
            """
            \(ui.textInput(UI.Ask("q", label: ui("knowledge.answers.search")), value: typed, kind: .search))
            \(ui.select(
                UI.Ask("topic", label: words.label("topic")), topics, chosen: request.query["topic"],
                empty: any))
            \(ui.select(
                UI.Ask("thing", label: words.label("thing_sort")), things,
                chosen: request.query["thing"], empty: any))
            """)
    }

    private func item(
        _ item: RegisterItem, _ shown: TranslatedTitles.Shown, _ reuses: [Reuse]
    ) throws -> HTML {
        let ripe = ScaleUp(reuses)
        let reused = ui.count("knowledge.reused", ripe.adopters)
        return """
            <li><h2><a href="\(request.href(of: item))">\(shown.title)</a>\(shown.note)</h2>
            <p class="meta">\(try request.glance(of: item)) · \(reused)\
            \(if: ripe.isCandidate, " \(ui.tag(ui("knowledge.practices.ripe"), .good))")</p>
            <p>\(shown.summary)</p></li>

            """
    }

    private func json(_ item: RegisterItem, _ reuses: [Reuse]) -> JSON {
        let ripe = ScaleUp(reuses)
        return [
            "tenant": .string(item.tenant), "record": .string(item.record.text),
            "title": .string(item.title), "adopters": .integer(Int64(ripe.adopters)),
            "worked": .integer(Int64(ripe.worked)), "isCandidate": .bool(ripe.isCandidate),
            "href": .string(request.href(of: item).string),
        ]
    }
}
