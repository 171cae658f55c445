// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// One practice: what was done, what became of it elsewhere, who else it may serve, and how to take it
/// over.
struct PracticePage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/practices/:id", .everyone, formats: .thing,
            system: "knowledge"
        ) { try PracticePage($0).answer() }
    ]

    private let context: DerivedContext
    private let found: DerivedContext.Found
    private let practice: Stored<Practice>
    private let reading: Reading
    private var ui: UI { context.ui }
    private var network: Network { context.request.site.network }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Practice.kind)
        let asOf = try request.asOf()
        found = try context.find(asOf: asOf)
        practice = Stored<Practice>(found.whole)
        reading = try context.reading(Original(practice), isPast: asOf != nil)
    }

    private func name(_ slug: String) -> String {
        (try? network.find(slug)).flatMap { $0 }.map { ui.name(of: $0) } ?? slug
    }

    private func answer() throws -> Response {
        if context.request.format == .json {
            return try context.request.asOf() == nil ? context.json(found) : RecordPage.answer(context)
        }
        let reuses = try Reuse.all(of: practice.id, in: context.request.register)
        let linked = PracticeLinked(practice, reuses, context)
        if context.request.isLinked {
            guard practice.state == .shared else { throw Refusal.notFound }
            return linked.answer
        }
        let references = try References([found.shown], in: context)
        var page = try RecordPage.page(found, references, context)
        let graph = ReuseGraph(ui: ui, origin: context.slug, reuses: reuses, name: name)
        page.main = """
            \(article)
            \(if: practice.state == .shared, takeOver(reuses))
            <section aria-labelledby="reuse"><h2 id="reuse">\(ui("knowledge.reuse"))</h2>
            \(verdict(reuses))\(graph.html)</section>
            \(try peers(reuses))
            """
        page.breadcrumbs = context.trail(ui("knowledge.practices"), "/practices")
        if practice.state == .shared {
            page.addLinked(at: context.href(practice.id), practice.title)
            page.data = linked.node.forPage
        }
        return context.request.page(page)
    }

    /// What it says, each part under its own heading; what nobody said is left out.
    private var article: HTML {
        let words = context.words
        let parts = [
            ("problem", practice.problem), ("solution", practice.solution), ("cost", practice.cost),
            ("preconditions", practice.preconditions), ("effect", practice.effect),
            ("evidence", practice.evidence), ("contact", practice.contact),
            ("source", practice.source),
        ].compactMap { name, text in text.map { (name, read(name, $0)) } }
        let title = reading.text("title", ui)
        let facts = [
            ui.name(of: context.store.tenant),
            practice.topic.map { words.option("topic", $0.rawValue) },
            practice.since.map { ui.words.day($0, in: ui.language) },
        ].compactMap(\.self)
        return """
            <h1\("lang", title.lang)>\(title.text)</h1>
            <p>\(if: practice.state != .shared, ui.tag(ui.state(practice.state, of: Practice.kind))) \
            <span class="meta">\(facts.joined(separator: " · "))</span></p>
            \(ReadingNote(reading, context, page: context.href(practice.id)).html)
            \(parts.map { name, text in
                """
                <h2>\(words.label(name))</h2><div\("lang", text.lang)>\(ui.prose(text.text))</div>

                """ as HTML
            })
            \(thing)\(files)
            \(RecordPage.actions(found, context))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(practice.id, "history"))]))
            """
    }

    /// A part in the language it is read in; of what is not translated, as it was written.
    private func read(_ name: String, _ text: String) -> Reading.Text {
        reading.original[name] == nil
            ? Reading.Text(text: text, lang: ui.foreign(practice.language)) : reading.text(name, ui)
    }

    private var thing: HTML {
        guard let sort = practice.thingSort, let text = practice.thingText else { return "" }
        let edition = practice.thingEdition.map { ui("knowledge.thing.of_edition", ["edition": "\($0)"]) }
        return """
            <h2>\(context.words.option("thing_sort", sort.rawValue))</h2>
            <p class="meta">\(edition ?? "")</p>\(ui.inset(ui.prose(text)))
            """
    }

    private var files: HTML {
        if practice.files.isEmpty { return "" }
        let path = RecordPage.documents(of: practice.row, context)
        let items = practice.files.map { "<li>\(ui.documentLink($0, of: path))</li>" as HTML }
        return "<h2>\(context.words.label("files"))</h2><ul class=\"link-list\">\(items)</ul>"
    }

    /// One click for each organisation the reader works for.
    private func takeOver(_ reuses: [Reuse]) -> HTML {
        let request = context.request
        let done = Set(reuses.map(\.tenant)).union([context.slug])
        let mine = request.visitor.roles.filter { slug, roles in
            !done.contains(slug) && !roles.isDisjoint(with: [.officer, .manager])
                && (try? network.find(slug))??.systems.contains("knowledge") == true
        }.keys.sorted()
        if mine.isEmpty { return "" }
        let forms = mine.map { slug in
            ui.buttonForm(
                "/t/\(slug)/knowledge/adoptions/new/adopt",
                ui("knowledge.take_over", ["body": name(slug)]), .primary,
                hidden: [
                    ("csrf", request.csrf), ("once", "adopt:\(practice.id.text)"),
                    ("origin", context.slug), ("practice", practice.id.text),
                ])
        }
        let text = practice.thing == nil ? "knowledge.take_over.text" : "knowledge.take_over.thing"
        return ui.inset("<p>\(ui(text))</p><div class=\"buttons\">\(forms.joined(by: "\n"))</div>")
    }

    private func verdict(_ reuses: [Reuse]) -> HTML {
        let ripe = ScaleUp(reuses)
        if ripe.adopters == 0 { return "" }
        let text = ui(
            "knowledge.reuse.verdict",
            [
                "adopters": ui.number(ripe.adopters), "worked": ui.number(ripe.worked),
                "partly": ui.number(ripe.partly), "failed": ui.number(ripe.failed),
            ])
        return "<p>\(text)\(if: ripe.isCandidate, " \(ui.tag(ui("knowledge.practices.ripe"), .good))")</p>"
    }

    /// Who is like the origin, or like those who took it over, and has not.
    private func peers(_ reuses: [Reuse]) throws -> HTML {
        let done = Set(reuses.map(\.tenant)).union([context.slug])
        let peers = try Peers(context.request.register)
            .peers(of: context.slug, on: practice.topic, except: done)
        if peers.isEmpty { return "" }
        let words = context.words
        let rows = peers.map { peer -> [HTML] in
            [
                ui.link(name(peer.tenant), "/t/\(peer.tenant)"),
                "\(peer.inhabitants.map(ui.number) ?? "–")",
                "\(peer.topics.map { words.option("topic", $0.rawValue) }.joined(separator: ", "))",
            ]
        }
        let columns = [
            UI.Column(ui("knowledge.peers.who")),
            UI.Column(ui("knowledge.peers.inhabitants"), isNumeric: true),
            UI.Column(ui("knowledge.peers.topics")),
        ]
        return """
            <section aria-labelledby="peers"><h2 id="peers">\(ui("knowledge.peers"))</h2>
            <p>\(ui("knowledge.peers.text"))</p>
            \(ui.table(ui("knowledge.peers"), columns, rows, isCaptionSeen: false))</section>
            """
    }
}
