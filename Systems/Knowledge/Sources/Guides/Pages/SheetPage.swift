// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// An officer's own copy of a checklist or a template: begun from a guide of any body, as it is
/// published, filled in, and compared with the edition that stands now.
struct SheetPage {
    private static let base = "/t/:tenant/knowledge/sheets"
    private static let officers = Access.roles([.officer, .manager])

    static let routes = [
        Route(.get, "\(base)/new/start-sheet", officers, system: "knowledge") { try start($0).show() },
        Route(.post, "\(base)/new/start-sheet", officers, system: "knowledge") {
            try await begin($0)
        },
        Route(.get, "\(base)/:id", .staff, formats: [.json], system: "knowledge") {
            try SheetPage($0).answer()
        },
        Route(.get, "\(base)/:id/fill-in", officers, system: "knowledge") { try fillIn($0).show() },
        Route(.post, "\(base)/:id/fill-in", officers, system: "knowledge") {
            try await fillIn($0).take()
        },
        Route(.get, "\(base)/:id/renew-sheet", officers, system: "knowledge") { try renew($0).show() },
        Route(.post, "\(base)/:id/renew-sheet", officers, system: "knowledge") {
            try await renew($0).take()
        },
    ]

    private let context: DerivedContext
    private let found: DerivedContext.Found
    private let sheet: Stored<Sheet>
    private var ui: UI { context.ui }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Sheet.kind)
        found = try context.find()
        sheet = Stored<Sheet>(found.whole)
    }

    private func answer() throws -> Response {
        if context.request.format == .json { return try RecordPage.answer(context) }
        var page = Page(
            "\(sheet.title) – \(ui.name(of: Sheet.kind))", width: .wide,
            """
            <h1>\(sheet.title)</h1>
            <p>\(ui.tag(
                ui.state(sheet.state, of: Sheet.kind), sheet.state == .finished ? .good : .active))</p>
            \(try origin())
            \(RecordPage.actions(found, context))
            \(sheet.about.map(ui.prose))
            \(if: sheet.sort == .checklist, checklist, else: ui.prose(sheet.text))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(sheet.id, "history"))]))
            """)
        page.breadcrumbs = [
            UI.Link(ui.name(of: context.store.tenant), "/t/\(context.slug)"),
            UI.Link(ui.plural(of: Sheet.kind), context.list),
        ]
        page.isPrivate = true
        let done = context.request.query["done"]
        page.notice = context.actions.first { $0.segment == done }.map {
            UI.Notice("<p>\(ui.done($0.key))</p>")
        }
        return context.request.page(page)
    }

    /// Where it came from, and whether that has changed since.
    private func origin() throws -> HTML {
        let body = try context.request.site.network.find(sheet.body).map { ui.name(of: $0) } ?? sheet.body
        let now = try GuideSection(of: sheet.body, sheet.guide, sheet.anchor, in: context.request)
        let guide: Href = "/t/\(sheet.body)/knowledge/guides/\(sheet.guide)"
        let href: Href = "\(guide)/editions/\(sheet.edition)#\(sheet.anchor)"
        let text = ui(
            "knowledge.sheet.from",
            ["guide": sheet.guideTitle, "number": ui.number(sheet.edition), "body": body])
        let later = now.map { $0.edition > sheet.edition } ?? false
        return """
            <p>\(ui.link(text, href))</p>
            \(if: later, ui.warning(
                ui("knowledge.sheet.later", ["number": ui.number(now?.edition ?? 0)])))
            """
    }

    private var checklist: HTML {
        let list = Checklist(kept: sheet.text)
        let words = (ui("knowledge.sheet.done"), ui("knowledge.sheet.open"))
        let progress = ui(
            "knowledge.sheet.progress",
            ["done": ui.number(list.done), "count": ui.number(list.items.count)])
        return """
            \(ui.meter(ui("knowledge.sheet.meter"), list.done, of: list.items.count, text: progress))
            <ul>\(list.items.map { item -> HTML in
                """
                <li>\(ui.tag(item.isDone ? words.0 : words.1, item.isDone ? .good : .plain)) \
                \(GuideText(item.text).line)\(if: !item.note.isEmpty, ui.prose(item.note))</li>
                """
            })</ul>
            """
    }

    // MARK: Beginning

    private static let origin = ["body", "guide", "anchor"]

    /// What the guide says, as it is published: nothing of it is asked.
    private static func start(
        _ request: Request, _ typed: (String) -> String? = { _ in nil }
    ) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Sheet.kind)
        var page = try ActionPage(context, GuideActions.startSheet.kind)
        let from = origin.map { typed($0) ?? request.query[$0] ?? "" }
        guard let section = try GuideSection(of: from[0], from[1], from[2], in: request),
            let sort = Sheet.Sort(rawValue: section.sort)
        else { throw Refusal.notFound }
        page.unasked = ["body", "guide", "guide_title", "anchor", "edition", "sort", "text"]
        page.inside = { _ in "\(zip(origin, from).map { context.ui.hidden($0, $1) })" }
        let lines = sort == .checklist ? Checklist(lines: section.text).text : section.text
        page.filled = { _ in
            [
                "body": from[0], "guide": from[1], "anchor": from[2], "sort": sort.rawValue,
                "guide_title": section.guideTitle, "edition": String(section.edition), "text": lines,
            ]
        }
        page.above = "<p class=\"lead\">\(section.title) – \(section.guideTitle)</p>"
        return page
    }

    private static func begin(_ request: Request) async throws -> Response {
        let context = try DerivedContext(request, kind: Sheet.kind)
        let sent = try await ActionPage(context, GuideActions.startSheet.kind).received()
        return try await start(request) { sent.form[$0] }.take(sent)
    }

    // MARK: Filling in

    /// A box and a note for each line, or an answer for each blank, or else the text.
    private static func fillIn(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Sheet.kind)
        var page = try ActionPage(context, GuideActions.fillIn.kind)
        guard let sheet = page.found.map({ Stored<Sheet>($0.whole) }) else { return page }
        let ui = context.ui
        if sheet.sort == .checklist {
            let list = Checklist(kept: sheet.text)
            page.unasked = ["text"]
            page.inside = { boxes(list, $0, ui) }
            page.filled = { ["text": ticked(list, $0).text] }
        } else {
            let blanks = Blanks(in: sheet.text)
            guard !blanks.names.isEmpty else { return page }
            page.unasked = ["text"]
            page.inside = { draft in
                blanks.names.enumerated().map { index, name in
                    ui.textInput(
                        UI.Ask("blank-\(index)", label: name, isOptional: true),
                        value: draft.form["blank-\(index)"] ?? "")
                }.joined(by: "\n")
            }
            page.filled = { draft in
                let answers = blanks.names.enumerated().map { ($1, draft.form["blank-\($0)"] ?? "") }
                return ["text": blanks.filled(Dictionary(answers, uniquingKeysWith: { a, _ in a }))]
            }
        }
        return page
    }

    private static func boxes(_ list: Checklist, _ draft: ActionPage.Draft, _ ui: UI) -> HTML {
        let isSent = draft.form["boxes"] != nil
        let items = list.items.enumerated().map { index, item -> HTML in
            let isDone = isSent ? draft.form["done-\(index)"] != nil : item.isDone
            let note = isSent ? draft.form["note-\(index)"] ?? "" : item.note
            return """
                \(ui.checkbox(UI.Ask("done-\(index)", label: GuideText(item.text).plain), isChosen: isDone))
                \(ui.textInput(
                    UI.Ask(
                        "note-\(index)", label: ui("knowledge.sheet.note", ["number": ui.number(index + 1)]),
                        isOptional: true), value: note))
                """
        }
        return "\(ui.hidden("boxes", "sent"))\(items)"
    }

    private static func ticked(_ list: Checklist, _ draft: ActionPage.Draft) -> Checklist {
        var list = list
        for index in list.items.indices {
            list.items[index].isDone = draft.form["done-\(index)"] != nil
            list.items[index].note = Passage.flat(draft.form["note-\(index)"] ?? "")
        }
        return list
    }

    /// Taking over what the edition that stands now says.
    private static func renew(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Sheet.kind)
        var page = try ActionPage(context, GuideActions.renewSheet.kind)
        guard let sheet = page.found.map({ Stored<Sheet>($0.whole) }) else { return page }
        guard let now = try GuideSection(of: sheet.body, sheet.guide, sheet.anchor, in: request) else {
            throw Refusal.notFound
        }
        page.unasked = ["edition", "text"]
        page.filled = { _ in ["edition": String(now.edition), "text": now.text] }
        let number = context.ui.number(now.edition)
        page.above = "<p>\(context.ui("knowledge.sheet.renewing", ["number": number]))</p>"
        return page
    }
}
