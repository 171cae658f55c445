// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One's own account: name, password, language, the sessions and the tokens that are open.
struct AccountPage {
    /// What has just been done, told once at the head of the page.
    enum Done: String {
        case name, password, language, session, token, provider, unlinked, recovery
        case mail, confirmation, vouched
        case factorOff = "factor_off"
        case factorReset = "factor_reset"
    }

    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    static func address(after done: Done) -> Href {
        ("/account" as Href).with(["done": done.rawValue])
    }

    static func after(_ done: Done) -> Response { .seeOther(address(after: done)) }

    func answer() throws -> Response {
        let person = try request.person()
        guard let account = try request.site.accounts.account(of: person) else {
            throw Refusal.signIn
        }
        var page = Page(
            ui("people.account.title"),
            """
            <h1>\(ui("people.account.title"))</h1>
            \(try MailChoiceForm(request).warning())
            \(ui.summaryList([
                ui.row(ui("people.field.name"), "\(account.name)", change: "/account/name"),
                UI.Row(ui("people.field.email"), account.email),
            ] + (try signingIn(account))))
            \(language)
            \(MailChoiceForm(request).section(account))
            \(try providers(of: person))
            \(try sessions(of: person))
            \(try tokens(of: person))
            """)
        page.isPrivate = true
        page.notice = request.query["done"].flatMap(Done.init).map {
            UI.Notice("<p>\(ui("people.done.\($0.rawValue)"))</p>")
        }
        return request.page(page)
    }

    func setLanguage() async throws -> Response {
        let form = try await request.form()
        guard let code = form["language"],
            request.site.words.languages.contains(where: { $0.code == code })
        else { throw Problems("language", "not_a_choice", Phrase("problem.not_a_choice")) }
        try await request.site.accounts.choose(
            language: Language(rawValue: code), by: request.networkActor,
            for: try request.person(), at: request.now)
        return Self.after(.language).cookie(
            Cookies.language, code, maxAge: 31_536_000,
            isSecure: request.site.configuration.isSecure)
    }

    /// Every session but the one this is asked from.
    func endOtherSessions() async throws -> Response {
        _ = try await request.form()
        try await request.site.accounts.endSessions(
            of: request.person(), but: request.cookie(Cookies.session))
        return Self.after(.session)
    }

    func endSession() async throws -> Response {
        let form = try await request.form()
        try await request.site.accounts.endSession(
            form["id"] ?? "", of: try request.person(), at: request.now)
        return Self.after(.session)
    }

    func revokeToken() async throws -> Response {
        let form = try await request.form()
        guard let id = RecordID(form["id"] ?? "") else { throw Refusal.notFound }
        try await request.site.accounts.revokeToken(id, by: request.networkActor, at: request.now)
        return Self.after(.token)
    }

    /// The password and the second factor; who has no password is told how they sign in.
    private func signingIn(_ account: Stored<Person>) throws -> [UI.Row] {
        guard try request.site.accounts.hasPassword(account.id) else {
            return [UI.Row(ui("people.field.password"), ui("people.password.none"))]
        }
        let state = ui(account.hasSecondFactor ? "people.factor.on" : "people.factor.off")
        return [
            ui.row(ui("people.field.password"), "••••••••", change: "/account/password"),
            ui.row(ui("people.factor.title"), "\(state)", change: "/account/second-factor"),
        ]
    }

    /// The providers by which they can sign in, where the installation has any.
    private func providers(of person: RecordID) throws -> HTML {
        let accounts = request.site.accounts
        if accounts.policy.providers.isEmpty { return "" }
        let identities = try accounts.identities(of: person)
        let mayUnlink = try accounts.hasPassword(person)
        let rows = accounts.policy.providers.map { provider -> [HTML] in
            let label = provider.label(in: ui.language)
            let linked = identities.filter { $0.issuer == provider.issuer }
            guard !linked.isEmpty else {
                return [
                    "\(label)", ui.tag(ui("people.provider.not_linked")),
                    ui.rowButton(
                        "/account/providers/\(provider.name)/connect",
                        ui("people.provider.link"), about: label, hidden: [("csrf", request.csrf)]),
                ]
            }
            let button = ui.rowButton(
                "/account/providers/unlink", ui("people.provider.unlink"), about: label,
                hidden: [("csrf", request.csrf), ("id", linked[0].id.text)])
            return [
                "\(label)", ui.tag(ui("people.provider.linked"), .good),
                mayUnlink ? button : "",
            ]
        }
        let columns = ["name", "state", "action"].map { UI.Column(ui("people.provider.\($0)")) }
        return """
            <h2>\(ui("people.providers.title"))</h2>
            \(ui.table(ui("people.providers.title"), columns, rows, isCaptionSeen: false))
            """
    }

