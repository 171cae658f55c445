// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The questions a body has promised to answer, in the order of those days.
struct InboxPage {
    enum Tab: String, CaseIterable {
        case asked, mine, leaving, answered, all

        func filters(_ person: RecordID?) -> [Query.Filter] {
            switch self {
            case .asked: [.state(.asked)]
            case .mine: [.state(.asked), .init("assigned_to", .equal, person.stored)]
            case .leaving: [.state(.leaving)]
            case .answered: [.state(.answered, .settled)]
            case .all: []
            }
        }
    }

    private static let pageSize = 50

    static let routes = [
        Route(.get, "/t/:tenant/knowledge/inbox", .staff, system: "knowledge") {
            try InboxPage($0).answer()
        }
    ]

    private let context: DerivedContext
    private let tab: Tab
    private var ui: UI { context.ui }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Question.kind)
        tab = request.query["tab"].flatMap(Tab.init(rawValue:)) ?? .asked
    }

    private func href(_ tab: Tab, after: String? = nil) -> Href {
        ("/t/\(context.slug)/knowledge/inbox" as Href).with([("tab", tab.rawValue), ("after", after)])
    }

    private func answer() throws -> Response {
        let person = context.actor.person
        let cursor = context.request.query["after"].flatMap(Query.Cursor.init(text:))
        let isByDay = tab == .asked || tab == .mine
        let query = Query(
            tab.filters(person), order: isByDay ? "promised_on" : "id", descending: !isByDay,
            after: cursor, limit: Self.pageSize + 1)
        let (rows, counts) = try context.store.read(as: context.actor) { reader in
            (
                try reader.list(Question.self, query),
                try Tab.allCases.map {
                    try reader.count(Query($0.filters(person)), kind: Question.kind)
                }
            )
        }
        let shown = Array(rows.prefix(Self.pageSize))
        let names = try References(
            people: Set(shown.compactMap { $0.assignedTo?.text }), in: context.request.site.network)
        let next = rows.count > Self.pageSize
            ? shown.last.map { href(tab, after: Query.Cursor($0.row, order: query.order).text) } : nil
        var page = Page(
            ui("knowledge.inbox"), width: .wide,
            """
            <h1>\(ui("knowledge.inbox"))</h1>
            \(tabs(counts))
            \(if: shown.isEmpty, ui.emptyState(ui("knowledge.inbox.none.\(tab.rawValue)")),
                else: table(shown, names))
            \(ui.pagination(previous: cursor == nil ? nil : href(tab), next: next))
            """)
        page.breadcrumbs = [UI.Link(ui.name(of: context.store.tenant), "/t/\(context.slug)")]
        page.isPrivate = true
        return context.request.page(page)
    }

    private func tabs(_ counts: [Int]) -> HTML {
        ui.subNavigation(
            zip(Tab.allCases, counts).map { tab, count in
                UI.Link(
                    ui("knowledge.inbox.tab.\(tab.rawValue)", ["count": ui.number(count)]),
                    href(tab), isCurrent: tab == self.tab)
            }, label: ui("knowledge.inbox.tabs"))
    }

    private func table(_ questions: [Stored<Question>], _ names: References) -> HTML {
        let columns = ["question", "due", "audience", "state", "officer"].map {
            UI.Column(ui("knowledge.inbox.column.\($0)"))
        }
        return ui.table(
            ui("knowledge.inbox"), columns, questions.map { row($0, names) }, isCaptionSeen: false)
    }

    private func row(_ question: Stored<Question>, _ names: References) -> [HTML] {
        let words = context.words
        let officer = question.assignedTo.map { names.name($0.text) ?? ui("derived.person.someone") }
        return [
            """
            \(ui.link(question.subject, context.href(question.id)))\
            <span class="note">\(question.topic.map { words.option("topic", $0.rawValue) } ?? "")</span>
            """,
            due(question), "\(words.option("audience", question.audience.rawValue))",
            ui.tag(ui.state(question.state, of: Question.kind)), "\(officer ?? "–")",
        ]
    }

    private func due(_ question: Stored<Question>) -> HTML {
        guard let day = question.promisedOn else { return "–" }
        guard question.state == .asked else { return ui.day(day) }
        return """
            \(DueDay(ui, day, today: context.moment.today).tag)\
            <span class="note">\(ui.day(day))</span>
            """
    }
}
