// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Somebody's own applications, wherever in the network they are.
enum MinePage {
    /// How many are shown of one authority: nobody has more that matter at once.
    private static let mostAtOne = 100

    private struct Own {
        let tenant: Tenant
        let application: Stored<Application>
        let today: Day
    }

    @Sendable static func answer(_ request: Request) throws -> Response {
        let ui = request.ui
        let all = try find(request)
        let (drafts, others) = (
            all.filter { $0.application.state == .draft },
            all.filter { $0.application.state != .draft }
        )
        var page = Page(
            ui("planning.mine"), width: .wide,
            """
            <h1>\(ui("planning.mine"))</h1>
            \(if: all.isEmpty, ui.emptyState(
                ui("planning.mine.none"), "<p>\(ui("planning.mine.none.text"))</p>"))
            \(if: !drafts.isEmpty, ui.table(
                ui("planning.mine.drafts"), [.init(ui("planning.mine.site")),
                    .init(ui("planning.mine.authority")), .init(ui("planning.mine.saved"))],
                drafts.map { draft($0, ui) }))
            \(if: !others.isEmpty, ui.table(
                ui("planning.mine.lodged"), [.init(ui("planning.mine.site")),
                    .init(ui("planning.mine.state")), .init(ui("planning.mine.due"))],
                others.map { lodged($0, ui) }))
            \(ui.buttons(ui.linkButton(
                ui("planning.mine.apply"), "/planning/apply", all.isEmpty ? .primary : .secondary)))
            """)
        page.isPrivate = true
        if request.query["done"] == PlanningActions.discard.kind.segment {
            page.notice = UI.Notice("<p>\(ui.done(PlanningActions.discard.kind.key))</p>")
        }
        return request.page(page)
    }

    /// Asks every open tenant: thirty look-ups in an index. One that is out of service is left out.
    private static func find(_ request: Request) throws -> [Own] {
        guard let person = request.visitor.person else { throw Refusal.signIn }
        var all: [Own] = []
        for tenant in try request.site.network.tenants() where tenant.systems.contains("planning") {
            guard let store = try? request.site.network.tenant(tenant.slug) else { continue }
            let actor = request.visitor.actor(in: tenant.slug)
            let moment = store.moment(for: actor, system: "planning", at: request.now)
            let rows = try store.read(as: actor) {
                try $0.list(
                    Application.self,
                    Query(
                        [.field("applicant", is: person)], order: "id", descending: true,
                        limit: mostAtOne))
            }
            all += rows.filter { !isDiscarded($0) }
                .map { Own(tenant: tenant, application: $0, today: moment.today) }
        }
        return all.sorted { $0.application.recordedAt > $1.application.recordedAt }
    }

    private static func isDiscarded(_ application: Stored<Application>) -> Bool {
        application.state == .discarded
    }

    private static func draft(_ own: Own, _ ui: UI) -> [HTML] {
        let application = own.application
        let href = CaseSummary.href(own.tenant.slug, application.id, "apply")
        return [
            ui.link(CaseSummary.title(application.fields, ui), href), "\(ui.name(of: own.tenant))",
            ui.day(Zone.utc.day(at: application.recordedAt)),
        ]
    }

    private static func lodged(_ own: Own, _ ui: UI) -> [HTML] {
        let application = own.application
        let isTheirs = application.dueFor == ClockName.informationReply
        let due = application.dueOn.map { day -> HTML in
            """
            \(if: isTheirs, ui.tag(ui("planning.mine.yours"), .attention)) \
            \(ui("clock.name.\(application.dueFor ?? ClockName.decision)")): \(ui.day(day))
            """
        }
        let number = [ui.name(of: own.tenant), application.fileNumber].compactMap { $0 }
        return [
            """
            \(ui.link(
                CaseSummary.title(application.fields, ui),
                CaseSummary.href(own.tenant.slug, application.id)))\
            <span class="note">\(number.joined(separator: ", "))</span>
            """,
            CaseSummary.tag(application.state, ui), due ?? "–",
        ]
    }
}
