// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A question: to who asked and to the desk with everything that was said, to others who may read it
/// the question and its answer. One that has moved leads to where it is now.
struct QuestionPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/questions/:id", .everyone, formats: [.json],
            system: "knowledge"
        ) { try QuestionPage($0).answer() }
    ] + QuestionForms.routes

    let context: DerivedContext
    private let found: DerivedContext.Found
    private let question: Stored<Question>
    private var ui: UI { context.ui }
    private var request: Request { context.request }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Question.kind)
        found = try context.find()
        question = Stored<Question>(found.whole)
    }

    /// Whether the reader asked it.
    private var isAsker: Bool {
        switch context.actor.kind {
        case .person(let id): id == question.asker
        case .holder(let digest): digest == question.key
        default: false
        }
    }

    private var isStaff: Bool { context.actor.isStaff }

    func answer() throws -> Response {
        if request.format == .json { return try RecordPage.answer(context) }
        if question.state == .moved, !isStaff, let next = question.movedTo {
            let href: Href = "/t/\(next)/knowledge/questions/\(question.id.text)"
            let there = request.href(href, of: next, knownTo: context.slug)
            return .seeOther(there.with(["key": request.linkSecret]))
        }
        var page = Page(
            "\(question.subject) – \(ui.name(of: Question.kind))",
            """
            \(if: wasJustAsked && request.linkSecret != nil, link)
            <h1>\(question.subject)</h1>
            \(meta)
            \(try isStaff ? staffSide() : isAsker ? askerSide() : publicText)
            """)
        page.breadcrumbs = [
            UI.Link(ui.name(of: context.store.tenant), "/t/\(context.slug)"),
            isStaff
                ? UI.Link(ui("knowledge.inbox"), "/t/\(context.slug)/knowledge/inbox")
                : UI.Link(ui("knowledge.answers"), "/answers"),
        ]
        page.isPrivate = question.seenBy != .everyone
        page.notice = notice
        return request.page(page)
    }

    private var wasJustAsked: Bool { request.query["done"] == QuestionActions.ask.kind.segment }

    private var notice: UI.Notice? {
        let done = request.query["done"]
        return context.actions.first { $0.segment == done }.map {
            UI.Notice("<p>\(ui.done($0.key))</p>")
        }
    }

    /// The address by which somebody without an account comes back.
    private var link: HTML {
        let href: Href = "\(context.list)/\(question.id.text)"
        let address = request.site.configuration.address
            + href.with(["key": request.linkSecret]).string
        let until = question.keyUntil.map { ui("knowledge.link.until", ["day": $0.description]) }
        return ui.inset(
            """
            <h2>\(ui("knowledge.link"))</h2>
            <p>\(ui("knowledge.link.text")) \(until ?? "")</p>
            <p><code class="address">\(address)</code></p>
            """)
    }

    private var meta: HTML {
        let words = context.words
        let facts = [
            question.topic.map { words.option("topic", $0.rawValue) },
            words.option("audience", question.audience.rawValue),
            question.language.map { words.option("language", $0.rawValue) },
        ].compactMap(\.self)
        let isOwn = isAsker && !isStaff && question.seenBy == .private
        let readers = isOwn ? "own" : question.seenBy.rawValue
        let seen = ui("knowledge.seen.\(readers)")
        return """
            <p>\(ui.tag(ui.state(question.state, of: Question.kind), tone)) \
            <span class="meta">\(facts.joined(separator: " · ")) · \(seen)</span></p>
            """
    }

    private var tone: UI.Tone {
        switch question.state {
        case .asked: .active
        case .answered, .settled: .good
        case .leaving: .attention
        default: .plain
        }
    }

    /// The desk it lies with.
    private var help: Stored<HelpDesk>? {
        try? context.store.read(as: .system("pages")) { try $0.find(HelpDesk.self, question.desk) }
    }

    /// By when it is answered; nil while another body has it.
    private var clock: ClockAnswer? {
        guard question.state == .asked || question.state == .answered || question.state == .settled
        else { return nil }
        let help = help
        let name = help.map { ui("knowledge.promised_by", ["desk": $0.name]) } ?? ""
        return question.fields.clock(
            promise: help?.promise ?? HelpDesk().promise, by: name, at: context.moment)
    }

    /// What who asked is told of the day they were promised.
    private var promise: HTML {
        guard let clock, let day = clock.lastGoodDay ?? clock.dueOn else { return "" }
        let key = clock.metOn != nil ? "kept" : clock.state == .missed ? "late" : "due"
        let values = ["day": day.description, "answered": clock.metOn?.description ?? ""]
        return ui.inset(
            """
            <p>\(ui("knowledge.promised.\(key)", values))</p>
            \(ui.details(ui("web.clock.how"), ui.clockSteps(ClockView(context).face(clock).steps)))
            """)
    }

    private var whereItIs: HTML {
        guard question.state == .leaving || question.state == .moved, let slug = question.movedTo
        else { return "" }
        let tenant = (try? request.site.network.find(slug)).flatMap { $0 }
        let name = tenant.map { ui.name(of: $0) } ?? slug
        let key = question.state == .leaving ? "knowledge.leaving" : "knowledge.moved"
        let there = request.href(
            "/t/\(slug)/knowledge/questions/\(question.id.text)", of: slug, knownTo: context.slug)
        return ui.inset(
            """
            <p>\(ui(key, ["body": name]))</p>\
            \(if: question.state == .moved,
                "<p>\(ui.link(ui("knowledge.moved.there"), there))</p>")
            """)
    }

    /// What others read: the question and its answer.
    private var publicText: HTML { "\(ui.prose(question.text))\(answerText)" }

    private var answerText: HTML {
        guard let answer = question.answer else { return "" }
        let desk = help.map { "\($0.name), " } ?? ""
        return """
            <section class="answer" aria-labelledby="answer">
            <h2 id="answer">\(ui("knowledge.answer_heading"))</h2>
            <p class="meta">\(desk)\(ui.name(of: context.store.tenant))\(question.answeredOn.map {
                " · \(ui.day($0))" as HTML })</p>
            \(ui.prose(answer))</section>
            """
    }

    /// What who asked reads: the answer first, then what was promised and said.
    private func askerSide() throws -> HTML {
        let possible = RecordPage.offers(found, context).filter { $0.obstacle == nil }.map { offer in
            ui.linkButton(
                ui.name(of: offer.action), context.href(offer.action, on: question.id), .secondary)
        }
        return """
            \(answerText)
            \(promise)
            \(whereItIs)
            \(try QuestionThread(question, context, isStaff: false).html())
            \(if: !possible.isEmpty, "<div class=\"buttons\">\(possible.joined(by: "\n"))</div>")
            \(rating)
            """
    }

    private var rating: HTML {
        guard let rating = question.rating else { return "" }
        return """
            <h2>\(ui("knowledge.rating"))</h2>
            <p>\(ui("knowledge.rate.rating.\(rating)"))</p>
            \(question.ratingWords.map(ui.prose) ?? "")
            """
    }

    private func staffSide() throws -> HTML {
        let references = try References([found.shown], in: context)
        return """
            \(clock.map { ui.clock(ClockView(context).face($0)) })
            \(whereItIs)
            \(try QuestionThread(question, context, isStaff: true).html())
            \(RecordPage.actions(found, context))
            \(rating)
            \(ui.details(ui("knowledge.details"), RecordPage.summary(found.shown, references, context)))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(question.id, "history"))]))
            """
    }
}
