// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Granting and refusing: what is decided is written, then seen as the notice it will be, and only
/// then confirmed. Conditions can be taken from a bank of usual ones.
enum DecisionPages {
    private static let actions = [PlanningActions.grant.kind, PlanningActions.refuse.kind]

    static let routes = actions.flatMap { action in
        let path = "/t/:tenant/planning/applications/:id/\(action.segment)"
        return [
            Route(.get, path, .roles([.officer, .manager]), system: "planning") { request in
                try page(request, action).show()
            },
            Route(.post, path, .roles([.officer, .manager]), system: "planning") { request in
                try await take(request, action)
            },
        ]
    }

    /// The usual conditions; each has a text and a reason in `Words/`.
    private static let bank = [
        "plans", "materials", "hours", "drainage", "boundaries", "occupancy", "waste",
        "contribution",
    ]

    private static func page(_ request: Request, _ action: ActionKind) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Application.kind)
        var page = try ActionPage(context, action)
        page.above = page.found.map { CaseParts(context, $0.whole).about } ?? ""
        page.button = context.ui("planning.decide.preview")
        if action.name == PlanningActions.grant.kind.name {
            page.inside = { _ in bankOfConditions(context.ui) }
        }
        return page
    }

    private static func take(_ request: Request, _ action: ActionKind) async throws -> Response {
        let page = try page(request, action)
        var draft = try await page.received()
        if draft.form["insert"] != nil {
            draft.form = inserting(draft.form, request.ui)
            return try page.answer(draft)
        }
        if draft.form["change"] != nil { return try page.answer(draft) }
        if draft.form["confirm"] != nil { return try await page.take(draft) }
        do {
            return try preview(try decided(draft, page), draft, page)
        } catch let problems as Problems {
            draft.problems = problems
            return try page.answer(draft, status: 422)
        }
    }

    /// The application as it would stand decided today.
    /// - Throws: `Problems` where something is missing.
    private static func decided(
        _ draft: ActionPage.Draft, _ page: ActionPage
    ) throws -> Application {
        guard let row = page.found?.whole else { throw Refusal.notFound }
        let texts = draft.form.read(page.action.input, zone: page.context.zone)
        let input = try page.action.read(form: texts)
        var application = Stored<Application>(row).fields
        application.decidedOn = page.context.moment.today
        application.decisionReasons = input.values["reasons"]?.text
        if page.action.name == PlanningActions.grant.kind.name {
            let conditions = PlanningActions.Permission(values: input.values).list
            var problems = Problems()
            for (index, condition) in conditions.enumerated() where condition.reason.isEmpty {
                problems.add(
                    "conditions", "reason_missing",
                    Phrase("planning.problem.condition_reason", ["number": "\(index + 1)"]))
            }
            try problems.check()
            application.conditionList = conditions
            application.decision = .granted
        } else {
            application.decision = .refused
        }
        return application
    }

    /// The notice as it will be, and the button that makes it so.
    private static func preview(
        _ application: Application, _ draft: ActionPage.Draft, _ page: ActionPage
    ) throws -> Response {
        let (ui, context) = (page.context.ui, page.context)
        guard let id = page.found?.whole.id else { throw Refusal.notFound }
        let notice = DecisionNotice(
            application, of: context.store.tenant,
            clocks: application.clocks(at: context.moment), ui)
        let hidden = [
            ("csrf", context.request.csrf), ("once", draft.key),
            ("version", draft.version.map(String.init) ?? ""),
            ("reasons", draft.form["reasons"] ?? ""),
            ("conditions", draft.form["conditions"] ?? ""),
        ]
        var preview = Page(
            ui("planning.decide.title"),
            """
            <div class="inset"><p>\(ui("planning.decide.text"))</p></div>
            \(notice.html)
            \(ui.form(
                context.href(page.action, on: id), hidden: hidden,
                ui.buttons(
                    ui.button(ui.name(of: page.action), name: "confirm", value: "1"),
                    ui.button(
                        ui("planning.decide.change"), .secondary, name: "change", value: "1"))))
            """)
        preview.isPrivate = true
        return context.request.page(preview)
    }

    private static func bankOfConditions(_ ui: UI) -> HTML {
        let options = bank.map {
            UI.Option($0, ui("planning.bank.\($0).name"), hint: ui("planning.bank.\($0)"))
        }
        return ui.details(
            ui("planning.bank"),
            """
            \(ui.checkboxes(UI.Ask("bank", label: ui("planning.bank.choose")), options))
            \(ui.buttons(
                ui.button(ui("planning.bank.insert"), .secondary, name: "insert", value: "1")))
            """)
    }

    /// The form with the chosen conditions after those that were typed.
    private static func inserting(_ form: TypedForm, _ ui: UI) -> TypedForm {
        let chosen = bank.filter(Set(form.texts.all("bank")).contains).map { name in
            "\(ui("planning.bank.\(name)"))\nReason: \(ui("planning.bank.\(name).reason"))"
        }
        let typed = form["conditions"].map { $0.isEmpty ? [] : [$0] } ?? []
        var changed = form
        changed.put((typed + chosen).joined(separator: "\n\n"), under: "conditions")
        return changed
    }
}
