// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// A guide as it stands, and each of its editions at an address of its own.
struct GuidePage {
    private static let base = "/t/:tenant/knowledge/guides/:id"

    static let routes = [
        Route(.get, base, .everyone, formats: .thing, system: "knowledge") {
            try GuidePage($0).answer()
        },
        Route(.get, "\(base)/editions/:number", .everyone, formats: [.json], system: "knowledge") {
            try GuidePage($0).edition()
        },
        Route(
            .get, "/t/:tenant/knowledge/editions/:id", .everyone, formats: [.json],
            system: "knowledge"
        ) { try lead($0, Edition.kind) { ($0.id, nil) } },
        Route(
            .get, "/t/:tenant/knowledge/sections/:id", .everyone, formats: [.json],
            system: "knowledge"
        ) { request in
            try lead(request, Section.kind) { row in
                let section = Stored<Section>(row)
                return (section.edition, section.state == .removed ? nil : section.anchor)
            }
        },
    ]

    private let context: DerivedContext
    private var ui: UI { context.ui }
    private var request: Request { context.request }

    init(_ request: Request) throws { context = try DerivedContext(request, kind: Guide.kind) }

    /// A record of an edition or a section is read in its edition.
    private static func lead(
        _ request: Request, _ kind: RecordKind, to place: (StoredRow) -> (RecordID, String?)
    ) throws -> Response {
        let context = try DerivedContext(request, kind: kind)
        if request.format == .json { return try RecordPage.answer(context) }
        let (edition, anchor) = place(try context.find().whole)
        let shown = try ShownEdition(context, edition: edition)
        let page = shown.href(context.slug, anchor, key: request.linkSecret)
        return .seeOther(page.with(["done": request.query["done"]]))
    }

    private func answer() throws -> Response {
        let found = try context.find()
        let guide = Stored<Guide>(found.whole)
        if request.format == .json {
            return try request.asOf() == nil ? context.json(found) : RecordPage.answer(context)
        }
        let isOut = guide.state == .published || guide.state == .expired
        if request.isLinked {
            guard isOut else { throw Refusal.notFound }
            return try GuideLinked(guide, context).answer
        }
        let shown = guide.edition == nil || guide.state == .withdrawn
            ? nil : try ShownEdition(context, guide: guide.id)
        let reading = try GuideReading(guide, shown?.sections ?? [], context)
        // The round on the edition that is shown stands with its text.
        let rounds = try RoundPage.open(on: guide.id, context).filter { $0.edition != shown?.edition.id }
        var page = Page(
            reading.head.text("title", ui).text, width: .wide,
            """
            \(head(guide, reading))
            \(rounds.map { roundNote($0, "knowledge.round.next") })
            \(if: context.actor.isStaff, RecordPage.actions(found, context))
            \(if: context.actor.isStaff, draft(guide))
            \(try shown.map { try body($0, reading) })
            \(try context.actor.isStaff ? staffSide(found) : "")
            """)
        finish(&page, guide)
        page.isPrivate = !isOut
        if isOut {
            page.addLinked(at: context.href(guide.id), guide.title)
            page.data = try GuideLinked(guide, context).node.forPage
        }
        return request.page(page)
    }

    private func edition() throws -> Response {
        guard let id = RecordID(request["id"]), let number = Int(request["number"]) else {
            throw Refusal.notFound
        }
        let shown = try ShownEdition(context, guide: id, number: number)
        if request.format == .json { return .json(json(shown)) }
        let name = ui("knowledge.edition.nth", ["number": ui.number(number)])
        let reading = try GuideReading(
            shown.guide, shown.sections, context, isPast: shown.guide.current != shown.edition.id)
        var page = Page(
            "\(shown.edition.title) – \(name)", width: .wide,
            """
            <h1>\(shown.edition.title)</h1>
            <p>\(ui.tag(ui.state(shown.edition.state, of: Edition.kind), tone(shown.edition.state))) \
            <span class="meta">\(name)\
            \(shown.edition.publishedOn.map { " · \(ui.day($0))" as HTML })</span></p>
            \(if: shown.edition.state == .replaced, ui.warning(ui("knowledge.edition.is_replaced")))
            \(if: shown.edition.publishedOn == nil, ui.warning(ui("knowledge.edition.is_draft")))
            \(try context.actor.isStaff ? actions(on: shown.edition) : "")
            \(reading.note(context, page: shown.href(context.slug, key: request.linkSecret)))
            \(try body(shown, reading))
            """)
        finish(&page, shown.guide)
        let above: Href = "/t/\(context.slug)/knowledge/guides/\(id.text)"
        if Guide.kind.permits(context.actor, toRead: shown.guide.row.grounds) {
            page.breadcrumbs.append(UI.Link(shown.guide.title, above))
        }
        page.isPrivate = shown.edition.seenBy != .everyone
        return request.page(page)
    }

