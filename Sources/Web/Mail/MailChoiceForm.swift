// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The part of one's account about mail: whether the address is one's own and works, and when what
/// one is told is sent.
struct MailChoiceForm {
    private let request: Request
    private let ui: UI
    private var accounts: Accounts { request.site.accounts }

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    /// That mail to somebody comes back; nothing where it does not.
    func warning() throws -> HTML {
        guard request.site.postmaster != nil, try accounts.bounce(of: request.person()) != nil else {
            return ""
        }
        return """
            \(ui.warning(ui("mail.bounced")))
            \(ui.buttonForm(
                "/account/mail/works", ui("mail.bounced.works"), hidden: [("csrf", request.csrf)]))
            """
    }

    func section(_ account: Stored<Person>) -> HTML {
        if request.site.postmaster == nil { return "" }
        let options = MailChoice.allCases.map {
            UI.Option($0.rawValue, ui("mail.choice.\($0.rawValue)"))
        }
        let form = AskedForm(ui: ui)
        return """
            <h2>\(ui("mail.choice.title"))</h2>
            \(if: !account.isConfirmed, """
                <p>\(ui("people.confirm.missing"))</p>
                \(ui.buttonForm(
                    "/account/confirm", ui("people.confirm.send"),
                    hidden: [("csrf", request.csrf)]))
                """)
            \(ui.form("/account/mail", hidden: [("csrf", request.csrf)], """
                \(ui.radios(form.ask("mail"), options, chosen: account.mailChoice.rawValue))
                \(ui.buttons(ui.button(ui("people.save"), .secondary)))
                """))
            """
    }

    func choose() async throws -> Response {
        let form = try await request.form()
        guard let choice = MailChoice(rawValue: form["mail"] ?? "") else {
            throw Problems("mail", "not_a_choice", Phrase("problem.not_a_choice"))
        }
        try await accounts.choose(
            mail: choice, language: request.language, by: request.networkActor,
            for: try request.person(), at: request.now)
        return AccountPage.after(.mail)
    }

    func works() async throws -> Response {
        _ = try await request.form()
        try await accounts.forgetBounce(of: try request.person())
        return AccountPage.after(.mail)
    }

    func sendConfirmation() async throws -> Response {
        _ = try await request.form()
        guard request.site.postmaster != nil else { throw Refusal.notFound }
        try await accounts.askConfirmation(of: try request.person(), at: request.now)
        return AccountPage.after(.confirmation)
    }
}
