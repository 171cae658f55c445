// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The second half of a sign-in: the code of an authenticator, or setting one up where it must be.
struct CodePage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    private var accounts: Accounts { request.site.accounts }
    private var secret: String { request.cookie(Cookies.step) ?? "" }

    /// Where a half-done sign-in leads, with the cookie that goes on with it.
    static func leading(_ request: Request, to path: Href, step: String, next: String?) -> Response {
        .seeOther(path.with(["next": next])).cookie(
            Cookies.step, step, maxAge: 600, isSecure: request.site.configuration.isSecure)
    }

    func answer() throws -> Response {
        guard let step = try accounts.step(secret, at: request.now), step.isSetUp else { return again }
        return request.page(page(AskedForm(ui: ui), next: request.query["next"]))
    }

    func signIn() async throws -> Response {
        do {
            return try await request.taking(again: { page($0, next: $0.typed["next"]) }) { form in
                let session = try await accounts.finish(
                    step: secret, code: form["code"] ?? "", at: request.now)
                try await request.endSession()
                return done(request.goingOn(session, to: request.next(form["next"])))
            }
        } catch Refusal.signIn { return again }
    }

    /// Setting up, for who must before they are signed in.
    func askSetUp() async throws -> Response {
        guard let step = try accounts.step(secret, at: request.now), !step.isSetUp else { return again }
        let setUp = try await setUp(step.person)
        return request.page(setUpPage(AskedForm(ui: ui), setUp, next: request.query["next"]))
    }

    func takeSetUp() async throws -> Response {
        guard let step = try accounts.step(secret, at: request.now), !step.isSetUp else { return again }
        let setUp = try await setUp(step.person)
        return try await request.taking(again: { setUpPage($0, setUp, next: $0.typed["next"]) }) { form in
            let (session, codes) = try await accounts.setUp(
                step: secret, code: form["code"] ?? "", at: request.now)
            try await request.endSession()
            let next = request.next(form["next"])
            let shown = RecoveryCodes(ui: ui, codes: codes, next: next)
            return done(request.goingOn(session, showing: request.page(shown.page)))
        }
    }

    private func setUp(_ person: RecordID) async throws -> SecondFactorSetUp {
        try await accounts.secondFactor(
            toSetUpFor: person, site: request.site.configuration.siteName)
    }

    /// Too late: the password is asked for anew.
    private var again: Response {
        done(.seeOther(("/sign-in" as Href).with(["next": request.query["next"]])))
    }

    private func done(_ response: Response) -> Response {
        response.cookie(
            Cookies.step, "", maxAge: 0, isSecure: request.site.configuration.isSecure)
    }

    private func hidden(_ next: String?) -> [(String, String)] {
        [("csrf", request.csrf)] + (next.map { [("next", $0)] } ?? [])
    }

    private func page(_ form: AskedForm, next: String?) -> Page {
        form.page(
            ui("people.code.title"),
            """
            <p>\(ui("people.code.text"))</p>
            \(ui.form("/sign-in/code", hidden: hidden(next), """
                \(ui.codeInput(form))
                \(ui.buttons(ui.button(ui("people.sign_in.button"))))
                """))
            \(ui.details(ui("people.code.lost"), "<p>\(ui("people.code.lost.text"))</p>"))
            """)
    }

    private func setUpPage(_ form: AskedForm, _ setUp: SecondFactorSetUp, next: String?) -> Page {
        form.page(
            ui("people.factor.set_up"),
            """
            <p>\(ui("people.factor.needed"))</p>
            \(ui.secondFactor(setUp))
            \(ui.form("/sign-in/second-factor", hidden: hidden(next), """
                \(ui.codeInput(form))
                \(ui.buttons(ui.button(ui("people.factor.turn_on"))))
                """))
            """)
    }
}

extension UI {
    /// Asks for a code. Telephones offer the one they have been sent, or show digits.
    func codeInput(_ form: AskedForm) -> HTML {
        textInput(form.ask("code"), width: .medium, autocomplete: "one-time-code")
    }

    /// What an authenticator takes a second factor in from: a picture, and the same in letters.
    func secondFactor(_ setUp: SecondFactorSetUp) -> HTML {
        """
        <ol>
        <li>\(self("people.factor.step.app"))</li>
        <li>\(self("people.factor.step.scan"))</li>
        <li>\(self("people.factor.step.code"))</li>
        </ol>
        <p>\(qrCode(setUp.address, label: self("people.factor.qr")))</p>
        \(details(self("people.factor.by_hand"), """
            <p>\(self("people.factor.by_hand.text"))</p>
            <p><code>\(Self.grouped(setUp.secret))</code></p>
            """))
        """
    }

    /// Signs in groups of four, as one reads them out.
    static func grouped(_ text: String) -> String {
        var groups: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }
}

/// The one page that shows recovery codes.
struct RecoveryCodes {
    let ui: UI
    let codes: [String]
    let next: Href

    var page: Page {
        let items = codes.map { "<li><code>\(UI.halved($0))</code></li>" as HTML }
        var page = Page(
            ui("people.recovery.title"),
            """
            <h1>\(ui("people.recovery.title"))</h1>
            <p>\(ui("people.recovery.text"))</p>
            \(ui.inset("<ul class=\"link-list in-columns\">\(items)</ul>"))
            \(ui.warning(ui("people.recovery.once")))
            \(ui.buttons(ui.linkButton(ui("people.recovery.kept"), next)))
            """)
        page.isPrivate = true
        return page
    }
}

extension UI {
    /// A recovery code in two halves.
    static func halved(_ code: String) -> String { "\(code.prefix(5))-\(code.dropFirst(5))" }
}
