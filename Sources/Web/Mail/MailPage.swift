// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The mail of the whole network, for its administrators: what waits, what was sent, what was not.
struct MailPage {
    /// How many of each tenant are shown.
    private static let most = 30

    private let request: Request
    private let ui: UI

    /// - Throws: `Refusal.notFound` for any other tenant than the operator's.
    init(_ request: Request) throws {
        self.request = request
        ui = request.ui
        guard request["tenant"] == Tenant.commons else { throw Refusal.notFound }
    }

    private struct Item {
        let store: TenantStore
        let mail: SentMail
    }

    func answer() throws -> Response {
        let stores = try request.allStores()
        let items = try stores.flatMap { store in
            try store.mails(limit: Self.most).map { Item(store: store, mail: $0) }
        }.sorted { ($0.mail.at, $0.mail.id) > ($1.mail.at, $1.mail.id) }
        var counts: [SentMail.State: Int] = [:]
        for store in stores { counts.merge(try store.mailCounts(), uniquingKeysWith: +) }
        let figures = SentMail.State.allCases.compactMap { state in
            counts[state].map { UI.Figure(ui.number($0), ui("mail.state.\(state.rawValue)")) }
        }
        var page = Page(
            ui("mail.title"), width: .wide,
            """
            <h1>\(ui("mail.title"))</h1>
            \(how)
            \(if: !figures.isEmpty, ui.figures(figures))
            \(items.isEmpty
                ? ui.emptyState(ui("mail.empty")) : table(try items.prefix(200).map(row)))
            """)
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(ui.name(of: request.site.network.commons.tenant), "/t/commons")]
        page.notice = request.query["done"] == "again"
            ? UI.Notice("<p>\(ui("mail.done.again"))</p>") : nil
        return request.page(page)
    }

    private var how: HTML {
        guard let post = request.site.postmaster else { return ui.inset("<p>\(ui("mail.off"))</p>") }
        return post.setting.isShown ? ui.inset("<p>\(ui("mail.shown"))</p>") : ""
    }

    private func table(_ rows: [[HTML]]) -> HTML {
        let columns = ["at", "tenant", "template", "to", "state", "action"].map {
            UI.Column(ui("mail.column.\($0)"))
        }
        return ui.table(ui("mail.caption"), columns, rows)
    }

    private func row(_ item: Item) throws -> [HTML] {
        let mail = item.mail
        let email = try request.site.accounts.account(of: mail.person)?.email
        let detail = mail.detail.map { "<br>\($0)" as HTML }
        let slug = item.store.tenant.slug
        var action: HTML = ""
        if mail.content != nil {
            action = ui.link(ui("mail.open"), "/t/commons/mail/\(slug)/\(mail.id.text)")
        } else if [.failed, .unknown, .bounced].contains(mail.state) {
            action = ui.rowButton(
                "/t/commons/mail/again", ui("mail.again"), about: mail.id.text,
                hidden: [("csrf", request.csrf), ("place", slug), ("id", mail.id.text)])
        }
        return [
            ui.moment(mail.at, in: request.zone), "\(try request.placeName(slug))",
            "\(ui("mail.template.\(mail.template)"))",
            email.map { "\(Self.shortened($0))" } ?? ui.notProvided,
            "\(ui.tag(ui("mail.state.\(mail.state.rawValue)"), mail.state.tone))\(detail)", action,
        ]
    }

    /// An address so that who knows it knows it again, and nobody else learns it.
    static func shortened(_ email: String) -> String {
        let parts = email.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return "…" }
        let end = parts[1].split(separator: ".").last.map { ".\($0)" } ?? ""
        return "\(parts[0].prefix(1))…@\(parts[1].prefix(1))…\(end)"
    }

    /// The whole of one, in a demonstration.
    func one() throws -> Response {
        guard let id = RecordID(request["mail"]),
            let store = try? request.site.network.tenant(request["place"]),
            let mail = try store.mail(id), let content = mail.content
        else { throw Refusal.notFound }
        var page = Page(
            ui("mail.template.\(mail.template)"), width: .wide,
            """
            <h1>\(ui("mail.template.\(mail.template)"))</h1>
            <p>\(ui("mail.shown"))</p>
            <pre class="mail">\(content)</pre>
            """)
        page.isPrivate = true
        page.back = UI.Link(ui("mail.title"), "/t/commons/mail")
        return request.page(page)
    }

    func again() async throws -> Response {
        let form = try await request.form()
        guard let id = RecordID(form["id"] ?? ""),
            let store = try? request.site.network.tenant(form["place"] ?? "")
        else { throw Refusal.notFound }
        try await store.sendAgain(id, at: request.now)
        return .seeOther("/t/commons/mail?done=again")
    }
}

extension SentMail.State {
    fileprivate var tone: UI.Tone {
        switch self {
        case .sent, .shown: .good
        case .queued, .waiting, .sending: .active
        case .dropped: .plain
        case .unknown: .attention
        case .failed, .bounced: .bad
        }
    }
}

extension Request {
    /// The stores of all tenants in service, the commons first.
    func allStores() throws -> [TenantStore] {
        [site.network.commons]
            + (try site.network.tenants().compactMap { try? site.network.tenant($0.slug) })
    }
}
