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
    ] + [QuestionActions.handOver.kind].flatMap { action in
        let path = "/t/:tenant/knowledge/questions/:id/\(action.segment)"
        let officers = Access.roles([.officer, .manager])
        return [
            Route(.get, path, officers, system: "knowledge") { try handOver($0).show() },
            Route(.post, path, officers, system: "knowledge") { try await handOver($0).take() },
        ]
    }

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
            \(if: isAsker || isStaff, clock)
            \(if: question.state == .leaving || question.state == .moved, whereItIs)
            \(try isAsker || isStaff ? thread() : publicText)
            \(if: isAsker || isStaff, RecordPage.actions(found, context))
            \(rating)
            \(try isStaff ? staffSide() : "")
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
        let seen = ui("knowledge.seen.\(question.seenBy.rawValue)")
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

    private var clock: HTML {
        guard question.state == .asked || question.state == .answered || question.state == .settled
        else { return "" }
        let desk = try? context.store.read(as: .system("pages")) {
            try $0.find(HelpDesk.self, question.desk)
        }
        let name = desk.map { ui("knowledge.promised_by", ["desk": $0.name]) } ?? ""
        let answer = question.fields.clock(
            promise: desk?.promise ?? HelpDesk().promise, by: name, at: context.moment)
        return ui.clock(ClockView(context).face(answer))
    }

    private var whereItIs: HTML {
        guard let slug = question.movedTo else { return "" }
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
    private var publicText: HTML {
        """
        \(ui.prose(question.text))
        \(question.answer.map { answer in
            """
            <section class="answer" aria-labelledby="answer">
            <h2 id="answer">\(ui("knowledge.answer_heading"))</h2>
            <p class="meta">\(ui.name(of: context.store.tenant))\(question.answeredOn.map {
                " · \(ui.day($0))" as HTML })</p>
            \(ui.prose(answer))</section>
            """
        })
        """
    }

    /// Everything that was said, oldest first; among staff with their own words.
    private func thread() throws -> HTML {
        let said = try context.store.read(as: .system("pages")) { reader in
            try reader.list(
                Message.self,
                Query([.field("question", is: question.id)], order: "said_at", limit: 1_000))
        }.filter { isStaff || $0.side != .staff }
        let people = (said.map(\.author) + [question.asker]).compactMap { $0?.text }
        let names = try References(people: isStaff ? Set(people) : [], in: request.site.network)
        let first = UI.Event(
            ui("knowledge.side.asker"), when: question.askedOn.map(ui.day) ?? "",
            by: isStaff ? question.asker.flatMap { names.name($0.text) } ?? question.name : nil,
            isMajor: true, "\(ui.prose(question.text))\(files(question.files, in: question.row))")
        let events = said.map { message in
            UI.Event(
                ui("knowledge.side.\(message.side.rawValue)"),
                when: message.saidAt.map { ui.moment($0, in: context.zone) } ?? "",
                by: by(message, names), isMajor: message.side == .desk,
                "\(ui.prose(message.text))\(messageFiles(message))")
        }
        return """
            <section aria-labelledby="thread"><h2 id="thread">\(ui("knowledge.thread"))</h2>
            \(ui.timeline([first] + events))</section>
            """
    }

    private func by(_ message: Stored<Message>, _ names: References) -> String? {
        let body = message.body.flatMap { try? request.site.network.find($0) }.map { ui.name(of: $0) }
        let person = isStaff ? message.author.flatMap { names.name($0.text) } : nil
        let all = [person, body].compactMap { $0 }
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }

    private func files(_ files: [FileReference], in row: StoredRow) -> HTML {
        links(files, RecordPage.documents(of: row, context))
    }

    private func messageFiles(_ message: Stored<Message>) -> HTML {
        let path: Href = "/t/\(context.slug)/documents/knowledge/messages/\(message.id.text)"
        return links(message.files, path.with(["key": request.linkSecret]))
    }

    private func links(_ files: [FileReference], _ of: Href) -> HTML {
        if files.isEmpty { return "" }
        let items = files.map { "<li>\(ui.documentLink($0, of: of))</li>" as HTML }
        return "<ul class=\"link-list\">\(items)</ul>"
    }

    private var rating: HTML {
        guard let rating = question.rating, isAsker || isStaff else { return "" }
        return """
            <h2>\(ui("knowledge.rating"))</h2>
            <p>\(ui("knowledge.rating.of", ["rating": ui.number(rating)]))</p>
            \(question.ratingWords.map(ui.prose) ?? "")
            """
    }

    private func staffSide() throws -> HTML {
        let references = try References([found.shown], in: context)
        return """
            \(ui.details(ui("knowledge.details"), RecordPage.summary(found.shown, references, context)))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(question.id, "history"))]))
            """
    }

    /// Handing over: to any desk of the network.
    private static func handOver(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Question.kind)
        var page = try ActionPage(context, QuestionActions.handOver.kind)
        let desks = try OpenDesk.all(in: request.site.network)
        page.options["to"] = desks.map {
            UI.Option($0.address, "\(context.ui.name(of: $0.tenant)): \($0.name)")
        }
        return page
    }
}
