// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What changed from one edition to another: within the text, or side by side. What was put in and
/// what was taken out are underlined and struck through, and told to whoever only hears the page.
struct ComparePage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/guides/:id/compare", .everyone, formats: [.json],
            system: "knowledge"
        ) { try ComparePage($0).answer() }
    ]

    private let context: DerivedContext
    private let (old, new): (ShownEdition, ShownEdition)
    private var ui: UI { context.ui }
    private var isBeside: Bool { context.request.query["as"] == "beside" }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Guide.kind)
        guard let id = RecordID(request["id"]), let from = request.query["from"].flatMap({ Int($0) }),
            let to = request.query["to"].flatMap({ Int($0) })
        else { throw Refusal.notFound }
        old = try ShownEdition(context, guide: id, number: from)
        new = try ShownEdition(context, guide: id, number: to)
    }

    private func name(_ shown: ShownEdition) -> String {
        ui("knowledge.edition.nth", ["number": ui.number(shown.edition.number)])
    }

    private func answer() -> Response {
        let difference = EditionDifference(from: old.parts, to: new.parts)
        if context.request.format == .json { return .json(json(difference)) }
        let title = ui("knowledge.compare", ["from": name(old), "to": name(new)])
        let changed = difference.changes.filter { $0.sort != .same || $0.isMoved }
        var page = Page(
            "\(title) – \(new.edition.title)", width: .wide,
            """
            <p class="lead">\(new.edition.title)</p>
            <h1>\(title)</h1>
            \(new.edition.about.map { "<h2>\(ui("knowledge.edition.new"))</h2>\(ui.prose($0))" as HTML })
            \(ui.subNavigation(
                [link("knowledge.compare.within", nil), link("knowledge.compare.beside", "beside")],
                label: ui("knowledge.compare.how")))
            \(if: changed.isEmpty, ui.emptyState(ui("knowledge.compare.none")), else: summary(changed))
            \(difference.changes.map(section).joined(by: "\n"))
            """)
        page.breadcrumbs = [
            UI.Link(ui("knowledge.guides"), "/guides"),
            UI.Link(new.edition.title, new.href(context.slug, key: context.request.linkSecret)),
        ]
        page.isPrivate = old.edition.seenBy != .everyone || new.edition.seenBy != .everyone
        return context.request.page(page)
    }

    private func json(_ difference: EditionDifference) -> JSON {
        [
            "guide": .string(new.guide.id.text), "from": .integer(old.edition.number),
            "to": .integer(new.edition.number),
            "sections": .array(
                difference.changes.map { change in
                    [
                        "anchor": .string(change.anchor), "change": .string(change.sort.rawValue),
                        "isMoved": .bool(change.isMoved),
                        "title": .array(change.title.map(\.json)),
                        "text": .array(change.text.map(\.json)),
                    ]
                }),
        ]
    }

    private func link(_ key: String, _ way: String?) -> UI.Link {
        let base: Href = "/t/\(context.slug)/knowledge/guides/\(new.guide.id.text)/compare"
        let href = base.with([
            ("from", String(old.edition.number)), ("to", String(new.edition.number)), ("as", way),
            ("key", context.request.linkSecret),
        ])
        return UI.Link(ui(key), href, isCurrent: isBeside == (way != nil))
    }

    private func summary(_ changes: [EditionDifference.Change]) -> HTML {
        let items = changes.map { change -> HTML in
            let place: Href = "#\(change.anchor)"
            return "<li>\(ui.link(title(change), place)) – \(sorts(change))</li>"
        }
        return "<ul>\(items)</ul>"
    }

    private func title(_ change: EditionDifference.Change) -> String {
        change.title.compactMap { piece in
            switch piece {
            case .same(let text), .added(let text): text
            case .removed(let text): change.sort == .removed ? text : nil
            }
        }.joined()
    }

    private func sorts(_ change: EditionDifference.Change) -> String {
        let moved = change.isMoved ? [ui("knowledge.compare.moved")] : []
        let sort = change.sort == .same && change.isMoved
            ? [] : [ui("knowledge.compare.\(change.sort.rawValue)")]
        return (sort + moved).joined(separator: ", ")
    }

    private func section(_ change: EditionDifference.Change) -> HTML {
        let body: HTML =
            change.sort == .same
            ? "" : isBeside ? beside(change) : "<div>\(pieces(change.text) { _ in true })</div>"
        return """
            <section id="\(change.anchor)"><h2>\(pieces(change.title) { _ in true }) \
            \(ui.tag(sorts(change), change.sort == .same ? .plain : .active))</h2>
            \(body)</section>
            """
    }

    private func beside(_ change: EditionDifference.Change) -> HTML {
        ui.table(
            title(change), [UI.Column(name(old)), UI.Column(name(new))],
            [[
                pieces(change.text) { if case .added = $0 { false } else { true } },
                pieces(change.text) { if case .removed = $0 { false } else { true } },
            ]], id: "both-\(change.anchor)", isCaptionSeen: false, rowsHaveHeads: false)
    }

    private func pieces(
        _ pieces: [WordDiff.Piece], where isShown: (WordDiff.Piece) -> Bool
    ) -> HTML {
        pieces.filter(isShown).map { piece -> HTML in
            switch piece {
            case .same(let text): lines(text)
            case .removed(let text):
                "<del>\(ui.unseen("\(ui("knowledge.compare.removed.said")) "))\(lines(text))</del>"
            case .added(let text):
                "<ins>\(ui.unseen("\(ui("knowledge.compare.added.said")) "))\(lines(text))</ins>"
            }
        }.joined(by: "")
    }

    private func lines(_ text: String) -> HTML {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { HTML(text: $0) }.joined(by: "<br>")
    }
}

extension WordDiff.Piece {
    fileprivate var json: JSON {
        switch self {
        case .same(let text): ["same": .string(text)]
        case .removed(let text): ["removed": .string(text)]
        case .added(let text): ["added": .string(text)]
        }
    }
}
