// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Putting a question on a case to another authority of the network.
struct AskConsulteePage {
    private static let action = PlanningActions.askConsultee.kind
    private static let path =
        "/t/:tenant/planning/consultations/new/\(PlanningActions.askConsultee.kind.segment)"

    static let routes = [
        Route(.get, path, .roles([.officer, .manager]), system: "planning") { request in
            guard let application = request.query["application"] else {
                // A question is always on a case.
                return .seeOther("/t/\(request["tenant"])/planning/inbox?tab=all")
            }
            return try AskConsulteePage(request, application).show(TypedForm())
        },
        Route(.post, path, .roles([.officer, .manager]), system: "planning", answer: take),
    ]

    private let context: DerivedContext
    private let application: Stored<Application>
    private var ui: UI { context.ui }
    private var words: FieldWords { FieldWords(ui, action: Self.action) }

    private init(_ request: Request, _ application: String?) throws {
        context = try DerivedContext(request, kind: Application.kind)
        guard let id = application.flatMap({ RecordID($0) }), let found = try context.find(id)
        else { throw Refusal.notFound }
        self.application = Stored(found.whole)
    }

    private func show(_ typed: TypedForm, _ problems: Problems = Problems()) throws -> Response {
        let tenants = try context.request.site.network.tenants().filter {
            $0.systems.contains("planning") && $0.slug != context.slug
        }.sorted { StartPages.folded($0.name) < StartPages.folded($1.name) }
        var input = FieldInput(ui, words: words)
        input.needed = ["consultee"]
        let consultee = problems.all.first { $0.field == "consultee" }
        let href: Href = "/t/\(context.slug)/planning/consultations/new/\(Self.action.segment)"
        let hidden = [
            ("csrf", context.request.csrf), ("once", try Secret.new()),
            ("application", application.id.text),
        ]
        let form = ui.form(
            href, hidden: hidden, isGuarded: true,
            """
            \(ui.select(
                UI.Ask(
                    "consultee", label: words.label("consultee"),
                    error: consultee.map { ui.text(of: $0, in: words) }),
                tenants.map { UI.Option($0.slug, $0.name) }, chosen: typed["consultee"],
                empty: ui("derived.choose")))
            \(input.fields(
                Self.action.input.filter { $0.name == "question" }, typed: typed.texts,
                problems: problems))
            \(ui.buttons(ui.button(ui.name(of: Self.action))))
            """)
        let mistakes = ui.mistakes(problems, in: words, on: form)
        var page = Page(
            ui.name(of: Self.action),
            """
            \(ui.errorSummary(mistakes))
            <p class="lead">\(CaseSummary.title(application.fields, ui))</p>
            <h1>\(ui.name(of: Self.action))</h1>
            \(form)
            """)
        page.hasErrors = !mistakes.isEmpty
        page.isPrivate = true
        page.back = UI.Link(ui("planning.case.back"), context.href(application.id))
        return context.request.page(page, status: mistakes.isEmpty ? 200 : 422)
    }

    @Sendable private static func take(_ request: Request) async throws -> Response {
        let form = TypedForm(try await request.form())
        let page = try AskConsulteePage(request, form["application"])
        do {
            let input = try action.read(form: form.read(action.input, zone: page.context.zone))
            _ = try await page.context.store.perform(
                ActionCall(
                    action, by: page.context.actor, input: input.values, given: input.given,
                    key: form["once"].flatMap { $0.isEmpty ? nil : $0 }), at: request.now)
        } catch let problems as Problems {
            return try page.show(form, problems)
        }
        return .seeOther(page.context.href(page.application.id).with(["done": action.segment]))
    }
}
