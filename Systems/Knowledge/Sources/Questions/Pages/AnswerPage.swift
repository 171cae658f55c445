// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// A published answer: what was asked, what the body says to that, and until when it vouches for it.
struct AnswerPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/answers/:id", .everyone, formats: .thing,
            system: "knowledge"
        ) { try AnswerPage($0).answer() }
    ]

    private let context: DerivedContext
    private let found: DerivedContext.Found
    private let answered: Stored<Answer>
    private let reading: Reading
    private var ui: UI { context.ui }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Answer.kind)
        let asOf = try request.asOf()
        found = try context.find(asOf: asOf)
        answered = Stored<Answer>(found.whole)
        reading = try context.reading(Original(answered), isPast: asOf != nil)
    }

    private func answer() throws -> Response {
        let request = context.request
        if request.format == .json {
            return try request.asOf() == nil ? context.json(found) : RecordPage.answer(context)
        }
        let isOut = answered.state == .current
        if request.isLinked {
            guard isOut else { throw Refusal.notFound }
            return AnswerLinked(answered, context).response
        }
        let references = try References([found.shown], in: context)
        var page = try RecordPage.page(found, references, context)
        let (question, text) = (reading.text("question", ui), reading.text("answer", ui))
        let topic = answered.topic.map { context.words.option("topic", $0.rawValue) }
        let facts = [ui.name(of: context.store.tenant), topic].compactMap(\.self)
        page.main = """
            <h1\("lang", question.lang)>\(question.text)</h1>
            <p>\(ui.tag(ui.state(answered.state, of: Answer.kind), tone)) \
            <span class="meta">\(facts.joined(separator: " · "))</span></p>
            \(ReadingNote(reading, context, page: context.href(answered.id)).html)
            <div\("lang", text.lang)>\(GuideText(text.text).html)</div>
            <p class="meta">\(ui("knowledge.guide.until")) \(ui.day(answered.expiresOn))</p>
            \(if: context.actor.isStaff, RecordPage.actions(found, context))
            \(if: context.actor.isStaff, ui.details(
                ui("knowledge.details"), RecordPage.summary(found.shown, references, context)))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(answered.id, "history"))]))
            """
        page.title = "\(question.text) – \(ui.name(of: Answer.kind))"
        page.breadcrumbs = context.trail(ui("knowledge.answers"), "/answers")
        page.isPrivate = !isOut
        if isOut {
            page.addLinked(at: context.href(answered.id), answered.question)
            page.data = AnswerLinked(answered, context).node.forPage
        }
        return request.page(page)
    }

    private var tone: UI.Tone {
        switch answered.state {
        case .current: .good
        case .expired: .attention
        default: .plain
        }
    }
}