    func unlink() async throws -> Response {
        let form = try await request.form()
        guard let id = RecordID(form["id"] ?? "") else { throw Refusal.notFound }
        try await request.site.accounts.unlink(id, of: try request.person(), at: request.now)
        return Self.after(.unlinked)
    }

    private var language: HTML {
        let form = AskedForm(ui: ui)
        let options = request.site.words.languages.map {
            UI.Option($0.code, request.site.words("language.name", in: $0))
        }
        return ui.form(
            "/account/language", hidden: [("csrf", request.csrf)],
            """
            \(ui.select(form.ask("language"), options, chosen: request.language.code))
            \(ui.buttons(ui.button(ui("people.save"), .secondary)))
            """)
    }

    private func sessions(of person: RecordID) throws -> HTML {
        let all = try request.site.accounts.sessions(
            of: person, current: request.cookie(Cookies.session), at: request.now)
        let rows = all.map { session -> [HTML] in
            let end =
                session.isCurrent
                ? ui.tag(ui("people.session.current"), .active)
                : ui.rowButton(
                    "/account/sessions/end", ui("people.session.end"),
                    about: ui.words.day(Zone.utc.day(at: session.beganAt), in: ui.language),
                    hidden: [("csrf", request.csrf), ("id", session.id)])
            return ui.cells(session, of: request.site.accounts.policy) + [end]
        }
        return """
            <h2>\(ui("people.sessions.title"))</h2>
            <p>\(ui("people.sessions.text"))</p>
            \(ui.table(
                ui("people.sessions.caption"), ui.sessionColumns, rows, isCaptionSeen: false))
            \(if: all.contains { !$0.isCurrent }, ui.buttonForm(
                "/account/sessions/end-others", ui("people.session.end_others"), .secondary,
                hidden: [("csrf", request.csrf)]))
            """
    }

    /// What a key may do, as far as there are words for it.
    private func scope(of token: Token) -> HTML {
        if token.scopes == "calendar" { return "\(ui("people.token.calendar"))" }
        let scopes = token.scopes.split(separator: " ")
        let mayWrite = scopes.contains { $0 == "write" || $0.hasPrefix("write:") }
        let may = ui(mayWrite ? "people.token.write" : "people.token.read")
        // What is narrowed is told as it was asked.
        let isNarrow = scopes.contains { $0 != "read" && $0 != "write" }
        return "\(may)\(if: isNarrow, "<br><span class=\"hint address\">\(token.scopes)</span>")"
    }

    private func tokens(of person: RecordID) throws -> HTML {
        let all = try request.site.accounts.tokens(of: person)
        let rows = try all.map { token -> [HTML] in
            [
                "\(token.name)", "\(try request.placeName(token.tenant))",
                scope(of: token.fields),
                token.expiresOn.map { ui.day($0) } ?? "\(ui("people.token.no_end"))",
                ui.rowButton(
                    "/account/tokens/revoke", ui("people.token.revoke"), about: token.name,
                    hidden: [("csrf", request.csrf), ("id", token.id.text)]),
            ]
        }
        let columns = ["name", "tenant", "scopes", "expires", "action"].map {
            UI.Column(ui("people.token.\($0)"))
        }
        return """
            <h2>\(ui("people.tokens.title"))</h2>
            <p>\(ui("people.tokens.text"))</p>
            \(if: !rows.isEmpty, ui.table(
                ui("people.tokens.caption"), columns, rows, isCaptionSeen: false))
            <p>\(ui.linkButton(ui("people.token.new"), "/account/tokens/new", .secondary))</p>
            """
    }
}
