// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One's second factor: setting it up, new recovery codes, turning it off.
struct SecondFactorPage {
    private let request: Request
    private let ui: UI
    private let person: RecordID

    /// - Throws: `Refusal.signIn` if nobody has signed in.
    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        person = try request.person()
    }

    private var accounts: Accounts { request.site.accounts }

    func answer() async throws -> Response {
        guard let account = try accounts.account(of: person) else { throw Refusal.signIn }
        if account.hasSecondFactor { return request.page(try onPage(AskedForm(ui: ui))) }
        return request.page(setUpPage(AskedForm(ui: ui), try await setUp()))
    }

    func turnOn() async throws -> Response {
        let setUp = try await setUp()
        return try await request.taking(again: { setUpPage($0, setUp) }) { form in
            let codes = try await accounts.turnOnSecondFactor(
                of: person, code: form["code"] ?? "", session: request.cookie(Cookies.session),
                at: request.now)
            return request.page(RecoveryCodes(ui: ui, codes: codes, next: "/account").page)
        }
    }

    /// New recovery codes, or none of it any more: both need the password.
    func change() async throws -> Response {
        try await request.taking(again: { (try? onPage($0)) ?? $0.page(ui("people.factor.title"), "") }) {
            form in
            let password = form["current"] ?? ""
            if form["what"] == "off" {
                try await accounts.turnOffSecondFactor(
                    of: person, password: password, peer: request.peer, at: request.now)
                return AccountPage.after(.factorOff)
            }
            let codes = try await accounts.newRecoveryCodes(
                of: person, password: password, peer: request.peer, at: request.now)
            return request.page(
                RecoveryCodes(ui: ui, codes: codes, next: AccountPage.address(after: .recovery)).page)
        }
    }

    private func setUp() async throws -> SecondFactorSetUp {
        // Who signs in by a provider alone is asked there for whatever is asked.
        guard try accounts.hasPassword(person) else { throw Refusal.notFound }
        return try await accounts.secondFactor(
            toSetUpFor: person, site: request.site.configuration.siteName)
    }

    private func setUpPage(_ form: AskedForm, _ setUp: SecondFactorSetUp) -> Page {
        finished(
            form.page(
                ui("people.factor.set_up"),
                """
                <p>\(ui("people.factor.text"))</p>
                \(ui.secondFactor(setUp))
                \(ui.form("/account/second-factor", hidden: [("csrf", request.csrf)], """
                    \(ui.codeInput(form))
                    \(ui.buttons(ui.button(ui("people.factor.turn_on"))))
                    """))
                """))
    }

    private func onPage(_ form: AskedForm) throws -> Page {
        let left = try accounts.recoveryCodesLeft(of: person)
        let isCompulsory = request.site.accounts.policy.secondFactor == .staff
        return finished(
            form.page(
                ui("people.factor.title"),
                """
                <p>\(ui("people.factor.on.text"))</p>
                <p>\(ui.count("people.recovery.left", left))</p>
                \(ui.form("/account/second-factor/change", hidden: [("csrf", request.csrf)], """
                    \(ui.textInput(
                        form.ask("current", label: ui("people.field.password")), kind: .password,
                        autocomplete: "current-password"))
                    \(ui.buttons(
                        ui.button(ui("people.recovery.new"), name: "what", value: "codes"),
                        ui.button(ui("people.factor.turn_off"), .warning, name: "what", value: "off")))
                    """))
                \(if: isCompulsory, "<p>\(ui("people.factor.compulsory"))</p>")
                """))
    }

    private func finished(_ page: Page) -> Page {
        var page = page
        page.back = UI.Link(ui("people.account.title"), "/account")
        return page
    }
}
