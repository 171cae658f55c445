// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Signing in.
struct SignInPage {
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

    func signIn() async throws -> Response {
        try await request.taking(again: { page($0, next: $0.typed["next"]) }) { form in
            let signedIn = try await request.site.accounts.signIn(
                email: form["email"] ?? "", password: form["password"] ?? "", peer: request.peer,
                at: request.now)
            let next = form["next"]
            switch signedIn {
            case .session(let session):
                try await request.endSession()
                return request.goingOn(session, to: request.next(next))
            case .codeNeeded(let step):
                return CodePage.leading(request, to: "/sign-in/code", step: step, next: next)
            case .setUpNeeded(let step):
                return CodePage.leading(request, to: "/sign-in/second-factor", step: step, next: next)
            }
        }
    }

    func page(_ form: AskedForm, next: String?) -> Page {
        let signUp: Href = "/sign-up"
        var hidden = [("csrf", request.csrf)]
        if let next { hidden.append(("next", next)) }
        var page = form.page(
            ui("people.sign_in.title"),
            """
            \(providers(next))
            \(ui.form("/sign-in", hidden: hidden, """
                \(ui.textInput(
                    form.ask("email"), value: form.value("email"), kind: .email,
                    autocomplete: "username"))
                \(ui.textInput(
                    form.ask("password"), kind: .password, autocomplete: "current-password"))
                \(ui.buttons(ui.button(ui("people.sign_in.button"))))
                """))
            \(if: request.site.postmaster != nil, """
                <p>\(ui.link(ui("people.forgot.title"), "/forgot-password"))</p>
                """)
            <p>\(ui("people.sign_in.new")) \
            \(ui.link(ui("people.sign_up.title"), signUp.with(["next": next])))</p>
            """)
        page.notice = request.query["done"] == "reset"
            ? UI.Notice("<p>\(ui("people.done.reset"))</p>") : nil
        return page
    }

    /// The identity providers, before the form: whoever has one should not type a password here.
    private func providers(_ next: String?) -> HTML {
        let providers = request.site.accounts.policy.providers
        if providers.isEmpty { return "" }
        let links = providers.map { provider in
            ui.linkButton(
                ui("people.sign_in.with", ["provider": provider.label(in: ui.language)]),
                ("/sign-in/with/\(provider.name)" as Href).with(["next": next]))
        }
        return """
            <div class="buttons">\(links.joined(by: "\n"))</div>
            <h2>\(ui("people.sign_in.by_password"))</h2>
            """
    }
}