    private func finish(_ page: inout Page, _ guide: Stored<Guide>) {
        page.breadcrumbs = [UI.Link(ui("knowledge.guides"), "/guides")]
        page.description = guide.state == .published ? guide.summary : nil
        let done = request.query["done"]
        let kinds = [Guide.kind.name, Edition.kind.name, Section.kind.name]
        page.notice = GuideActions.all.first { $0.segment == done && kinds.contains($0.record.name) }
            .map { UI.Notice("<p>\(ui.done($0.key))</p>") }
    }

    private func tone(_ state: State) -> UI.Tone {
        switch state {
        case .published: .good
        case .draft, .inRound: .active
        case .expired: .attention
        default: .plain
        }
    }

    private func head(_ guide: Stored<Guide>, _ reading: GuideReading) -> HTML {
        let words = context.words
        let title = reading.head.text("title", ui)
        let summary = reading.head.text("summary", ui)
        let readers = guide.readers.all.map { words.option("readers", $0.rawValue) }
        let whom = ui("knowledge.guide.for", ["readers": readers.joined(separator: ", ")])
        let facts = [
            guide.topic.map { words.option("topic", $0.rawValue) },
            guide.language.map { words.option("language", $0.rawValue) },
            guide.edition.map { ui("knowledge.edition.nth", ["number": ui.number($0)]) },
        ].compactMap(\.self)
        return """
            <h1\("lang", title.lang)>\(title.text)</h1>
            <p>\(ui.tag(ui.state(guide.state, of: Guide.kind), tone(guide.state))) \
            <span class="meta">\(ui.name(of: context.store.tenant)) · \(facts.joined(separator: " · "))\
            \(guide.publishedOn.map { " · \(ui.day($0))" as HTML })</span></p>
            \(if: guide.state == .expired, ui.warning(
                ui("knowledge.guide.is_expired", ["day": ui.words.day(guide.expiresOn, in: ui.language)])))
            \(reading.note(context, page: context.href(guide.id)))
            <p class="lead"\("lang", summary.lang)>\(summary.text)</p>
            \(if: !readers.isEmpty, "<p>\(whom)</p>")
            \(if: guide.state == .published,
                "<p class=\"meta\">\(ui("knowledge.guide.until")) \(ui.day(guide.expiresOn))</p>")
            """
    }

    private func body(_ shown: ShownEdition, _ reading: GuideReading) throws -> HTML {
        let view = EditionView(
            shown: shown, context: context, reading: reading,
            round: try RoundPage.open(on: shown.guide.id, context)
                .first { $0.edition == shown.edition.id })
        let lang = ui.foreign(shown.guide.language)
        return """
            \(view.round.map { roundNote($0, "knowledge.round.is_open") })
            \(shown.edition.about.map { about in
                """
                <h2>\(ui("knowledge.edition.new"))</h2><div\("lang", lang)>\(ui.prose(about))</div>
                """
            })
            \(view.html)
            \(if: shown.edition.publishedOn != nil, ui.details(
                ui("knowledge.cite.whole"), "<p>\(shown.citation(nil, context))</p>"))
            \(try others(shown))
            """
    }

    private func roundNote(_ round: Stored<Round>, _ text: String) -> HTML {
        let page: Href = "/t/\(context.slug)/knowledge/rounds/\(round.id.text)"
        return ui.inset(
            """
            <p>\(ui(text)) \(ui.day(round.closesOn)). \
            \(ui.link(round.title, page.with(["key": request.linkSecret])))</p>
            """)
    }

