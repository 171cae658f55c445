// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Asks whoever has been signed in for a while who they are, before they change how their account is
/// opened. It stands where they were going, and sends along what they typed.
struct ProvingPage {
    /// The fields in which the proof comes, beside whatever the form has.
    private static let password = "proof-password"
    private static let code = "proof-code"

    private let request: Request
    private let ui: UI
    private let account: Stored<Person>
    private var accounts: Accounts { request.site.accounts }

    private init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        guard let account = try request.site.accounts.account(of: request.person()) else {
            throw Refusal.signIn
        }
        self.account = account
    }

    /// Answers once it is certain who asks, and asks them else.
    static func before(
        _ request: Request, _ answer: (Request) async throws -> Response
    ) async throws -> Response {
        let secret = request.cookie(Cookies.session) ?? ""
        if try request.site.accounts.isProved(session: secret, at: request.now) {
            return try await answer(request)
        }
        return try await ProvingPage(request).ask(session: secret, answer)
    }

    /// Takes the proof of a page that was only to be looked at, and leads on to it.
    static func take(_ request: Request) async throws -> Response {
        let form = try await request.form()
        let secret = request.cookie(Cookies.session) ?? ""
        let page = try ProvingPage(request)
        return try await page.proving(secret, form, then: form["next"] ?? "") {
            .seeOther(request.next(form["next"]))
        }
    }

    private func ask(
        session secret: String, _ answer: (Request) async throws -> Response
    ) async throws -> Response {
        if request.method.isSafe {
            let query = request.query.pairs.map { ($0.name, Optional($0.value)) }
            let next = (Href(request.next(request.path).string) ?? "/account").with(query)
            return shown(AskedForm(ui: ui), next: next.string)
        }
        // The form is read here and then once more by whoever takes it.
        var again = request
        let bytes = try await request.body.bytes()
        again.body = RequestBody(bytes)
        var reading = request
        reading.body = RequestBody(bytes)
        let form = try await reading.form()
        guard form[Self.password] != nil || form[Self.code] != nil else {
            return shown(AskedForm(ui: ui, typed: form), next: nil)
        }
        return try await proving(secret, form, then: nil) { try await answer(again) }
    }

    private func proving(
        _ secret: String, _ form: FormData, then next: String?, _ answer: () async throws -> Response
    ) async throws -> Response {
        var asked = AskedForm(ui: ui, typed: form)
        do {
            try await accounts.prove(
                session: secret, password: form[Self.password] ?? "", code: form[Self.code] ?? "",
                peer: request.peer, at: request.now)
        } catch let problems as Problems {
            asked.problems = Problems(
                problems.all.map { Problem($0.field.map { "proof-\($0)" }, $0.code, $0.phrase) })
            return shown(asked, next: next, status: 422)
        } catch Refusal.tooMany(let seconds) {
            asked.problems.add(
                nil, "too_many", Phrase("problem.too_many_attempts", ["wait": ui.wait(seconds)]))
            return shown(asked, next: next, status: 429).adding("retry-after", String(seconds))
        }
        return try await answer()
    }

    /// - Parameter next: the page they go on to; nil: the form that was sent goes along.
    private func shown(_ form: AskedForm, next: String?, status: Int = 403) -> Response {
        let own: Set = ["csrf", "current", "code", "password", Self.password, Self.code]
        let kept = next.map { [("next", $0)] }
            ?? form.typed.pairs.filter { !own.contains($0.name) }.map { ($0.name, $0.value) }
        let action: Href = next == nil ? Href(request.path) ?? "/account" : "/account/prove"
        var page = form.page(
            ui("people.proving.title"),
            """
            <p>\(ui("people.proving.text"))</p>
            \(byPassword(form, action, hidden: [("csrf", request.csrf)] + kept))
            \(byProvider(action, hidden: next == nil ? [("csrf", request.csrf)] + kept : [], next: next))
            """)
        page.back = UI.Link(ui("people.account.title"), "/account")
        return request.page(page, status: status)
    }

    private func byPassword(_ form: AskedForm, _ action: Href, hidden: [(String, String)]) -> HTML {
        guard (try? accounts.hasPassword(account.id)) ?? true else { return "" }
        return ui.form(
            action, hidden: hidden,
            """
            \(ui.textInput(
                form.ask(Self.password), kind: .password,
                autocomplete: "current-password"))
            \(if: account.hasSecondFactor, ui.textInput(
                form.ask(Self.code, label: ui("people.proving.code"), isOptional: true),
                width: .medium, autocomplete: "one-time-code"))
            \(ui.buttons(ui.button(ui("people.proving.button"))))
            """)
    }

    /// Whoever comes by a provider goes there once more. With a form that was sent they do that in a
    /// second window: this one keeps what they typed.
    private func byProvider(_ action: Href, hidden: [(String, String)], next: String?) -> HTML {
        let linked = (try? accounts.identities(of: account.id)) ?? []
        let providers = accounts.policy.providers.filter { provider in
            linked.contains { $0.issuer == provider.issuer }
        }
        if providers.isEmpty { return "" }
        let links = providers.map { provider -> HTML in
            let label = ui("people.sign_in.with", ["provider": provider.label(in: ui.language)])
            let href = ("/sign-in/with/\(provider.name)" as Href).with([
                ("again", "1"), ("next", next ?? "/account"),
            ])
            return next == nil
                ? "<a class=\"button secondary\" href=\"\(href)\" target=\"_blank\">\(label)</a>"
                : ui.linkButton(label, href, .secondary)
        }
        return """
            <div class="buttons">\(links.joined(by: "\n"))</div>
            \(if: !hidden.isEmpty, """
                <p>\(ui("people.proving.window"))</p>
                \(ui.form(action, hidden: hidden, ui.buttons(
                    ui.button(ui("web.kept.go_on"), .secondary))))
                """)
            """
    }
}

extension Request {
    /// Answers once it is certain who asks, and asks them else: before what opens an account, such as a key.
    public func proved(_ answer: (Request) async throws -> Response) async throws -> Response {
        try await ProvingPage.before(self, answer)
    }
}
