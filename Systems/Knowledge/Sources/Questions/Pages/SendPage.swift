// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The second half of asking: where the question would go and why, what was answered already, and the
/// form that sends it. It is the page of the action itself, at the tenant whose desk it is.
struct SendPage {
    private static let path = "/t/:tenant/knowledge/questions/new/ask"

    static let routes = [
        Route(.get, path, .everyone, system: "knowledge") { request in
            try SendPage(request, at: request["tenant"]).begin()
        },
        Route(.post, path, .everyone, system: "knowledge") { request in
            try await SendPage(request, at: request["tenant"]).take()
        },
    ]

    /// What was said on the first page and is not asked again.
    private static let known = ["audience", "topic", "place", "language", "desk"]

    private let context: DerivedContext
    private var ui: UI { context.ui }
    private var request: Request { context.request }

    init(_ request: Request, at slug: String) throws {
        context = try DerivedContext(request, kind: Question.kind, at: slug)
    }

    /// Whoever knows the desk writes to it; everybody else is asked what decides which it is.
    private func begin() throws -> Response {
        guard let desk = request.query["desk"] else {
            return .seeOther(("/ask" as Href).with(["place": context.slug]))
        }
        let page = try page()
        var draft = try page.blank()
        draft.form.put(desk, under: "desk")
        return try page.answer(draft)
    }

    /// After the first page.
    func show(
        _ form: FormData, _ inquiry: Inquiry, _ choice: Router.Choice, others: [Router.Choice]
    ) throws -> Response {
        var page = try page(knowing: true)
        var draft = try page.blank()
        for name in ["text", "audience"] { draft.form.put(form[name] ?? "", under: name) }
        draft.form.put(inquiry.topic?.rawValue ?? "", under: "topic")
        draft.form.put(inquiry.language?.rawValue ?? "", under: "language")
        draft.form.put(request.visitor.name, under: "name")
        draft.form.put(Question.Visibility.private.rawValue, under: "visibility")
        draft.form.put(inquiry.place?.slug ?? "", under: "place")
        draft.form.put(choice.desk.id.text, under: "desk")
        page.above = """
            \(try similar(form["text"] ?? ""))
            \(way(choice))
            \(try change(inquiry, form))
            \(self.others(others, form))
            """
        return try page.answer(draft)
    }

    /// What stands above a form that comes back: whose desk it goes to.
    private func above(_ form: TypedForm) throws -> HTML {
        let desk = try OpenDesk.all(in: request.site.network).first {
            $0.tenant.slug == context.slug && $0.id.text == form["desk"]
        }
        return desk.map { way(Router.Choice(desk: $0, reasons: [])) } ?? ""
    }

    /// The page of the action; `knowing` where the first page asked already.
    private func page(knowing: Bool = false) throws -> ActionPage {
        var page = try ActionPage(context, QuestionActions.ask.kind)
        let isSignedIn = context.actor.person != nil
        page.unasked = ["key"]
        if knowing { page.unasked.formUnion(Self.known) }
        let known = knowing ? Self.known : []
        page.inside = { [ui] draft in
            let all = known.isEmpty ? [] : known + ["known"]
            return "\(all.map { ui.hidden($0, draft.form[$0] ?? "yes") })"
        }
        page.filled = { draft in
            var texts: [String: String] = [:]
            for name in known { texts[name] = draft.form[name] }
            if !isSignedIn { texts["key"] = Secret.digest(draft.key) }
            return texts
        }
        page.button = ui("knowledge.ask.send")
        return page
    }

    private func take() async throws -> Response {
        let sent = try await page().received()
        var page = try page(knowing: sent.form["known"] != nil)
        page.above = try above(sent.form)
        page.next = { [context] outcome in
            let href: Href = "\(context.list)/\(outcome.row.id.text)"
            let key = context.actor.person == nil ? sent.key : nil
            return href.with(["key": key, "done": QuestionActions.ask.kind.segment])
        }
        return try await page.take(sent)
    }

    // MARK: What stands above the form

    private func way(_ choice: Router.Choice) -> HTML {
        let desk = choice.desk
        let reasons = choice.reasons.map { "<li>\(text($0))</li>" as HTML }
        var asked = Question()
        asked.askedOn = context.moment.today
        let due = asked.clock(
            promise: desk.promise, by: desk.name, at: context.moment, explaining: false)
        let day = due.dueOn.map { ui("knowledge.promise.day", ["day": $0.description]) } ?? ""
        let names = ["desk": desk.name, "body": ui.name(of: desk.tenant)]
        return ui.inset(
            """
            <p><strong>\(ui("knowledge.way", names))</strong></p>
            \(desk.about.map { "<p>\($0)</p>" })
            <p>\(day) \(ui.count("knowledge.promise", desk.promise))</p>
            \(if: !reasons.isEmpty, "<p>\(ui("knowledge.why"))</p><ul>\(reasons)</ul>")
            """)
    }

    /// A reason in words: a topic and a language are called what the reader calls them.
    private func text(_ reason: Phrase) -> String {
        var values = reason.values
        values["topic"] = values["topic"].map { context.words.option("topic", $0) }
        values["language"] = values["language"].map { ui("knowledge.tongue.\($0)") }
        return ui(reason.key, values)
    }

    /// What was said and what was read from the text; to be put right where that is wrong.
    private func change(_ inquiry: Inquiry, _ form: FormData) throws -> HTML {
        var typed = FormData()
        typed.add("topic", inquiry.topic?.rawValue ?? "")
        typed.add("place", inquiry.place?.slug ?? "")
        typed.add("language", inquiry.language?.rawValue ?? "")
        let language = inquiry.language.map { ui("knowledge.tongue.\($0.rawValue)") } ?? ""
        let written: HTML = inquiry.isLanguageRead
            ? "<p class=\"hint\">\(ui("knowledge.written", ["language": language]))</p>" : ""
        let hidden = [("csrf", request.csrf)] + ["text", "audience"].map { ($0, form[$0] ?? "") }
        return ui.details(
            ui("knowledge.change"),
            ui.form(
                "/ask", hidden: hidden,
                """
                \(written)\(try AskFields(request).html(typed))
                \(ui.buttons(ui.button(ui("knowledge.ask.go_on"), .secondary)))
                """))
    }

    private func others(_ choices: [Router.Choice], _ form: FormData) -> HTML {
        if choices.isEmpty { return "" }
        let hidden = [("csrf", request.csrf)]
            + ["text", "audience", "topic", "place", "language"].map { ($0, form[$0] ?? "") }
        let buttons = choices.map { choice in
            ui.button(
                "\(choice.desk.name), \(ui.name(of: choice.desk.tenant))", .secondary, name: "to",
                value: choice.desk.address)
        }
        return ui.details(
            ui("knowledge.others"),
            ui.form(
                "/ask", hidden: hidden, "<div class=\"buttons\">\(buttons.joined(by: "\n"))</div>"))
    }

    private func similar(_ text: String) throws -> HTML {
        let answers = SimilarAnswers(register: request.register, network: request.site.network)
        let found = try answers.find(for: text)
        if found.isEmpty { return "" }
        return """
            <section aria-labelledby="similar"><h2 id="similar">\(ui("knowledge.similar"))</h2>
            <p>\(ui("knowledge.similar.text"))</p>
            \(found.map { item in
                ui.details(item.title, """
                    \(ui.prose(String(item.summary.prefix(2_000))))
                    <p>\(ui.link(ui("knowledge.similar.more"), request.href(of: item), about: item.title))</p>
                    """)
            })</section>
            """
    }
}