    /// The other editions that the reader may read, and what changed since.
    private func others(_ shown: ShownEdition) throws -> HTML {
        let all = try context.store.read(as: .system("pages")) { reader in
            try reader.list(
                Edition.self,
                Query([.field("guide", is: shown.guide.id)], order: "number", descending: true, limit: 200))
        }.filter { edition in
            edition.id != shown.edition.id && edition.state != .withdrawn
                && Edition.kind.permits(context.actor, toRead: edition.row.grounds)
        }
        if all.isEmpty { return "" }
        let base: Href = "/t/\(context.slug)/knowledge/guides/\(shown.guide.id.text)"
        let items = all.map { other -> HTML in
            let name = ui("knowledge.edition.nth", ["number": ui.number(other.number)])
            let pair = [other.number, shown.edition.number].sorted()
            let compare = base.inside("compare").with([
                ("from", String(pair[0])), ("to", String(pair[1])), ("key", request.linkSecret),
            ])
            return """
                <li>\(ui.link(name, base.inside("editions", String(other.number))))\
                \(other.publishedOn.map { " · \(ui.day($0))" as HTML }) · \
                \(ui.link(ui("knowledge.compare.with"), compare, about: name))</li>
                """
        }
        return "<h2>\(ui("knowledge.editions.others"))</h2><ul>\(items)</ul>"
    }

    // MARK: For staff

    private func draft(_ guide: Stored<Guide>) -> HTML {
        guard guide.draft != nil else { return "" }
        let number = (guide.edition ?? 0) + 1
        let page: Href = "/t/\(context.slug)/knowledge/guides/\(guide.id.text)/editions/\(number)"
        let name = ui("knowledge.edition.draft", ["number": ui.number(number)])
        return ui.inset("<p>\(ui.link(name, page))</p>")
    }

    /// What is done with an edition: beside its own actions, a section and a round for it.
    private func actions(on edition: Stored<Edition>) throws -> HTML {
        let own = try DerivedContext(request, kind: Edition.kind)
        guard let found = try own.find(edition.id) else { return "" }
        let new: [(ActionKind, Href)] = [
            (GuideActions.addSection.kind, "/t/\(context.slug)/knowledge/sections/new/add-section"),
            (GuideActions.openRound.kind, "/t/\(context.slug)/knowledge/rounds/new/open-round"),
        ]
        let states: [[State]] = [[.draft], [.draft, .published]]
        let buttons = zip(new, states).compactMap { pair, states -> HTML? in
            guard states.contains(edition.state), pair.0.permits(context.actor, on: nil) else { return nil }
            return ui.linkButton(
                ui.name(of: pair.0), pair.1.with(["edition": edition.id.text]), .secondary)
        }
        return """
            \(RecordPage.actions(found, own))
            \(if: !buttons.isEmpty, "<div class=\"buttons\">\(buttons.joined(by: "\n"))</div>")
            """
    }

    private func staffSide(_ found: DerivedContext.Found) throws -> HTML {
        let references = try References([found.shown], in: context)
        return """
            \(ui.details(ui("knowledge.details"), RecordPage.summary(found.shown, references, context)))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(found.whole.id, "history"))]))
            """
    }

    private func json(_ shown: ShownEdition) -> JSON {
        [
            "guide": .string(shown.guide.id.text), "title": .string(shown.edition.title),
            "edition": .integer(shown.edition.number), "state": .string(shown.edition.state.rawValue),
            "body": .string(context.slug),
            "publishedOn": .optional(shown.edition.publishedOn?.description),
            "about": .optional(shown.edition.about),
            "language": .optional(shown.guide.language?.rawValue),
            "translations": .array(
                ((try? context.translations(of: shown.guide.id)) ?? []).map(\.json)),
            "sections": .array(
                shown.sections.map { section in
                    [
                        "anchor": .string(section.anchor), "title": .string(section.title),
                        "sort": .string(section.sort.rawValue), "text": .string(section.text),
                        "href": .string(shown.href(context.slug, section.anchor).string),
                        "citation": .string(shown.citation(section, context)),
                    ]
                }),
        ]
    }
}
