// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The one box: what you want to know, and who you are. Where it goes is worked out from that, and
/// shown, beside what was answered already, before anything is sent: `/ask`.
struct AskPage {
    static let routes = [
        Route(.get, "/ask", .everyone) { try AskPage($0).show() },
        Route(.post, "/ask", .everyone) { try await AskPage($0).look() },
        Route(.get, "/ask/desks", .everyone) { try DesksPage($0).answer() },
    ]

    let request: Request
    private var ui: UI { request.ui }
    private var network: Network { request.site.network }
    private var words: FieldWords { FieldWords(ui, action: QuestionActions.ask.kind) }

    init(_ request: Request) { self.request = request }

    /// The question, and the fields of the action that decide where it goes.
    private static let fields = QuestionActions.ask.kind.input.filter {
        ["text", "audience", "topic", "language"].contains($0.name)
    }

    func show() throws -> Response {
        var typed = FormData()
        typed.add("text", request.query["text"] ?? "")
        typed.add("place", request.query["place"] ?? ownPlace ?? "")
        typed.add("topic", request.query["topic"] ?? "")
        if request.visitor.isMember { typed.add("audience", Audience.municipality.rawValue) }
        return request.page(try page(typed, Problems()))
    }

    /// The organisation somebody works for, if it is one.
    private var ownPlace: String? {
        let own = request.visitor.roles.filter { slug, roles in
            slug != Tenant.commons && !roles.isDisjoint(with: Role.staff)
        }.keys
        return own.count == 1 ? own.first : nil
    }

    /// Looks where it would go.
    func look() async throws -> Response {
        let form = try await request.form()
        var problems = Problems()
        let place = try place(form["place"] ?? "", &problems)
        var inquiry = Inquiry(audience: .resident, topic: nil, place: place, language: nil)
        for field in Self.fields {
            do {
                let value = try field.parse(form[field.name] ?? "")
                switch field.name {
                case "audience": inquiry.audience = Audience(stored: value) ?? .resident
                case "topic": inquiry.topic = Topic(stored: value)
                case "language": inquiry.language = Tongue(stored: value)
                default: continue
                }
            } catch { problems.all += error.all }
        }
        guard problems.all.isEmpty else { return request.page(try page(form, problems), status: 422) }
        try inquiry.read(form["text"] ?? "", tenants: network.tenants(), words: ui.words)
        let choices = Router(desks: try OpenDesk.all(in: network)).offers(for: inquiry)
        let named = choices.first { $0.desk.address == form["to"] }
        guard let choice = named ?? choices.first else {
            problems.add(nil, "nobody", Phrase("knowledge.problem.nobody"))
            return request.page(try page(form, problems), status: 422)
        }
        let others = choices.filter { $0.desk.address != choice.desk.address }
        return try SendPage(request, at: choice.desk.tenant.slug)
            .show(form, inquiry, choice, others: Array(others.prefix(5)))
    }

    /// The tenant somebody named, by its slug or its name.
    private func place(_ typed: String, _ problems: inout Problems) throws -> Tenant? {
        let text = typed.trimmingPrefix { $0.isWhitespace }
        if text.isEmpty { return nil }
        let found = try network.tenants().first { tenant in
            tenant.slug == text || ui.name(of: tenant).lowercased() == text.lowercased()
        }
        if found == nil {
            problems.add("place", "not_found", Phrase("knowledge.problem.no_place"))
        }
        return found
    }

    private func page(_ typed: FormData, _ problems: Problems) throws -> Page {
        let form = try form(typed, problems)
        let mistakes = ui.mistakes(problems, in: words, on: form)
        var page = Page(
            ui("knowledge.ask"),
            """
            \(ui.errorSummary(mistakes))
            <h1>\(ui("knowledge.ask"))</h1>
            <p class="lead">\(ui("knowledge.ask.lead"))</p>
            \(form)
            \(ui.linkList([
                UI.Link(ui("knowledge.answers"), "/answers"),
                UI.Link(ui("knowledge.desks"), "/ask/desks"),
            ]))
            """)
        page.description = ui("knowledge.ask.lead")
        page.hasErrors = !mistakes.isEmpty
        return page
    }

    private func form(_ typed: FormData, _ problems: Problems) throws -> HTML {
        var input = FieldInput(ui, words: words)
        input.needed = ["text", "audience"]
        let asked = Self.fields.filter { input.needed.contains($0.name) }.map { field in
            let problem = problems.all.first { $0.field == field.name }
            return input.html(
                field, typed: typed, error: problem.map { ui.text(of: $0, in: words) })
        }
        return ui.form(
            "/ask", hidden: [("csrf", request.csrf)], isGuarded: true,
            """
            \(asked.joined(by: "\n"))
            \(try AskFields(request).html(typed, problems))
            \(ui.buttons(ui.button(ui("knowledge.ask.go_on"))))
            """)
    }
}
