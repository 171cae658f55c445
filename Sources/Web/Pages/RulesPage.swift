// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Every rule in force on a day: what it says, where that stands, how certain it is, and which
/// reading is followed where there are several.
struct RulesPage {
    let request: Request
    private let on: Day
    private let entries: [RuleEntry]
    private let tenant: Tenant?

    /// The rules the query asks for: `on`, `jurisdiction`, `system`, and `tenant` for one that may
    /// have rules of its own.
    /// - Throws: `Problems` for a day that is none; `Refusal.notFound` for a tenant, a jurisdiction
    ///   or a system there is none of.
    init(_ request: Request) throws {
        self.request = request
        let network = request.site.network
        let law = network.law
        let own = network.commons.moment(for: .visitor, system: "network", at: request.now)
        let day = try request.on() ?? own.today
        func asked(_ name: String) -> String? {
            request.query[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        tenant = try asked("tenant").map { slug in
            guard let tenant = try network.find(slug) else { throw Refusal.notFound }
            return tenant
        }
        on = day
        let packs = law.book.all
        func known(_ name: String, _ names: [String]) throws -> String? {
            guard let value = asked(name) else { return nil }
            guard names.contains(value) else { throw Refusal.notFound }
            return value
        }
        let place = try known("jurisdiction", packs.map(\.jurisdiction))
        let jurisdiction = tenant?.jurisdiction ?? place
        let system = try known("system", packs.map(\.system))
        let chosen = packs.filter { pack in
            (jurisdiction.map { $0 == pack.jurisdiction } ?? true)
                && (system.map { $0 == pack.system } ?? true)
        }
        entries = chosen.flatMap { [tenant] pack in
            (tenant.map { law.rules(for: $0, system: pack.system) } ?? pack).inForce(on: day)
        }
    }

    private var ui: UI { request.ui }

    func answer() throws -> Response {
        switch request.format {
        case .json:
            return .json(["on": .string(on.description), "items": .array(entries.map(\.json))])
        case .csv: return Response(200, Format.csv.media, csv())
        default: return request.page(try page())
        }
    }

    private func csv() -> [UInt8] {
        var csv = CSVWriter()
        csv.row(
            [
                "jurisdiction", "system", "key", "kind", "value", "from", "until", "source",
                "certain", "reading", "followed", "tenants_own", "note",
            ].map(CSVWriter.Cell.plain))
        for entry in entries {
            csv.row([
                .plain(entry.jurisdiction), .plain(entry.system), .plain(entry.key),
                .plain(entry.content.kind.rawValue), .text(entry.content.json.text()),
                .plain(entry.from.description),
                entry.until.map { .plain($0.description) } ?? .empty,
                .text(entry.source), .plain(String(entry.certain)),
                entry.reading.map(CSVWriter.Cell.plain) ?? .empty, .plain(String(entry.isFollowed)),
                .plain(String(entry.isTenantsOwn)), entry.note.map(CSVWriter.Cell.text) ?? .empty,
            ])
        }
        return csv.bytes
    }

    private func page() throws -> Page {
        let groups = Dictionary(grouping: entries) { "\($0.jurisdiction)/\($0.system)" }
        let pairs = ["on", "jurisdiction", "system", "tenant"].map { ($0, request.query[$0]) }
        var page = Page(
            ui("rules.title"), width: .wide,
            """
            <h1>\(ui("rules.title"))</h1>
            <p class="lead">\(ui("rules.lead", ["day": on.description]))</p>
            \(try filterPanel())
            \(if: entries.isEmpty, ui.emptyState(ui("rules.none")))
            \(groups.keys.sorted().map { table(groups[$0] ?? []) })
            \(ui.feedLinks([
                UI.Link("CSV", ("/rules.csv" as Href).with(pairs)),
                UI.Link("JSON", ("/rules.json" as Href).with(pairs)),
            ]))
            """)
        page.description = ui("rules.lead", ["day": on.description])
        return page
    }

    private func filterPanel() throws -> HTML {
        let packs = request.site.network.law.book.all
        let any = ui("derived.filter.any")
        let jurisdictions = Set(packs.map(\.jurisdiction)).sorted().map {
            UI.Option($0, ui.jurisdiction($0))
        }
        let systems = Set(packs.map(\.system)).sorted().map { UI.Option($0, ui.name(ofSystem: $0)) }
        let tenants = try request.site.network.tenants()
            .map { UI.Option($0.slug, ui.name(of: $0)) }.sorted { $0.label < $1.label }
        let value = { (name: String) in request.query[name] ?? "" }
        return ui.filterPanel(
            "/rules",
            """
            \(ui.dayInput(UI.Ask("on", label: ui("rules.on")), value: on.description))
            \(ui.select(
                UI.Ask("jurisdiction", label: ui("rules.jurisdiction")), jurisdictions,
                chosen: value("jurisdiction"), empty: any))
            \(ui.select(
                UI.Ask("system", label: ui("rules.system")), systems, chosen: value("system"),
                empty: any))
            \(ui.select(
                UI.Ask("tenant", label: ui("rules.tenant")), tenants, chosen: value("tenant"),
                empty: any))
            """)
    }

    private func table(_ entries: [RuleEntry]) -> HTML {
        guard let first = entries.first else { return "" }
        let caption = "\(ui.jurisdiction(first.jurisdiction)): \(ui.name(ofSystem: first.system))"
        let columns = ["rule", "value", "since", "source"].map {
            UI.Column(ui("rules.column.\($0)"))
        }
        return ui.table(caption, columns, entries.map(row))
    }

    private func row(_ entry: RuleEntry) -> [HTML] {
        let name = ui.name(ofRule: entry.key, in: entry.system)
        let records = request.site.network.systems.all.filter { $0.name == entry.system }
            .flatMap(\.records)
        let key: HTML = """
            <span id="\(entry.jurisdiction)-\(entry.system)-\(entry.key)\
            \(entry.reading.map { HTML(text: "-\($0)") })">\(name)</span>
            """
        let since: HTML = """
            \(ui.day(entry.from))\(entry.until.map { " – \(ui.day($0))" as HTML })
            """
        return [
            "\(key)\(reading(entry))",
            """
            \(RuleText(ui, of: entry, records).html)\
            \(if: entry.isTenantsOwn, " \(ui.tag(ui("rules.own"), .active))")\
            \(entry.note.map { "<span class=\"note\">\($0)</span>" })
            """,
            since,
            """
            \(ui.source(entry.source))\
            \(if: !entry.certain, " \(ui.tag(ui("web.uncertain"), .attention))")\
            \(entry.readingSource.map { "<span class=\"note\">\($0)</span>" })
            """,
        ]
    }

    private func reading(_ entry: RuleEntry) -> HTML {
        guard let reading = entry.reading else { return "" }
        let key = entry.isFollowed ? "rules.reading.followed" : "rules.reading.other"
        let words = "\(entry.system).rule.\(entry.key).reading.\(reading)"
        let text = ui.words.find(words, in: ui.language) ?? UI.spelled(reading)
        return "<span class=\"note\">\(ui(key, ["reading": text]))</span>"
    }
}
