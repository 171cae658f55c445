// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Changing one's password.
struct PasswordPage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    func answer() -> Response { request.page(page(AskedForm(ui: ui))) }

    func change() async throws -> Response {
        try await request.taking(again: page) { form in
            let session = try await request.site.accounts.changePassword(
                of: try request.person(), current: form["current"] ?? "",
                new: form["password"] ?? "", session: request.cookie(Cookies.session),
                peer: request.peer, at: request.now)
            return request.goingOn(session, to: AccountPage.address(after: .password))
        }
    }

    private func page(_ form: AskedForm) -> Page {
        var page = form.page(
            ui("people.password.title"),
            """
            <p>\(ui("people.password.text"))</p>
            \(ui.form(
                "/account/password", hidden: [("csrf", request.csrf)],
                """
                \(ui.textInput(
                    form.ask("current"), kind: .password, autocomplete: "current-password"))
                \(ui.newPassword(form, label: ui("people.password.new")))
                \(ui.buttons(ui.button(ui("people.save"))))
                """))
            """)
        page.back = UI.Link(ui("people.account.title"), "/account")
        return page
    }
}
