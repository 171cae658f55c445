// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What a person has been told, in whichever tenant: each keeps its own notices.
struct NoticeList {
    /// One notice and where it comes from.
    struct Item {
        let store: TenantStore
        let notice: KeptNotice
    }

    private let request: Request

    init(_ request: Request) { self.request = request }

    /// The newest first. A tenant that is out of service is left out.
    func all() throws -> [Item] {
        try stores().flatMap { store in
            try store.read(as: request.visitor.actor(in: store.tenant.slug)) { reader in
                try reader.notices().map { Item(store: store, notice: $0) }
            }
        }.sorted { ($0.notice.at, $0.notice.id) > ($1.notice.at, $1.notice.id) }
    }

    /// Marks all that were told before now as seen.
    func markSeen() async throws {
        let person = try request.person()
        var marked: Set<String> = []
        for item in try all()
        where !item.notice.isSeen && marked.insert(item.store.tenant.slug).inserted {
            try await item.store.markNoticesSeen(of: person, at: request.now)
        }
    }

    private func stores() throws -> [TenantStore] {
        let network = request.site.network
        return [network.commons]
            + (try network.tenants().compactMap { try? network.tenant($0.slug) })
    }
}

/// The page of what one has been told.
struct NoticesPage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    func answer() throws -> Response {
        let all = try NoticeList(request).all()
        let events = try all.prefix(100).map(event)
        let hasUnseen = all.contains { !$0.notice.isSeen }
        var page = Page(
            ui("people.notices.title"),
            """
            <h1>\(ui("people.notices.title"))</h1>
            \(if: all.isEmpty, ui.emptyState(ui("people.notices.empty")))
            \(if: hasUnseen, ui.buttonForm(
                "/notices/seen", ui("people.notices.seen"), hidden: [("csrf", request.csrf)]))
            \(if: !all.isEmpty, ui.timeline(events))
            """)
        page.isPrivate = true
        page.back = UI.Link(ui("people.work.title"), "/work")
        return request.page(page)
    }

    func markSeen() async throws -> Response {
        _ = try await request.form()
        try await NoticeList(request).markSeen()
        return .seeOther("/notices")
    }

    private func event(_ item: NoticeList.Item) throws -> UI.Event {
        let tenant = item.store.tenant
        let moment = item.store.moment(for: .visitor, system: "network", at: request.now)
        let link = Href(item.notice.path).map { ui.link(ui("people.notices.open"), $0) }
        return UI.Event(
            ui(item.notice.phrase),
            when: ui.moment(item.notice.at, in: moment.calendar.jurisdiction.zone),
            by: try request.placeName(tenant.slug), isMajor: !item.notice.isSeen,
            """
            \(if: !item.notice.isSeen, "<p>\(ui.tag(ui("people.notices.new"), .active))</p>")\
            \(link.map { "<p>\($0)</p>" })
            """)
    }
}
