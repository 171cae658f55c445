// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Somebody's account as the administrators of the network see it: where they are signed in, and
/// their second factor. Both can be ended there, for a telephone that is lost.
struct PersonPage {
    private let request: Request
    private let ui: UI

    /// - Throws: `Refusal.notFound` for anybody else.
    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        guard request.mayAdministerNetwork else { throw Refusal.notFound }
    }

    private var accounts: Accounts { request.site.accounts }
    private static func address(_ person: RecordID) -> Href { "/people/\(person.text)" }

    /// Finds somebody by their e-mail address, which goes in a form so that no address holds it.
    static func find(_ request: Request) async throws -> Response {
        guard request.mayAdministerNetwork else { throw Refusal.notFound }
        let form = try await request.form()
        let email = form["email"] ?? ""
        if let person = try request.site.accounts.person(email: email) {
            return .seeOther(address(person))
        }
        let asked = AskedForm(
            ui: request.ui, typed: form,
            problems: Problems("email", "not_found", Phrase("problem.no_such_email")))
        return request.page(findPage(request, asked), status: 422)
    }

    static func findPage(_ request: Request, _ form: AskedForm) -> Page {
        let ui = request.ui
        var page = form.page(
            ui("people.find.title"),
            ui.form("/people", hidden: [("csrf", request.csrf)], """
                \(ui.textInput(
                    form.ask("email"), value: form.value("email"), kind: .email, width: .half,
                    autocomplete: "off"))
                \(ui.buttons(ui.button(ui("people.find.button"))))
                """))
        page.back = UI.Link(ui("people.title"), "/t/commons/people")
        return page
    }

    static func askFind(_ request: Request) throws -> Response {
        guard request.mayAdministerNetwork else { throw Refusal.notFound }
        return request.page(findPage(request, AskedForm(ui: request.ui)))
    }

    func answer() throws -> Response {
        let account = try account()
        let sessions = try accounts.sessions(of: account.id, current: nil, at: request.now)
        var page = Page(
            account.name, width: .wide,
            """
            <h1>\(account.name)</h1>
            \(ui.summaryList([
                UI.Row(ui("people.field.email"), account.email),
                UI.Row(ui("people.person.confirmed"), ui(account.isConfirmed
                    ? "people.person.confirmed.yes" : "people.person.confirmed.no")),
                UI.Row(ui("people.factor.title"), ui(account.hasSecondFactor
                    ? "people.factor.on" : "people.factor.off")),
            ]))
            <h2>\(ui("people.sessions.theirs"))</h2>
            \(table(sessions, of: account))
            \(if: !sessions.isEmpty, button("sessions/end", ui("people.session.end_all"), account))
            \(if: account.hasSecondFactor, """
                <h2>\(ui("people.factor.reset"))</h2>
                <p>\(ui("people.factor.reset.text"))</p>
                \(button("second-factor/reset", ui("people.factor.reset"), account))
                """)
            \(if: !account.isConfirmed, """
                <h2>\(ui("people.person.vouch"))</h2>
                <p>\(ui("people.person.vouch.text"))</p>
                \(button("confirm", ui("people.person.vouch.button"), account))
                """)
            """)
        page.isPrivate = true
        page.back = UI.Link(ui("people.find.title"), "/people")
        page.notice = request.query["done"].flatMap(AccountPage.Done.init).map {
            UI.Notice("<p>\(ui("people.done.\($0.rawValue)"))</p>")
        }
        return request.page(page)
    }

    func endSession() async throws -> Response {
        let form = try await request.form()
        let account = try account()
        try await accounts.endSession(
            form["id"], of: account.id, by: request.networkActor, at: request.now)
        return .seeOther(Self.address(account.id).with(["done": "session"]))
    }

    func resetSecondFactor() async throws -> Response {
        _ = try await request.form()
        let account = try account()
        try await accounts.resetSecondFactor(
            of: account.id, by: request.networkActor, at: request.now)
        return .seeOther(Self.address(account.id).with(["done": "factor_reset"]))
    }

    /// The administrator has asked them, where no mail and no provider can.
    func vouch() async throws -> Response {
        _ = try await request.form()
        let account = try account()
        try await accounts.vouch(for: account.id, by: request.networkActor, at: request.now)
        return .seeOther(Self.address(account.id).with(["done": "vouched"]))
    }

    private func account() throws -> Stored<Person> {
        guard let id = RecordID(request["person"]), let account = try accounts.account(of: id) else {
            throw Refusal.notFound
        }
        return account
    }

    private func table(_ sessions: [SessionEntry], of account: Stored<Person>) -> HTML {
        if sessions.isEmpty { return ui.emptyState(ui("people.sessions.none")) }
        let rows = sessions.map { session -> [HTML] in
            ui.cells(session, of: request.site.accounts.policy) + [
                ui.rowButton(
                    "/people/\(account.id.text)/sessions/end", ui("people.session.end"),
                    about: ui.words.day(Zone.utc.day(at: session.beganAt), in: ui.language),
                    hidden: [("csrf", request.csrf), ("id", session.id)])
            ]
        }
        return ui.table(
            ui("people.sessions.theirs"), ui.sessionColumns, rows, isCaptionSeen: false)
    }

    private func button(_ path: String, _ label: String, _ account: Stored<Person>) -> HTML {
        let href = Href(Self.address(account.id).string + "/" + path) ?? .nowhere
        return ui.buttonForm(href, label, .warning, hidden: [("csrf", request.csrf)])
    }
}

extension UI {
    /// The columns of sessions: what `cells` fills, and what can be done.
    var sessionColumns: [Column] {
        ["began", "used", "way", "ends", "action"].map { Column(self("people.session.\($0)")) }
    }

    /// When a session began, was last used, how, and when it ends.
    func cells(_ session: SessionEntry, of policy: SignInPolicy) -> [HTML] {
        [
            moment(session.beganAt, in: .utc), moment(session.usedAt, in: .utc),
            "\(name(of: session.way, policy))", moment(session.endsAt, in: .utc),
        ]
    }

    private func name(of way: SessionWay, _ policy: SignInPolicy) -> String {
        switch way {
        case .password: self("people.way.password")
        case .passwordAndCode: self("people.way.code")
        case .passwordAndRecovery: self("people.way.recovery")
        case .provider(let name): policy.provider(name)?.label(in: language) ?? name
        }
    }
}
