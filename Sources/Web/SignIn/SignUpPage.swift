// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Making an account.
struct SignUpPage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    func answer() -> Response {
        let next = request.query["next"]
        if request.visitor.isSignedIn { return .seeOther(request.next(next)) }
        return request.page(page(AskedForm(ui: ui), next: next))
    }

    func signUp() async throws -> Response {
        try await request.taking(again: { page($0, next: $0.typed["next"]) }) { form in
            let session = try await request.site.accounts.signUp(
                name: form["name"] ?? "", email: form["email"] ?? "",
                password: form["password"] ?? "", language: request.language, peer: request.peer,
                at: request.now)
            try await request.endSession()
            return request.goingOn(session, to: request.next(form["next"]))
        }
    }

    private func page(_ form: AskedForm, next: String?) -> Page {
        let signIn: Href = "/sign-in"
        var hidden = [("csrf", request.csrf)]
        if let next { hidden.append(("next", next)) }
        return form.page(
            ui("people.sign_up.title"),
            """
            <p>\(ui("people.sign_up.text"))</p>
            \(ui.form("/sign-up", hidden: hidden, """
                \(ui.textInput(
                    form.ask("name"), value: form.value("name"), autocomplete: "name"))
                \(ui.textInput(
                    form.ask("email"), value: form.value("email"), kind: .email,
                    autocomplete: "username"))
                \(ui.newPassword(form))
                \(ui.buttons(ui.button(ui("people.sign_up.button"))))
                """))
            <p>\(ui("people.sign_up.known")) \
            \(ui.link(ui("people.sign_in.title"), signIn.with(["next": next])))</p>
            """)
    }
}

extension UI {
    /// Asks for a new password, and says what makes one good.
    func newPassword(_ form: AskedForm, label: String? = nil) -> HTML {
        var ask = form.ask("password", label: label)
        ask.hint = self("people.password.hint", ["least": String(PasswordRules.least)])
        return textInput(ask, kind: .password, autocomplete: "new-password")
    }
}
