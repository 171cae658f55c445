// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What of a body is in which language, and how it stands: things down, languages across.
/// `/t/SLUG/knowledge/translations`, for its staff.
struct TranslationsPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/translations", .everyone, formats: [.csv, .json],
            system: "knowledge"
        ) { request in
            let context = try DerivedContext(request, kind: Translation.kind)
            guard request.format == .html, context.actor.isStaff else {
                return try ListPage.answer(context)
            }
            return try TranslationsPage(context).answer()
        }
    ] + MachineRequest.routes

    /// Where it stands in the list.
    static func place(of translation: Translation, at slug: String) -> Href {
        let sort = translation.sort == .section ? Translation.Sort.guide : translation.sort
        return ("/t/\(slug)/knowledge/translations" as Href)
            .with([("sort", sort.rawValue), ("original", translation.original)])
    }

    private static let sorts: [Translation.Sort] = [.guide, .answer, .practice, .event]

    private let context: DerivedContext
    private let sort: Translation.Sort
    /// The one thing that is looked at, of a guide with its sections.
    private let one: RecordID?
    private var ui: UI { context.ui }
    private var request: Request { context.request }

    private init(_ context: DerivedContext) {
        self.context = context
        let query = context.request.query
        sort = query["sort"].flatMap(Translation.Sort.init(rawValue:))
            .flatMap { Self.sorts.contains($0) ? $0 : nil } ?? .guide
        one = query["original"].flatMap { RecordID($0) }
    }

    private func answer() throws -> Response {
        let cursor = request.query["after"].flatMap(Query.Cursor.init(text:))
        let matrix = try context.store.read(as: .system("pages")) { reader in
            try TranslationMatrix(reader, sort, one: one, after: cursor)
        }
        if one != nil, matrix.rows.isEmpty { throw Refusal.notFound }
        let languages = columns(matrix)
        let cells = TranslationCells(context: context, isOfOne: one != nil)
        let rows = matrix.rows.map { row in
            [cells.head(row)] + languages.map { cells.cell(row, $0) }
        }
        let columns = [UI.Column(ui("knowledge.translations.what"))]
            + languages.map { UI.Column(ui.tongue($0)) }
        let title = ui("knowledge.translations")
        var page = Page(
            title, width: .wide,
            """
            <h1>\(title)</h1>
            <p class="lead">\(ui("knowledge.translations.lead"))</p>
            \(ui.subNavigation(tabs, label: title))
            \(if: rows.isEmpty, ui.emptyState(ui("knowledge.translations.none")),
                else: ui.table(ui("knowledge.translations.table"), columns, rows, isCaptionSeen: false))
            \(failures(matrix))
            \(machine(matrix, languages))
            \(ui.pagination(previous: nil, next: matrix.next.map { href(sort, after: $0.text) }))
            \(another(languages))
            """)
        page.breadcrumbs = [UI.Link(ui.name(of: context.store.tenant), "/t/\(context.slug)")]
        if one != nil { page.back = UI.Link(title, href(sort)) }
        page.isPrivate = true
        let done = request.query["done"]
        page.notice = TranslationActions.all.first { $0.segment == done }
            .map { UI.Notice("<p>\(ui.done($0.key))</p>") }
        return request.page(page)
    }

    private func href(_ sort: Translation.Sort, after: String? = nil) -> Href {
        ("/t/\(context.slug)/knowledge/translations" as Href)
            .with([("sort", sort.rawValue), ("after", after)])
    }

    private var tabs: [UI.Link] {
        Self.sorts.map { sort in
            UI.Link(ui("knowledge.\(sort.collection)"), href(sort), isCurrent: sort == self.sort)
        }
    }

    /// The languages of the interface and the country, those that something is in, and the one asked
    /// for.
    private func columns(_ matrix: TranslationMatrix) -> [Tongue] {
        let interface = ui.words.languages.compactMap { Tongue($0) }
        let official = context.moment.calendar.jurisdiction.languages.compactMap { Tongue($0) }
        let added = request.query["add"].flatMap(Tongue.init(rawValue:))
        var all: [Tongue] = []
        for tongue in official + interface + matrix.languages + [added].compactMap(\.self)
        where !all.contains(tongue) { all.append(tongue) }
        return all
    }

    /// What a machine has not managed, why, and where it is asked once more.
    private func failures(_ matrix: TranslationMatrix) -> HTML {
        let failed = matrix.rows.flatMap(\.translations).filter { $0.failure != nil }
        if failed.isEmpty { return "" }
        let items = failed.map { one -> HTML in
            let name = matrix.name(of: one.fields)
            let again = one.askedAt == nil
                ? "knowledge.translation.failed" : "knowledge.translation.failed.again"
            return """
                <li>\(ui.link(
                    "\(name) – \(ui.tongue(one.language))",
                    context.href(TranslationActions.correct.kind, on: one.id)))<br>
                \(ui(again)) \(one.failure ?? "")</li>

                """
        }
        return "<h2>\(ui("knowledge.translations.failed"))</h2><ul class=\"link-list\">\(items)</ul>"
    }

    /// For a guide: all of it at once.
    private func machine(_ matrix: TranslationMatrix, _ languages: [Tongue]) -> HTML {
        guard request.site.translator != nil, sort == .guide, one != nil,
            let guide = matrix.rows.first?.original,
            TranslationActions.ask.kind.permits(context.actor, on: nil)
        else { return "" }
        let buttons = languages.filter { $0 != guide.language }
            .map { MachineRequest.button(rest: guide, $0, context) }
        return """
            <h2>\(ui("knowledge.translations.machine"))</h2>
            <p>\(ui("knowledge.translations.machine.text"))</p>
            <div class="buttons">\(buttons.joined(by: "\n"))</div>
            """
    }

    /// A column for a language nothing is in yet.
    private func another(_ languages: [Tongue]) -> HTML {
        let options = Tongue.allCases.filter { !languages.contains($0) }
            .map { UI.Option($0.rawValue, ui.tongue($0)) }.sorted { $0.label < $1.label }
        let hidden = [("sort", sort.rawValue)] + (one.map { [("original", $0.text)] } ?? [])
        return ui.details(
            ui("knowledge.translations.add"),
            ui.filterPanel(
                "/t/\(context.slug)/knowledge/translations", hidden: hidden,
                ui.select(
                    UI.Ask("add", label: ui("knowledge.translations.language")), options, chosen: nil,
                    empty: ui("derived.choose"))))
    }
}
