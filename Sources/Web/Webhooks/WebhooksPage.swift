// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The addresses outside that a tenant's events are told to, for its administrators.
struct WebhooksPage {
    private let request: Request
    private let ui: UI
    private let slug: String
    private let webhooks: Webhooks

    /// - Throws: `Refusal.notFound` for anybody else, and where nothing is told to anybody.
    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        slug = request["tenant"]
        guard request.mayAdminister(slug), let webhooks = request.site.webhooks else {
            throw Refusal.notFound
        }
        self.webhooks = webhooks
    }

    private var address: Href { "/t/\(slug)/webhooks" }

    func answer() throws -> Response {
        let typed = FormData([("events", "published")])
        return request.page(try page(AskedForm(ui: ui, typed: typed)))
    }

    func add() async throws -> Response {
        let form = try await request.form()
        do {
            let made = try await webhooks.add(
                (form["address"] ?? "").filter { !$0.isWhitespace }, events: Self.events(form),
                in: slug, by: request.networkActor, at: request.now)
            return request.page(self.made(made.secret))
        } catch let problems as Problems {
            let asked = AskedForm(ui: ui, typed: form, problems: problems)
            return request.page(try page(asked), status: 422)
        }
    }

    /// A choice, or the actions that are named.
    private static func events(_ form: FormData) -> [String] {
        switch form["events"] {
        case "published": ["published"]
        case "actions": ["actions"]
        case "some": (form["keys"] ?? "").split { $0.isWhitespace || $0 == "," }.map(String.init)
        default: []
        }
    }

    private func page(_ form: AskedForm) throws -> Page {
        let keys = ui.textArea(form.ask("keys"), value: form.value("keys"))
        let options = [
            UI.Option("published", ui("webhook.events.published")),
            UI.Option("actions", ui("webhook.events.actions")),
            UI.Option("some", ui("webhook.events.some"), reveal: keys),
        ]
        var page = Page(
            ui("webhook.title"), width: .wide,
            """
            \(form.summary)<h1>\(ui("webhook.title"))</h1>
            <p>\(ui("webhook.text"))</p>
            \(try table())
            <h2>\(ui("webhook.add"))</h2>
            \(ui.form(address, hidden: [("csrf", request.csrf)], """
                \(ui.textInput(form.ask("address"), value: form.value("address"), autocomplete: "off"))
                \(ui.radios(form.ask("events"), options, chosen: form.value("events")))
                \(ui.buttons(ui.button(ui("webhook.add.button"))))
                """))
            """)
        page.hasErrors = !form.problems.all.isEmpty
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(try request.placeName(slug), "/t/\(slug)")]
        return page
    }

    private func table() throws -> HTML {
        let rows = try webhooks.all(in: slug).map { hook -> [HTML] in
            [
                ui.link(hook.address, "/t/\(slug)/webhooks/\(hook.id.text)"),
                "\(ui.name(ofEvents: hook.events))", ui.tag(of: hook),
            ]
        }
        if rows.isEmpty { return ui.emptyState(ui("webhook.empty")) }
        let columns = ["address", "events", "state"].map { UI.Column(ui("webhook.column.\($0)")) }
        return ui.table(ui("webhook.caption"), columns, rows)
    }

    /// The one page that shows the secret.
    private func made(_ secret: String) -> Page {
        var page = Page(
            ui("webhook.made"),
            """
            <h1>\(ui("webhook.made"))</h1>
            <p>\(ui("webhook.made.text"))</p>
            \(ui.inset("<p><code>\(secret)</code></p>"))
            \(ui.warning(ui("webhook.made.once")))
            <p>\(ui.link(ui("webhook.title"), address))</p>
            """)
        page.isPrivate = true
        return page
    }
}

extension UI {
    func name(ofEvents events: String) -> String {
        switch events {
        case "published": self("webhook.events.published")
        case "actions": self("webhook.events.actions")
        default: events
        }
    }

    func tag(of hook: Stored<Webhook>) -> HTML {
        let isOn = hook.state == "active"
        return tag(self(isOn ? "webhook.state.active" : "webhook.state.disabled"), isOn ? .good : .bad)
    }
}
