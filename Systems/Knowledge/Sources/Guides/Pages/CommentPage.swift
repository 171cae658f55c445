// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The form of a comment, beside the section it is about; and, for who answers it, the passage.
struct CommentPage {
    private static let path = "/t/:tenant/knowledge/comments/new/comment"
    private static let answering =
        "/t/:tenant/knowledge/comments/:id/\(GuideActions.answerComment.kind.segment)"

    static let routes = [
        Route(.get, path, .everyone, system: "knowledge") { try CommentPage($0).show() },
        Route(.post, path, .everyone, system: "knowledge") { try await CommentPage($0).take() },
        Route(.get, answering, .roles([.officer, .manager]), system: "knowledge") {
            try answer($0).show()
        },
        Route(.post, answering, .roles([.officer, .manager]), system: "knowledge") {
            try await answer($0).take()
        },
    ]

    private let context: DerivedContext
    private var ui: UI { context.ui }

    init(_ request: Request) throws { context = try DerivedContext(request, kind: GuideComment.kind) }

    private func show() throws -> Response {
        let query = context.request.query
        let (round, section) = try place(query["round"] ?? "", query["anchor"] ?? "")
        let page = try page(round, section)
        var draft = try page.blank()
        draft.form.texts.add("name", context.request.visitor.name)
        return try page.answer(draft)
    }

    private func take() async throws -> Response {
        let sent = try await ActionPage(context, GuideActions.comment.kind).received()
        let (round, section) = try place(sent.form["round"] ?? "", sent.form["anchor"] ?? "")
        return try await page(round, section).take(sent)
    }

    /// The round, if the reader may take part, and the section.
    private func place(_ round: String, _ anchor: String) throws -> (Stored<Round>, Stored<Section>) {
        guard let id = RecordID(round) else { throw Refusal.notFound }
        let found = try context.store.read(as: .system("pages")) { try $0.find(Round.self, id) }
        guard let found, Round.kind.permits(context.actor, toRead: found.row.grounds) else {
            throw Refusal.notFound
        }
        guard found.state == .open, context.moment.today <= found.closesOn else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.not_open"))
        }
        let shown = try ShownEdition(context, edition: found.edition)
        guard let section = shown.sections.first(where: { $0.anchor == anchor }) else {
            throw Refusal.notFound
        }
        return (found, section)
    }

    private func page(_ round: Stored<Round>, _ section: Stored<Section>) throws -> ActionPage {
        var page = try ActionPage(context, GuideActions.comment.kind)
        let known = [("round", round.id.text), ("anchor", section.anchor)]
        page.unasked = ["round", "anchor"]
        page.inside = { [ui] _ in "\(known.map { ui.hidden($0.0, $0.1) })" }
        page.filled = { _ in Dictionary(uniqueKeysWithValues: known) }
        page.above = """
            <p>\(ui("knowledge.round.is_open")) \(ui.day(round.closesOn)).</p>
            \(ui.details(section.title, isOpen: true, GuideText(section.text).html))
            """
        page.next = { [context] _ in
            let href: Href = "/t/\(context.slug)/knowledge/rounds/\(round.id.text)"
            return href.with([
                ("key", context.request.linkSecret), ("done", GuideActions.comment.kind.segment),
            ])
        }
        return page
    }

    /// Answering: with the comment above the form, and back to the round.
    private static func answer(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: GuideComment.kind)
        let ui = context.ui
        var page = try ActionPage(context, GuideActions.answerComment.kind)
        guard let comment = page.found.map({ Stored<GuideComment>($0.whole) }) else { return page }
        page.above = """
            <h2>\(comment.sectionTitle)</h2>
            \(comment.quote.map { quote in
                """
                <blockquote><p><span class="meta">\(comment.before ?? "")</span><mark>\(quote)</mark>\
                <span class="meta">\(comment.after ?? "")</span></p></blockquote>
                """
            })
            \(ui.prose(comment.text))
            """
        page.next = { _ in
            let href: Href = "/t/\(context.slug)/knowledge/rounds/\(comment.round.text)"
            return href.with(["done": GuideActions.answerComment.kind.segment])
        }
        return page
    }
}
