// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// What was answered already, to everyone or to members of the network: `/answers`.
struct AnswersPage {
    private static let pageSize = 20

    static let routes = [
        Route(
            .get, "/answers", .everyone, formats: [.json, .atom], choices: ["topic": Topic.names]
        ) { try AnswersPage($0).answer() }
    ]

    private let request: Request
    private var ui: UI { request.ui }
    private var typed: String { request.query["q"] ?? "" }

    init(_ request: Request) { self.request = request }

    /// Answers that are looked after, and questions as they were answered.
    private var kinds: [PublishedKind] {
        [.answer, .question, .sharedQuestion].filter { request.register.kind($0.name) != nil }
    }

    private func answer() throws -> Response {
        let chosen = request.query["kind"].flatMap { name in kinds.first { $0.name == name } } ?? .answer
        let query = RegisterQuery(
            kind: chosen.name, tenant: request.oneBody, text: typed, conditions: conditions,
            cursor: request.query["cursor"], limit: Self.pageSize, isCounted: request.format != .atom)
        if request.format == .atom {
            return try PublishedFeed(
                request, title: ui("\(chosen.name).tab"), page: href(chosen), feed: feed(chosen)
            ).answer(query)
        }
        let found = try request.register.page(query)
        if request.format == .json {
            return .json([
                "items": .array(found.items.map(json)), "next": .optional(found.next),
            ])
        }
        return request.page(try page(found, chosen))
    }

    private var conditions: [RegisterQuery.Condition] {
        guard let topic = request.query["topic"].flatMap(Topic.init(rawValue:)) else { return [] }
        return [.equal("topic", topic)]
    }

    private func feed(_ kind: PublishedKind) -> Href {
        ("/answers.atom" as Href).with([
            "kind": kind.name, "q": typed.isEmpty ? nil : typed, "topic": request.query["topic"],
            "body": request.oneBody,
        ])
    }

    private func href(_ kind: PublishedKind, cursor: String? = nil) -> Href {
        let topic = request.query["topic"].flatMap { $0.isEmpty ? nil : $0 }
        return ("/answers" as Href).with([
            ("kind", kind.name), ("q", typed.isEmpty ? nil : typed), ("topic", topic),
            ("body", request.oneBody), ("cursor", cursor),
        ])
    }

    private func page(_ found: RegisterPage, _ kind: PublishedKind) throws -> Page {
        let words = FieldWords(ui, kind: Answer.kind)
        let topics = Topic.allCases.map { UI.Option($0.rawValue, words.option("topic", $0.rawValue)) }
        let tabs = kinds.map {
            UI.Link(ui("\($0.name).tab"), href($0), isCurrent: $0.name == kind.name)
        }
        let panel = ui.filterPanel(
            "/answers", hidden: [("kind", kind.name)] + request.oneBodyHidden,
            """
            \(ui.textInput(UI.Ask("q", label: ui("knowledge.answers.search")), value: typed, kind: .search))
            \(ui.select(
                UI.Ask("topic", label: words.label("topic")), topics, chosen: request.query["topic"],
                empty: ui("derived.filter.any")))
            """)
        let titles = try TranslatedTitles(found.items, request)
        let list = found.items.isEmpty
            ? ui.emptyState(ui("knowledge.answers.none"), "<p>\(ui.link(ui("knowledge.ask"), "/ask"))</p>")
            : "<ol class=\"link-list\">\(try found.items.map { try item($0, titles) })</ol>"
        var page = Page(
            ui("knowledge.answers"), width: .wide,
            """
            <h1>\(ui("knowledge.answers"))</h1>
            <p class="lead">\(ui("knowledge.answers.lead"))</p>
            \(ui.subNavigation(tabs, label: ui("knowledge.answers")))
            \(request.ofOneBody("/answers"))\(panel)\(list)
            \(ui.pagination(
                previous: found.previous.map { href(kind, cursor: $0) },
                next: found.next.map { href(kind, cursor: $0) }))
            \(if: kind.audience == .everyone, request.following(feed(kind), [
                ("parts", kind.name == PublishedKind.answer.name ? "answers" : "questions"),
                ("topic", request.query["topic"]), ("body", request.oneBody),
            ]))
            """)
        if kind.audience == .everyone { page.add(atom: ui("\(kind.name).tab"), feed(kind)) }
        return page
    }

    private func item(_ item: RegisterItem, _ titles: TranslatedTitles) throws -> HTML {
        let shown = titles.shown(item)
        return """
            <li><h2><a href="\(request.href(of: item))">\(shown.title)</a>\(shown.note)</h2>
            <p class="meta">\(try request.glance(of: item))</p>
            <p>\(shown.summary)</p></li>

            """
    }

    private func json(_ item: RegisterItem) -> JSON {
        [
            "kind": .string(item.kind), "tenant": .string(item.tenant),
            "record": .string(item.record.text), "question": .string(item.title),
            "answer": .string(item.summary), "day": .optional(item.day?.description),
            "href": .string(request.href(of: item).string),
        ]
    }
}
