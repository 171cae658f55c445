// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The page of a person's own work: what they have been told, what is theirs, and the places where
/// they hold roles.
struct WorkPage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    func answer() throws -> Response {
        let unseen = try NoticeList(request).all().filter { !$0.notice.isSeen }
        let cards = try request.visitor.roles.keys.sorted().compactMap(place)
        var page = Page(
            ui("people.work.title"), width: .wide,
            """
            <h1>\(ui("people.work.title"))</h1>
            \(missingFactor)
            \(try waitingRoles())
            \(try MailChoiceForm(request).warning())
            \(news(unseen.count))
            \(own)
            \(if: !cards.isEmpty, "<h2>\(ui("people.work.places"))</h2>")\(cards)
            """)
        page.isPrivate = true
        return request.page(page)
    }

    /// What keeps somebody from the roles they hold.
    private var missingFactor: HTML {
        guard request.visitor.needsSecondFactor else { return "" }
        return """
            \(ui.warning(ui("people.factor.missing")))
            \(ui.buttons(ui.linkButton(ui("people.factor.set_up"), "/account/second-factor")))
            """
    }

    /// That roles wait until one has shown that one's address is one's own.
    private func waitingRoles() throws -> HTML {
        guard try request.site.accounts.hasWaitingRoles(try request.person()) else { return "" }
        if request.site.postmaster == nil { return ui.warning(ui("people.waiting.ask")) }
        return """
            \(ui.warning(ui("people.waiting.mail")))
            <p>\(ui.link(ui("people.account.title"), "/account"))</p>
            """
    }

    private func news(_ count: Int) -> HTML {
        if count == 0 { return "<p>\(ui.link(ui("people.notices.title"), "/notices"))</p>" }
        return ui.inset("<p>\(ui.link(ui.count("people.notices.unseen", count), "/notices"))</p>")
    }

    /// What is every signed-in person's, whatever roles they hold.
    private var own: HTML {
        let entrances = request.site.faces.flatMap(\.work).filter { !$0.path.contains(":tenant") }
        let links = entrances.filter { $0.access != .everyone }
            .compactMap { request.card($0, in: nil) }
        let account = UI.Link(ui("people.account.title"), "/account")
        return ui.cards(links + [(account, ui("people.account.card"))])
    }

    /// One place where the person holds roles.
    private func place(_ slug: String) throws -> HTML? {
        guard let tenant = try request.site.network.find(slug),
            let roles = request.visitor.roles[slug]
        else { return nil }
        let names = roles.map { ui.name(of: $0) }.sorted().joined(separator: ", ")
        let links = request.entrances(in: tenant).filter { $0.entrance.access != .everyone }
            .map(\.card.link)
        let page = UI.Link(ui("people.work.page"), "/t/\(slug)")
        return ui.summaryCard(
            try request.placeName(slug),
            """
            <p>\(ui("people.work.roles", ["roles": names]))</p>
            \(ui.linkList(links + request.staffLinks(slug) + [page]))
            """)
    }
}
