// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Changing what one is called.
struct NamePage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    func answer() -> Response {
        let typed = FormData([("name", request.visitor.name)])
        return request.page(page(AskedForm(ui: ui, typed: typed)))
    }

    func change() async throws -> Response {
        try await request.taking(again: page) { form in
            try await request.site.accounts.changeName(
                to: form["name"] ?? "", by: request.networkActor, at: request.now)
            return AccountPage.after(.name)
        }
    }

    private func page(_ form: AskedForm) -> Page {
        var page = form.page(
            ui("people.name.title"),
            ui.form(
                "/account/name", hidden: [("csrf", request.csrf)],
                """
                \(ui.textInput(form.ask("name"), value: form.value("name"), autocomplete: "name"))
                \(ui.buttons(ui.button(ui("people.save"))))
                """))
        page.back = UI.Link(ui("people.account.title"), "/account")
        return page
    }
}
