// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// An officer's cases in the order in which they fall due.
struct InboxPage {
    /// What is to be done with a case: the sides of the inbox.
    enum Tab: String, CaseIterable {
        /// To be found valid or returned.
        case validate
        case hand
        /// The applicant is to answer.
        case waiting
        /// Decided, and the applicant is to be told.
        case notify
        case all

        var filters: [Query.Filter] {
            switch self {
            case .validate: [.state(.lodged)]
            case .hand: [.state(.valid)]
            case .waiting: [.state(.furtherInformation)]
            case .notify:
                [.state(.granted, .refused, .decided), .init("notified_on", .equal, .null)]
            case .all:
                [
                    .state(
                        .lodged, .invalid, .valid, .furtherInformation, .granted, .refused,
                        .decided, .withdrawn, .deemedWithdrawn)
                ]
            }
        }
    }

    /// Whose cases.
    enum Whose: String, CaseIterable {
        case anyone, me, nobody
    }

    private static let pageSize = 50

    let context: DerivedContext
    let tab: Tab
    let whose: Whose
    private var ui: UI { context.ui }

    static let routes = [
        Route(.get, "/t/:tenant/planning/inbox", .staff, system: "planning") { request in
            try InboxPage(request, request.query).answer()
        },
        Route(
            .post, "/t/:tenant/planning/inbox/take", .roles([.officer, .manager]),
            system: "planning", answer: take),
    ]

    init(_ request: Request, _ asked: FormData) throws {
        context = try DerivedContext(request, kind: Application.kind)
        tab = asked["tab"].flatMap(Tab.init(rawValue:)) ?? .validate
        whose = asked["whose"].flatMap(Whose.init(rawValue:)) ?? .anyone
    }

    private var cursor: Query.Cursor? {
        context.request.query["after"].flatMap(Query.Cursor.init(text:))
    }

    private func href(_ tab: Tab, _ whose: Whose, after: String? = nil) -> Href {
        ("/t/\(context.slug)/planning/inbox" as Href)
            .with([("tab", tab.rawValue), ("whose", whose.rawValue), ("after", after)])
    }

    private func filters(_ tab: Tab) -> [Query.Filter] {
        switch whose {
        case .anyone: tab.filters
        case .nobody: tab.filters + [.init("assigned_to", .equal, .null)]
        case .me:
            tab.filters + [.init("assigned_to", .equal, context.actor.person?.stored ?? .null)]
        }
    }

    private func answer() throws -> Response {
        let query = Query(
            filters(tab), order: tab == .all ? "id" : "due_on", descending: tab == .all,
            after: cursor, limit: Self.pageSize + 1)
        let (rows, counts) = try context.store.read(as: context.actor) { reader in
            (
                try reader.list(Application.self, query),
                try Tab.allCases.map {
                    try reader.count(Query(filters($0)), kind: Application.kind)
                }
            )
        }
        let shown = Array(rows.prefix(Self.pageSize))
        let references = try References(
            people: Set(shown.compactMap { $0.assignedTo?.text }), in: context.request.site.network)
        let next = rows.count > Self.pageSize ? shown.last.map {
            href(tab, whose, after: Query.Cursor($0.row, order: query.order).text)
        } : nil
        var page = Page(
            ui("planning.inbox"), width: .wide,
            """
            <h1>\(ui("planning.inbox"))</h1>
            \(tabs(counts))
            \(whoseLinks)
            \(if: shown.isEmpty, ui.emptyState(ui("planning.inbox.none.\(tab.rawValue)")),
                else: table(shown, references))
            \(ui.pagination(previous: cursor == nil ? nil : href(tab, whose), next: next))
            \(ui.linkList([UI.Link(ui("planning.inbox.list"), context.list)]))
            """)
        page.breadcrumbs = [UI.Link(ui.name(of: context.store.tenant), "/t/\(context.slug)")]
        page.isPrivate = true
        page.notice = notice
        return context.request.page(page)
    }

