// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The last page: the payment, the declaration, and the button that lodges; and the page after it.
struct LodgePage {
    let draft: Draft
    private var ui: UI { draft.ui }

    init(_ draft: Draft) throws { self.draft = draft }

    func show() throws -> Response {
        guard isReady, var page = try action() else { return .seeOther(draft.href("check")) }
        page.above = above
        return try page.show()
    }

    /// Lodges it. What is missing in the answers is shown where they are checked.
    func take() async throws -> Response {
        guard isReady, var page = try action() else { return .seeOther(draft.href("check")) }
        page.above = above
        let lodged = draft.context.href(draft.row.id, "lodged")
        page.next = { _ in lodged }
        return try await page.take()
    }

    private var isReady: Bool { draft.problems.all.isEmpty && draft.fee != nil }

    private func action() throws -> ActionPage? {
        try ActionPage(draft.context, PlanningActions.lodge.kind)
    }

    private var above: HTML {
        guard let fee = draft.fee else { return "" }
        return """
            <p>\(ui("planning.lodge.text", [
                "authority": ui.name(of: draft.context.store.tenant)
            ]))</p>
            \(ui.summaryList([
                UI.Row(
                    ui("planning.fee.due"), "\(ui.money(fee.amount))",
                    actions: [UI.Link(ui("planning.fee.see"), draft.href("fee"))])
            ]))
            """
    }

    /// That it is lodged, and what happens next, with the clock that now runs.
    @Sendable static func lodged(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: Application.kind)
        let found = try context.find()
        let application = Stored<Application>(found.whole)
        guard application.applicant == context.actor.person, application.lodgedOn != nil else {
            throw Refusal.notFound
        }
        let ui = context.ui
        let clocks = application.fields.clocks(at: context.moment)
        let view = ClockView(context)
        let decision = clocks.first { $0.name == ClockName.decision }
        var page = Page(
            ui("planning.lodged.title"),
            """
            \(ui.panel(
                ui("planning.lodged.title"), referenceLabel: ui("planning.lodged.site"),
                reference: application.address ?? ""))
            <h2>\(ui("planning.lodged.next"))</h2>
            <ol>\((1...4).map { "<li>\(ui("planning.lodged.next.\($0)"))</li>" })</ol>
            \(decision.map { ui.clock(view.face($0)) })
            \(ui.buttons(
                ui.linkButton(ui("planning.lodged.case"), context.href(found.whole.id)),
                ui.linkButton(ui("planning.mine"), "/planning/mine", .quiet)))
            """)
        page.isPrivate = true
        return request.page(page)
    }
}
