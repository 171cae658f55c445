// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Making a key with which a program acts for oneself in one tenant.
struct TokenPage {
    /// How long, in days, one may work.
    private static let terms = [30, 90, 365]

    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    func answer() throws -> Response {
        let typed = FormData([("scopes", "read"), ("days", "90")])
        return request.page(try page(AskedForm(ui: ui, typed: typed)))
    }

    func create() async throws -> Response {
        let form = try await request.form()
        do {
            let token = try await request.site.accounts.createToken(
                try wish(form), by: request.networkActor, at: request.now)
            return request.page(made(token))
        } catch let problems as Problems {
            let asked = AskedForm(ui: ui, typed: form, problems: problems.about("token_name"))
            return request.page(try page(asked), status: 422)
        }
    }

    private func wish(_ form: FormData) throws -> Accounts.TokenWish {
        var problems = Problems()
        func missing(_ field: String) {
            problems.add(field, "not_a_choice", Phrase("problem.required.choice"))
        }
        let slug = form["tenant"] ?? ""
        let tenant = try places.contains { $0.value == slug }
            ? try request.site.network.find(slug) : nil
        if tenant == nil { missing("tenant") }
        let scopes: Set<String> = form["scopes"] == "write" ? ["read", "write"] : ["read"]
        if !["read", "write"].contains(form["scopes"]) { missing("scopes") }
        let days = Self.terms.first { String($0) == form["days"] }
        if days == nil { missing("days") }
        let name = form["token_name"] ?? ""
        if name.allSatisfy(\.isWhitespace) {
            problems.add("token_name", "required", Phrase("problem.required"))
        }
        try problems.check()
        guard let tenant, let days else { throw problems }
        let calendar = request.site.network.law.calendar(of: tenant.jurisdiction)
        let today = calendar.jurisdiction.zone.day(at: request.now)
        return Accounts.TokenWish(
            tenant: slug, name: name, scopes: scopes, expiresOn: today.adding(days: days))
    }

    /// Where one holds roles; who holds none may have one for any place, as they may act in any.
    private var places: [UI.Option] {
        get throws {
            let held = request.visitor.roles.keys.sorted()
            let slugs = held.isEmpty ? try request.site.network.tenants().map(\.slug) : held
            return try slugs.map { UI.Option($0, try request.placeName($0)) }
                .sorted { $0.label < $1.label }
        }
    }

    private func page(_ form: AskedForm) throws -> Page {
        let scopes = ["read", "write"].map {
            UI.Option($0, ui("people.token.\($0)"), hint: ui("people.token.\($0).hint"))
        }
        let terms = Self.terms.map { UI.Option(String($0), ui.count("people.token.days", $0)) }
        var page = form.page(
            ui("people.token.new"),
            """
            <p>\(ui("people.tokens.text"))</p>
            \(ui.form("/account/tokens/new", hidden: [("csrf", request.csrf)], """
                \(ui.textInput(form.ask("token_name"), value: form.value("token_name"), width: .half))
                \(ui.select(
                    form.ask("tenant"), try places, chosen: form.value("tenant"),
                    empty: ui("derived.choose")))
                \(ui.radios(form.ask("scopes"), scopes, chosen: form.value("scopes")))
                \(ui.radios(form.ask("days"), terms, chosen: form.value("days")))
                \(ui.buttons(ui.button(ui("people.token.create"))))
                """))
            """)
        page.back = UI.Link(ui("people.account.title"), "/account")
        return page
    }

    /// The one page that shows the token itself.
    private func made(_ token: String) -> Page {
        var page = Page(
            ui("people.token.made"),
            """
            <h1>\(ui("people.token.made"))</h1>
            <p>\(ui("people.token.made.text"))</p>
            \(ui.inset("<p><code>\(token)</code></p>"))
            \(ui.warning(ui("people.token.made.once")))
            <p>\(ui.link(ui("people.account.title"), "/account"))</p>
            """)
        page.isPrivate = true
        return page
    }
}

extension Problems {
    /// The same problems, those with the field `name` said of another field.
    func about(_ field: String) -> Problems {
        Problems(all.map { $0.field == "name" ? Problem(field, $0.code, $0.phrase) : $0 })
    }
}
