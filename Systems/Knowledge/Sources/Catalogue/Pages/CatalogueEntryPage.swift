// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// One thing a body offers: what it is, how to get it, who looks after it, and whence that is known.
struct CatalogueEntryPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/catalogue-entries/:id", .everyone, formats: .thing,
            system: "knowledge"
        ) { try CatalogueEntryPage($0).answer() }
    ]

    private let context: DerivedContext
    private let found: DerivedContext.Found
    private let entry: Stored<CatalogueEntry>
    private var ui: UI { context.ui }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: CatalogueEntry.kind)
        found = try context.find(asOf: try request.asOf())
        entry = Stored<CatalogueEntry>(found.whole)
    }

    private func answer() throws -> Response {
        let request = context.request
        if request.format == .json { return try RecordPage.answer(context) }
        let linked = CatalogueLinked(entry, context)
        if request.isLinked {
            guard entry.state == .published else { throw Refusal.notFound }
            return linked.answer
        }
        var page = try RecordPage.page(found, try References([found.shown], in: context), context)
        page.main = """
            <h1>\(entry.title)</h1>
            <p>\(if: entry.state != .published, ui.tag(ui.state(entry.state, of: CatalogueEntry.kind)))\
            \(ui.tag(context.words.option("sort", entry.sort.rawValue), .active)) \(standing)</p>
            \(ui.prose(entry.text))
            \(part("what", what))
            \(part("get", get))
            \(part("who", who))
            \(part("known", known))
            \(if: context.actor.isStaff, RecordPage.actions(found, context))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(entry.id, "history"))]))
            """
        page.breadcrumbs = [UI.Link(ui("knowledge.catalogue"), "/catalogue")]
        page.description = entry.text.isEmpty ? entry.title : String(entry.text.prefix(200))
        page.isPrivate = entry.state != .published
        if entry.state == .published {
            page.addLinked(at: context.href(entry.id), entry.title)
            page.data = linked.node.forPage
        }
        return request.page(page)
    }

    private var standing: HTML {
        guard let standing = entry.standing else { return "" }
        let tone: UI.Tone =
            switch standing {
            case .completed: .good
            case .underDevelopment: .active
            case .deprecated, .withdrawn: .attention
            }
        return ui.tag(context.words.option("standing", standing.rawValue), tone)
    }

    private func part(_ key: String, _ rows: [UI.Row]) -> HTML {
        rows.isEmpty ? "" : "<h2>\(ui("knowledge.catalogue.\(key)"))</h2>\(ui.summaryList(rows))"
    }

    private func row(_ field: String, _ value: HTML?) -> UI.Row? {
        value.map { UI.Row(context.words.label(field), $0) }
    }

    private func option(_ field: String, _ value: String?) -> HTML? {
        value.map { "\(context.words.option(field, $0))" }
    }

    private func plain(_ text: String?) -> HTML? { text.map { "\($0)" } }

    private var what: [UI.Row] {
        [
            row("topic", option("topic", entry.topic?.rawValue)),
            row("theme", option("theme", entry.theme?.rawValue)),
            row("coverage", plain(entry.coverage)), row("country", plain(entry.country.map(ui.country))),
            row("language", option("language", entry.language?.rawValue)),
            row("release", plain(entry.release)),
            row("frequency", option("frequency", entry.frequency?.rawValue)),
        ].compactMap(\.self)
    }

    private var get: [UI.Row] {
        let isAddress = entry.licence.flatMap(WebAddress.host) != nil
        let rows = [
            row("how", entry.how.map(ui.prose)), row("address", entry.address.map(ui.outside)),
            row("homepage", entry.homepage.map(ui.outside)),
            row("format", option("format", entry.format?.rawValue)),
            row("licence", isAddress ? entry.licence.map(ui.outside) : plain(entry.licence)),
        ].compactMap(\.self)
        func unsaid(_ field: String) -> [UI.Row] {
            [UI.Row(context.words.label(field), ui("knowledge.catalogue.unsaid"))]
        }
        return (rows.isEmpty ? unsaid("how") : rows) + (entry.licence == nil ? unsaid("licence") : [])
    }

    private var who: [UI.Row] {
        [
            UI.Row(
                ui("knowledge.catalogue.body"),
                ui.link(ui.name(of: context.store.tenant), "/t/\(context.slug)")),
            row("contact", plain(entry.contact)),
        ].compactMap(\.self)
    }

    private var known: [UI.Row] {
        let source = entry.source.map { WebAddress.host($0) == nil ? "\($0)" as HTML : ui.outside($0) }
        return [
            row("source", source), row("read_on", entry.readOn.map(ui.day)),
            row("doubt", plain(entry.doubt)),
        ].compactMap(\.self)
    }
}