    private var notice: UI.Notice? {
        context.request.query["taken"] == nil
            ? nil : UI.Notice("<p>\(ui("planning.inbox.taken"))</p>")
    }

    private func tabs(_ counts: [Int]) -> HTML {
        let links = zip(Tab.allCases, counts).map { tab, count in
            UI.Link(
                ui("planning.inbox.tab.\(tab.rawValue)", ["count": ui.number(count)]),
                href(tab, whose), isCurrent: tab == self.tab)
        }
        return ui.subNavigation(links, label: ui("planning.inbox.tabs"))
    }

    private var whoseLinks: HTML {
        let links = Whose.allCases.map { whose -> HTML in
            let text = ui("planning.inbox.whose.\(whose.rawValue)")
            return whose == self.whose
                ? "<strong aria-current=\"true\">\(text)</strong>" : ui.link(text, href(tab, whose))
        }
        return "<p>\(ui("planning.inbox.whose")) \(links.joined(by: " · "))</p>"
    }

    private func table(_ cases: [Stored<Application>], _ references: References) -> HTML {
        let columns = ["case", "due", "received", "state", "officer"].map {
            UI.Column(ui("planning.inbox.column.\($0)"))
        }
        return ui.table(
            ui("planning.inbox.caption.\(tab.rawValue)"), columns,
            cases.map { row($0, references) }, isCaptionSeen: false)
    }

    private func row(_ application: Stored<Application>, _ references: References) -> [HTML] {
        [
            """
            \(ui.link(CaseSummary.title(application.fields, ui), context.href(application.id)))\
            <span class="note">\(application.fileNumber ?? ui("planning.inbox.unnumbered")) · \
            \(excerpt(application.proposal ?? ""))</span>
            """,
            due(application), application.receivedOn.map(ui.day) ?? "–",
            CaseSummary.tag(application.state, ui), officer(application, references),
        ]
    }

    /// What falls due, when, and how many days are left until then.
    private func due(_ application: Stored<Application>) -> HTML {
        guard let day = application.dueOn else { return "–" }
        return """
            \(DueDay(ui, day, today: context.moment.today).tag)<span class="note">\
            \(ui("clock.name.\(application.dueFor ?? ClockName.decision)")), \(ui.day(day))</span>
            """
    }

    private func officer(_ application: Stored<Application>, _ references: References) -> HTML {
        if let officer = application.assignedTo {
            return officer == context.actor.person
                ? "\(ui("planning.inbox.you"))"
                : "\(references.name(officer.text) ?? ui("derived.person.someone"))"
        }
        let action = PlanningActions.assign.kind
        guard action.from.contains(application.state),
            action.permits(context.actor, on: application.row.grounds)
        else { return "–" }
        return ui.buttonForm(
            "/t/\(context.slug)/planning/inbox/take", ui("planning.inbox.take"),
            hidden: [
                ("csrf", context.request.csrf), ("id", application.id.text),
                ("version", "\(application.version)"), ("tab", tab.rawValue),
                ("whose", whose.rawValue),
            ])
    }

    private func excerpt(_ text: String) -> String {
        text.count <= 90 ? text : text.prefix(90) + "…"
    }

    /// Takes a case from the inbox with one click.
    @Sendable private static func take(_ request: Request) async throws -> Response {
        let form = try await request.form()
        let page = try InboxPage(request, form)
        guard let id = form["id"].flatMap({ RecordID($0) }), let person = request.actor.person
        else { throw Refusal.notFound }
        let call = ActionCall(
            PlanningActions.assign.kind, by: request.actor, on: id,
            expectedVersion: form["version"].flatMap { Int($0) }, input: ["officer": person.stored])
        _ = try await page.context.store.perform(call, at: request.now)
        return .seeOther(page.href(page.tab, page.whose).with(["taken": "1"]))
    }
}
