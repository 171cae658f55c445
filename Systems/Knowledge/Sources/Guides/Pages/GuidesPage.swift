// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// Every guide of the network, by reader, topic and language, and the rounds in which one may comment
/// on them: `/guides`, `/guides/rounds`.
struct GuidesPage {
    private static let pageSize = 20

    static let routes = [
        Route(
            .get, "/guides", .everyone, formats: [.json, .atom],
            choices: [
                "topic": Topic.names, "readers": ReaderRole.names, "language": Tongue.names,
            ]
        ) {
            try GuidesPage($0, rounds: false).answer()
        },
        Route(.get, "/guides/rounds", .everyone, formats: [.json, .atom]) {
            try GuidesPage($0, rounds: true).answer()
        },
    ]

    private let request: Request
    private let isOfRounds: Bool
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, kind: Guide.kind) }
    private var typed: String? { request.query["q"]?.orNil }
    private var reader: ReaderRole? { request.query["readers"].flatMap(ReaderRole.init(rawValue:)) }
    private var topic: Topic? { request.query["topic"].flatMap(Topic.init(rawValue:)) }
    private var language: Tongue? { request.query["language"].flatMap(Tongue.init(rawValue:)) }

    init(_ request: Request, rounds: Bool) {
        self.request = request
        isOfRounds = rounds
    }

    /// Those of everyone, then those of members, for whoever is one.
    private var kinds: [PublishedKind] {
        (isOfRounds ? [.round, .sharedRound] : [.guide])
            .filter { request.register.kind($0.name) != nil }
    }

    private var kind: PublishedKind {
        kinds.first { $0.name == request.query["kind"] } ?? kinds.first ?? .guide
    }

    private func answer() throws -> Response {
        let query = RegisterQuery(
            kind: kind.name, tenant: request.oneBody, text: typed, conditions: isOfRounds ? [] : conditions,
            cursor: request.query["cursor"], limit: Self.pageSize)
        if request.format == .atom {
            let title = ui(isOfRounds ? "knowledge.rounds" : "knowledge.guides")
            return try PublishedFeed(request, title: title, page: href(cursor: nil), feed: feed).answer(query)
        }
        let found = try request.register.page(query)
        if request.format == .json {
            return .json(["items": .array(found.items.map(json)), "next": .optional(found.next)])
        }
        return request.page(try page(found))
    }

    private var conditions: [RegisterQuery.Condition] {
        var all: [RegisterQuery.Condition] = []
        if let reader { all.append(.equal(reader.column, true)) }
        if let topic { all.append(.equal("topic", topic)) }
        if let language { all.append(.equal("language", language)) }
        return all
    }

    private func href(cursor: String?) -> Href {
        (isOfRounds ? "/guides/rounds" as Href : "/guides")
            .with(
                [("kind", request.query["kind"]), ("q", typed), ("body", request.oneBody)] + narrowed
                    + [("cursor", cursor)])
    }

    private var narrowed: [(String, String?)] {
        [("readers", reader?.rawValue), ("topic", topic?.rawValue), ("language", language?.rawValue)]
    }

    private var feed: Href {
        isOfRounds
            ? "/guides/rounds.atom"
            : ("/guides.atom" as Href).with([("q", typed), ("body", request.oneBody)] + narrowed)
    }

    private func page(_ found: RegisterPage) throws -> Page {
        let titles = try TranslatedTitles(found.items, request)
        let title = ui(isOfRounds ? "knowledge.rounds" : "knowledge.guides")
        let none = ui(isOfRounds ? "knowledge.rounds.none" : "knowledge.guides.none")
        var page = Page(
            title, width: .wide,
            """
            <h1>\(title)</h1>
            <p class="lead">\(ui(isOfRounds ? "knowledge.rounds.lead" : "knowledge.guides.lead"))</p>
            \(ui.subNavigation(tabs, label: title))
            \(request.ofOneBody(isOfRounds ? "/guides/rounds" : "/guides"))\(if: !isOfRounds, filter)
            \(if: found.items.isEmpty, ui.emptyState(none),
                else: "<ol class=\"link-list\">\(try found.items.map { try item($0, titles) })</ol>")
            \(ui.pagination(
                previous: found.previous.map { href(cursor: $0) },
                next: found.next.map { href(cursor: $0) }))
            \(if: kind.audience == .everyone,
                request.following(
                    feed, [("parts", "guides"), ("body", request.oneBody)] + (isOfRounds ? [] : narrowed)))
            """)
        if kind.audience == .everyone { page.add(atom: title, feed) }
        return page
    }

    private var tabs: [UI.Link] {
        let rounds: [UI.Link] = [PublishedKind.round, .sharedRound]
            .filter { request.register.kind($0.name) != nil }
            .map { kind in
                UI.Link(
                    ui("\(kind.name).tab"), ("/guides/rounds" as Href).with(["kind": kind.name]),
                    isCurrent: isOfRounds && kind.name == self.kind.name)
            }
        return [UI.Link(ui("knowledge.guides"), "/guides", isCurrent: !isOfRounds)] + rounds
    }

    private var filter: HTML {
        let any = ui("derived.filter.any")
        return ui.filterPanel(
            "/guides", hidden: request.oneBodyHidden,
            """
            \(ui.textInput(
                UI.Ask("q", label: ui("knowledge.guides.search")), value: typed ?? "", kind: .search))
            \(ui.select(
                UI.Ask("readers", label: words.label("readers")), options("readers", ReaderRole.self),
                chosen: reader?.rawValue, empty: any))
            \(ui.select(
                UI.Ask("topic", label: words.label("topic")), options("topic", Topic.self),
                chosen: topic?.rawValue, empty: any))
            \(ui.select(
                UI.Ask("language", label: words.label("language")), options("language", Tongue.self),
                chosen: language?.rawValue, empty: any))
            """)
    }

    private func options<C: Choice>(_ field: String, _: C.Type) -> [UI.Option] {
        C.allCases.map { UI.Option($0.rawValue, words.option(field, $0.rawValue)) }
    }

    private func item(_ item: RegisterItem, _ titles: TranslatedTitles) throws -> HTML {
        let shown = titles.shown(item)
        let until = item.columns["closes_on"]?.text.flatMap(Day.init(iso:))
        return """
            <li><h2><a href="\(request.href(of: item))">\(shown.title)</a>\(shown.note)</h2>
            <p class="meta">\(try request.glance(of: item))\
            \(until.map { " – \(ui.day($0))" as HTML })</p>
            <p>\(shown.summary)</p></li>

            """
    }

    private func json(_ item: RegisterItem) -> JSON {
        [
            "kind": .string(item.kind), "tenant": .string(item.tenant),
            "record": .string(item.record.text), "title": .string(item.title),
            "summary": .string(item.summary), "status": .string(item.status),
            "day": .optional(item.day?.description), "href": .string(request.href(of: item).string),
        ]
    }
}
