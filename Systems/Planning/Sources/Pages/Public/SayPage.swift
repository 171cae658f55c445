// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Having one's say: the form, while the window is open, and what becomes of it. Nothing typed is
/// lost: a mistake brings the form back as it was sent, and where the window has closed meanwhile
/// the words stand on the page that says so.
struct SayPage {
    private static let action = PlanningActions.submit.kind

    private let request: Request
    private let store: TenantStore
    private let found: PublicCase
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, action: Self.action) }

    /// - Throws: `Refusal.notFound` for a case that is not public.
    init(_ request: Request) throws {
        self.request = request
        store = try request.tenant()
        guard let found = try PublicCase.find(request) else { throw Refusal.notFound }
        self.found = found
    }

    private struct Draft {
        var form: TypedForm
        var problems = Problems()
        /// The key under which this very submission is made once, however often it is sent.
        var key: String
    }

    func show() throws -> Response {
        guard found.isOpen else { return request.page(closed(nil), status: 409) }
        var form = TypedForm()
        form.texts.add("name", request.visitor.name)
        return request.page(try page(Draft(form: form, key: Secret.new())))
    }

    func take() async throws -> Response {
        let form: TypedForm
        do {
            form = try await request.typedForm(fields, for: store)
        } catch let expired as ExpiredForm {
            guard let form = expired.form else { throw expired }
            let draft = Draft(form: form, problems: form.problems, key: try Secret.new())
            return request.page(try page(draft), status: 409)
        }
        let once = form["once"] ?? ""
        var draft = Draft(form: form, key: once.isEmpty ? try Secret.new() : once)
        do {
            let outcome = try await perform(draft)
            return .seeOther(
                "\(CaseSummary.href(found.tenant.slug, found.id, "say"))/\(outcome.row.id.text)")
        } catch let problems as Problems {
            // Under a key that was used for other words, the form is sent on under a new one.
            if problems.all.contains(where: { $0.code == "key_reused" }) {
                draft.key = try Secret.new()
            }
            draft.problems = problems
            return request.page(try page(draft), status: 422)
        } catch Refusal.notNow {
            return request.page(closed(form), status: 409)
        }
    }

    /// What is asked; a payment only where there is one.
    private var fields: [FieldDescription] {
        Self.action.input.filter { field in
            field.name != "application" && (field.name != "fee_reference" || found.say.fee != nil)
        }
    }

    private func perform(_ draft: Draft) async throws -> Outcome {
        var problems = draft.form.problems
        var input = ReadInput()
        var texts = draft.form.read(fields, zone: found.zone)
        texts["application"] = found.id.text
        do {
            input = try request.documentsChecked(
                try Self.action.read(form: texts), of: Self.action, on: nil, in: store)
        } catch let more as Problems { problems.all += more.all }
        try problems.check()
        let call = ActionCall(
            Self.action, by: request.actor, input: input.values, given: input.given,
            key: draft.key)
        return try await store.perform(call, at: request.now)
    }

    // MARK: Pages

    private func page(_ draft: Draft) throws -> Page {
        let form = form(draft)
        let mistakes = ui.mistakes(draft.problems, in: words, on: form)
        let open = found.say.until.map { ui("case.say.open", ["day": $0.description]) }
            ?? ui("case.say.until_decision")
        var page = framed(
            """
            \(ui.errorSummary(mistakes))
            <h1>\(ui("case.say.form"))</h1>
            <p class="lead">\(found.item.reference): \(found.title)</p>
            \(ui.inset("""
                <p><strong>\(open)</strong></p>
                <p>\(found.say.fee.map { ui("case.say.pay", ["fee": ui.money($0)]) }
                    ?? ui("case.say.free"))</p>
                """))
            <p>\(ui("case.say.once"))</p>
            \(form)
            """)
        page.hasErrors = !mistakes.isEmpty
        return page
    }

    private func form(_ draft: Draft) -> HTML {
        var input = FieldInput(ui, words: words)
        input.purposes = ["name": "name", "address": "street-address"]
        input.needed = ["fee_reference"]
        return ui.form(
            CaseSummary.href(found.tenant.slug, found.id, "say"),
            hidden: [("csrf", request.csrf), ("once", draft.key)], isMultipart: true,
            isGuarded: true,
            """
            \(input.fields(fields, typed: draft.form.texts, problems: draft.problems))
            \(ui.buttons(
                ui.button(ui("case.say.send")),
                ui.linkButton(ui("case.say.back"), found.href, .quiet)))
            """)
    }

    /// That it is not possible, why, and what had been typed, to be copied.
    private func closed(_ form: TypedForm?) -> Page {
        let typed = ["name", "address", "text"].compactMap { name -> UI.Row? in
            guard let text = form?[name], !text.isEmpty else { return nil }
            return UI.Row(words.label(name), ui.prose(text))
        }
        let view = ClockView(ui, "planning", today: found.today, tenant: found.tenant)
        let isNotYet = found.say.state == .notYet
        return framed(
            """
            <h1>\(ui(isNotYet ? "case.say.not_yet" : "case.say.too_late"))</h1>
            <p>\(ui("case.say.too_late.text"))</p>
            \(if: !typed.isEmpty, "<h2>\(ui("case.say.typed"))</h2>\(ui.summaryList(typed))")
            \(ui.clock(view.face(found.say.clock), isOpen: true))
            \(ui.buttons(ui.linkButton(ui("case.say.back"), found.href)))
            """)
    }

    private func framed(_ main: HTML) -> Page {
        var page = Page("\(ui("case.say.form")) – \(found.item.reference)", main)
        page.back = UI.Link(ui("case.say.back"), found.href)
        page.isPrivate = true
        return page
    }
}
