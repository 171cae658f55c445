// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A tenant's whole journal, for its auditors: filtered, page by page, exported, and checked.
public struct JournalPage: Sendable {
    private static let pageSize = 50

    let request: Request
    let store: TenantStore
    let actor: Actor
    let zone: Zone
    var filter = JournalFilter(limit: JournalPage.pageSize)
    private(set) var problems = Problems()

    /// The journal of the tenant the path names, with the filters of the query.
    /// - Throws: `Refusal.notFound` for anyone who may not audit.
    public init(_ request: Request) throws {
        self.request = request
        store = try request.tenant()
        actor = request.actor
        zone =
            store.moment(for: actor, system: "network", at: request.now).calendar.jurisdiction.zone
        guard try store.read(as: actor, { $0.mayAudit }) else { throw Refusal.notFound }
        try readFilter()
    }

    private var ui: UI { request.ui }
    private var href: Href { "/t/\(store.tenant.slug)/journal" }
    private var network: Network { request.site.network }

    private mutating func readFilter() throws {
        func typed(_ name: String) -> String? {
            request.query[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
        filter.action = typed("action")
        filter.record = typed("record")
        filter.recordID = typed("id")
        filter.before = typed("before").flatMap { Int($0) }
        filter.actor = try typed("actor").map(journalName)
        for name in ["from", "until"] {
            guard let text = typed(name) else { continue }
            guard let day = TypedDay.iso(text).flatMap({ Day(iso: $0) }) else {
                problems.add(name, "not_a_day", Phrase("problem.not_a_day"))
                continue
            }
            if name == "from" {
                filter.from = zone.start(of: day)
            } else {
                filter.until = zone.start(of: day.next)
            }
        }
    }

    /// Whom the journal names: an e-mail address stands for its person's id.
    private func journalName(_ typed: String) throws -> String {
        guard typed.contains("@") else { return typed }
        let key = Person.key(typed)
        let people = try network.commons.read(as: .system("names")) {
            try $0.list(Person.self, Query([.field("email_key", is: key)], limit: 1))
        }
        return people.first?.id.text ?? typed
    }

    /// Answers in the format asked for.
    public func answer() throws -> Response {
        switch request.format {
        case .csv:
            try problems.check()
            return JournalExport(store: store, actor: actor, filter: filter).csv()
        case .json:
            try problems.check()
            return JournalExport(store: store, actor: actor, filter: filter).json()
        default:
            return request.page(try page(), status: problems.all.isEmpty ? 200 : 422)
        }
    }

    private func page() throws -> Page {
        var entries: [JournalEntry] = []
        if problems.all.isEmpty {
            var query = filter
            query.limit = Self.pageSize + 1
            entries = try store.read(as: actor) { try $0.journal(query) }
        }
        let next = entries.count > Self.pageSize ? entries[Self.pageSize - 1].number : nil
        let shown = Array(entries.prefix(Self.pageSize))
        let pairs = pairs()
        var page = Page(
            ui("journal.title"), width: .wide,
            """
            \(ui.errorSummary(problems.all.map { UI.Mistake($0.field, ui.text(of: $0)) }))
            <h1>\(ui("journal.title"))</h1>
            <p>\(ui("journal.text"))</p>
            \(try check())
            \(filterPanel())
            \(try table(shown))
            \(if: filter.before != nil, ui.linkList([
                UI.Link(ui("journal.newest"), href.with(pairs))
            ]))
            \(ui.pagination(
                previous: nil, next: next.map { href.with(pairs + [("before", "\($0)")]) }))
            \(ui.feedLinks([
                UI.Link("CSV", ("\(href).csv" as Href).with(pairs)),
                UI.Link("JSON", ("\(href).json" as Href).with(pairs)),
            ]))
            """)
        page.hasErrors = !problems.all.isEmpty
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(ui.name(of: store.tenant), "/t/\(store.tenant.slug)")]
        return page
    }

    private func pairs() -> [(String, String?)] {
        ["actor", "action", "record", "id", "from", "until"].map { name in
            (name, request.query[name].flatMap { $0.isEmpty ? nil : $0 })
        }
    }

    /// The whole chain is computed anew when it is asked for: it takes its time.
    private func check() throws -> HTML {
        guard request.query["verify"] != nil else {
            return ui.buttons(
                ui.linkButton(ui("journal.verify"), href.with(["verify": "now"]), .secondary))
        }
        let result = try network.verify(store.tenant.slug)
        let values = ["entries": ui.number(result.entries), "head": result.head]
        guard let finding = result.finding else {
            return ui.banner(
                UI.Notice(
                    """
                    <p>\(ui("journal.verify.good", values))</p>
                    <p class="note">\(ui("journal.verify.head")) <code>\(result.head)</code></p>
                    """))
        }
        let bad = ui("journal.verify.bad", ["entry": "\(finding.entry)"])
        return ui.banner(
            UI.Notice(
                """
                \(if: finding.kind.isOfJournal, "<p>\(bad)</p>")
                <p>\(ui("journal.verify.\(finding.kind.rawValue)")) \(finding.detail)</p>
                """, .bad))
    }

    private func filterPanel() -> HTML {
        let systems = network.systems.all.filter {
            $0.isCommons == (store.tenant.slug == Tenant.commons)
        }
        let actions = systems.flatMap(\.actions).map { UI.Option($0.key, ui.done($0.key)) }
        let kinds = systems.flatMap(\.records).map { UI.Option($0.key, ui.name(of: $0)) }
        func ask(_ name: String) -> UI.Ask {
            let problem = problems.all.first { $0.field == name }
            return UI.Ask(
                name, label: ui("journal.filter.\(name)"), error: problem.map { ui.text(of: $0) })
        }
        let value = { (name: String) in request.query[name] ?? "" }
        let any = ui("derived.filter.any")
        let used = pairs().filter { $0.1 != nil }.map { name, value in
            UI.Link(
                "\(ui("journal.filter.\(name)")): \(value ?? "")",
                href.with(pairs().map { $0.0 == name ? ($0.0, nil) : $0 }))
        }
        return ui.filterPanel(
            href, inUse: used, clear: href,
            """
            \(ui.textInput(ask("actor"), value: value("actor")))
            \(ui.select(ask("action"), actions, chosen: value("action"), empty: any))
            \(ui.select(ask("record"), kinds, chosen: value("record"), empty: any))
            \(ui.textInput(ask("id"), value: value("id")))
            \(ui.dayInput(ask("from"), value: value("from")))
            \(ui.dayInput(ask("until"), value: value("until")))
            """)
    }

    private func table(_ entries: [JournalEntry]) throws -> HTML {
        if entries.isEmpty { return ui.emptyState(ui("journal.empty")) }
        let names = try References(people: Set(entries.map(\.actor)), in: network)
        return ui.table(
            ui("journal.title"),
            [UI.Column(ui("journal.column.number"), isNumeric: true)]
                + ["at", "actor", "action", "record", "rules"].map {
                    UI.Column(ui("journal.column.\($0)"))
                },
            entries.map { row($0, names) }, isCaptionSeen: false)
    }

    private func row(_ entry: JournalEntry, _ names: References) -> [HTML] {
        let system = String(entry.action.prefix { $0 != "." })
        let rules: HTML = entry.rules.split(separator: "\n").map {
            HTML(text: ui.cited(String($0), in: system))
        }.joined(by: "<br>")
        return [
            "\(entry.number)", ui.moment(entry.at, in: zone),
            "\(names.name(entry.actor) ?? entry.actor)", "\(ui.done(entry.action))",
            recordLink(entry), rules,
        ]
    }

    private func recordLink(_ entry: JournalEntry) -> HTML {
        guard let kind = network.systems.record(entry.record) else { return "\(entry.record)" }
        let slug = store.tenant.slug
        let path: Href = "/t/\(slug)/\(kind.system)/\(kind.plural)/\(entry.recordID)/history"
        return ui.link(ui.name(of: kind), path, about: entry.recordID)
    }
}
