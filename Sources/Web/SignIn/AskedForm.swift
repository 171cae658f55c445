// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A form about people as it is shown: what was typed, and what is wrong with it. What its fields
/// are called stands in `Words/` under `people.field.NAME`, with `.hint` and `.noun`.
struct AskedForm {
    let ui: UI
    var typed = FormData()
    var problems = Problems()

    /// A field of the form.
    func ask(_ name: String, label: String? = nil, isOptional: Bool = false) -> UI.Ask {
        UI.Ask(
            name, label: label ?? ui("people.field.\(name)"),
            hint: ui.words.find("people.field.\(name).hint", in: ui.language),
            error: problems.all.first { $0.field == name }.map(text), isOptional: isOptional)
    }

    /// What was typed for a field. A password never comes here.
    func value(_ name: String) -> String { typed[name] ?? "" }

    /// Everything that is wrong, for the head of the page; what no field of the form is named for,
    /// for the form as a whole.
    var summary: HTML {
        ui.errorSummary(problems.all.map { UI.Mistake($0.field, text($0)) })
    }

    private func text(_ problem: Problem) -> String {
        let key = "people.field.\(problem.field ?? "")"
        var values = problem.phrase.values
        let label = ui.words.find(key, in: ui.language) ?? ""
        values["label"] = label
        values["noun"] = ui.words.find("\(key).noun", in: ui.language) ?? label
        return ui(problem.phrase.key, values)
    }

    /// A page with this form.
    func page(_ title: String, _ body: HTML) -> Page {
        var page = Page(
            title,
            """
            \(summary)<h1>\(title)</h1>
            \(body)
            """)
        page.hasErrors = !problems.all.isEmpty
        page.isPrivate = true
        return page
    }
}

extension Request {
    /// Does what a form about people asks for. Whatever is in the way, the form comes back with
    /// what was typed, and says so; a password is asked for anew.
    func taking(
        again page: (AskedForm) -> Page, _ act: (FormData) async throws -> Response
    ) async throws -> Response {
        var asked = AskedForm(ui: ui)
        do {
            asked.typed = try await form()
            return try await act(asked.typed)
        } catch let problems as Problems {
            asked.problems = problems
            return self.page(page(asked), status: 422)
        } catch let expired as ExpiredForm {
            guard let form = expired.form else { throw expired }
            (asked.typed, asked.problems) = (form.texts, form.problems)
            return self.page(page(asked), status: 409)
        } catch Refusal.tooMany(let seconds) {
            let phrase = Phrase("problem.too_many_attempts", ["wait": ui.wait(seconds)])
            asked.problems.add(nil, "too_many", phrase)
            return self.page(page(asked), status: 429).adding("retry-after", String(seconds))
        }
    }
}

extension UI {
    /// A form that is nothing but a button in a row of a table; `about` is heard and not seen.
    func rowButton(
        _ action: Href, _ label: String, about: String, hidden: [(String, String)]
    ) -> HTML {
        form(
            action, hidden: hidden,
            """
            <button class="button secondary" type="submit">\(label)\(unseen(" \(about)"))</button>
            """)
    }

    /// What a role is called.
    func name(of role: Role) -> String {
        words.find("people.role.\(role.rawValue)", in: language) ?? Self.spelled(role.rawValue)
    }
}
