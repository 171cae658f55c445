// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A forgotten password: a link is asked for, sent by mail, and followed to a new one. Where no mail
/// is sent the pages are not there.
struct ForgotPasswordPage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        guard request.site.postmaster != nil else { throw Refusal.notFound }
    }

    private var token: String { request.query["token"] ?? "" }

    func answer() -> Response { request.page(page(AskedForm(ui: ui))) }

    func ask() async throws -> Response {
        try await request.taking(again: page) { form in
            try await request.site.accounts.askReset(
                email: form["email"] ?? "", peer: request.peer, at: request.now)
            return request.page(sent)
        }
    }

    private func page(_ form: AskedForm) -> Page {
        var page = form.page(
            ui("people.forgot.title"),
            """
            <p>\(ui("people.forgot.text"))</p>
            \(ui.form("/forgot-password", hidden: [("csrf", request.csrf)], """
                \(ui.textInput(
                    form.ask("email"), value: form.value("email"), kind: .email,
                    autocomplete: "username"))
                \(ui.buttons(ui.button(ui("people.forgot.button"))))
                """))
            """)
        page.back = UI.Link(ui("people.sign_in.title"), "/sign-in")
        return page
    }

    /// The same whether anybody has the address or not.
    private var sent: Page {
        var page = Page(
            ui("people.forgot.sent"),
            """
            <h1>\(ui("people.forgot.sent"))</h1>
            <p>\(ui("people.forgot.sent.text"))</p>
            """)
        page.isPrivate = true
        return page
    }

    func askNew() throws -> Response {
        guard try request.site.accounts.canReset(token, at: request.now) else { return outdated }
        return request.page(newPage(AskedForm(ui: ui), token))
    }

    func takeNew() async throws -> Response {
        do {
            return try await request.taking(again: { newPage($0, $0.value("token")) }) { form in
                try await request.site.accounts.reset(
                    form["token"] ?? "", to: form["password"] ?? "", at: request.now)
                return .seeOther(("/sign-in" as Href).with(["done": "reset"]))
            }
        } catch Refusal.notFound { return outdated }
    }

    private func newPage(_ form: AskedForm, _ token: String) -> Page {
        form.page(
            ui("people.reset.title"),
            ui.form("/reset-password", hidden: [("csrf", request.csrf), ("token", token)], """
                \(ui.newPassword(form, label: ui("people.password.new")))
                \(ui.buttons(ui.button(ui("people.save"))))
                """))
    }

    private var outdated: Response {
        request.page(LinkPage.outdated(ui, again: "/forgot-password"), status: 404)
    }
}
