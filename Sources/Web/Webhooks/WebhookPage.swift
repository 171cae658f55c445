// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// One address: what it was told, what is still to be told, what could not be; each can be told
/// once more.
struct WebhookPage {
    private let request: Request
    private let ui: UI
    private let slug: String
    private let webhooks: Webhooks
    private let hook: Stored<Webhook>

    /// - Throws: `Refusal.notFound` for anybody but the tenant's administrators and the operator's.
    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        slug = request["tenant"]
        guard request.mayAdminister(slug), let webhooks = request.site.webhooks,
            let hook = try webhooks.all(in: slug).first(where: { $0.id.text == request["webhook"] })
        else { throw Refusal.notFound }
        self.webhooks = webhooks
        self.hook = hook
    }

    private var address: Href { "/t/\(slug)/webhooks/\(hook.id.text)" }

    func answer() throws -> Response {
        let deliveries = try webhooks.deliveries(of: hook.id, in: try request.tenant())
        let act: HTML = hook.state == "active"
            ? button("disable", .warning) : button("enable", .secondary)
        var page = Page(
            ui("webhook.one"), width: .wide,
            """
            <h1>\(ui("webhook.one"))</h1>
            \(ui.summaryList([
                UI.Row(ui("webhook.column.address"), hook.address),
                UI.Row(ui("webhook.column.events"), ui.name(ofEvents: hook.events)),
                UI.Row(ui("webhook.column.state"), "\(ui.tag(of: hook)) \(hook.reason ?? "")" as HTML),
            ]))
            \(act)\(button("remove", .warning))
            <h2>\(ui("webhook.deliveries"))</h2>
            \(deliveries.isEmpty
                ? ui.emptyState(ui("webhook.deliveries.empty")) : table(deliveries))
            """)
        page.isPrivate = true
        page.back = UI.Link(ui("webhook.title"), "/t/\(slug)/webhooks")
        return request.page(page)
    }

    func replay() async throws -> Response {
        let form = try await request.form()
        let store = try request.tenant()
        guard let id = RecordID(form["id"] ?? "") else { throw Refusal.notFound }
        try await webhooks.replay(id, of: hook, in: store, at: request.now)
        return .seeOther(address)
    }

    func take(_ act: Webhooks.Act) async throws -> Response {
        _ = try await request.form()
        try await webhooks.take(act, on: hook.id, by: request.networkActor, at: request.now)
        return .seeOther(act == .remove ? "/t/\(slug)/webhooks" : address)
    }

    private func button(_ act: String, _ kind: UI.ButtonKind) -> HTML {
        ui.buttonForm(
            "\(address)/\(act)", ui("webhook.\(act)"), kind, hidden: [("csrf", request.csrf)])
    }

    private func table(_ deliveries: [KeptJob]) -> HTML {
        let rows = deliveries.map { job -> [HTML] in
            let entry = Int(job.payload["entry"]?.asInteger ?? 0)
            let mayReplay = hook.state == "active" && (job.state == .done || job.state == .dead)
            return [
                "\(ui.number(entry))", ui.moment(job.createdAt, in: request.zone),
                "\(ui.tag(job.state, isDelivery: true))\(job.error.map { "<br>\($0)" as HTML })",
                "\(ui.number(job.attempts))",
                mayReplay ? ui.rowButton(
                    "\(address)/replay", ui("webhook.replay"), about: "\(entry)",
                    hidden: [("csrf", request.csrf), ("id", job.id.text)]) : "",
            ]
        }
        let columns = ["entry", "at", "state", "attempts", "action"].map {
            UI.Column(ui("webhook.column.\($0)"))
        }
        return ui.table(ui("webhook.deliveries"), columns, rows, isCaptionSeen: false)
    }
}
