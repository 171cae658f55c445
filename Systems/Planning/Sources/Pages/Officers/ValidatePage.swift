// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Whether an application is valid: what the law asks for, point by point. What can be told from
/// the answers is told; the rest an officer ticks. What is not ticked becomes the reasons with
/// which it can be returned.
enum ValidatePage {
    private static let action = PlanningActions.validate.kind
    private static let path = "/t/:tenant/planning/applications/:id/\(action.segment)"

    static let routes = [
        Route(.get, path, .roles([.officer, .manager]), system: "planning") { request in
            try page(request).show()
        },
        Route(.post, path, .roles([.officer, .manager]), system: "planning", answer: take),
    ]

    /// What only a person can judge, with the articles of the regulations that ask for it.
    static let points = ["notices", "agree", "drawings", "consent"]

    private static func page(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Application.kind)
        var page = try ActionPage(context, action)
        guard let row = page.found?.whole else { throw Refusal.notFound }
        page.above = CaseParts(context, row).about
        // The points are those of the Irish regulations; another law asks for others.
        guard asksForPoints(context) else { return page }
        page.above += checked(Stored(row), context)
        page.inside = { draft in questions(draft, context.ui) }
        return page
    }

    private static func asksForPoints(_ context: DerivedContext) -> Bool {
        let scheme = try? context.moment.rules[.clockScheme, on: context.moment.today].value
        return scheme == ClockScheme.ireland2000.rawValue
    }

    @Sendable private static func take(_ request: Request) async throws -> Response {
        let page = try page(request)
        var draft = try await page.received()
        let ticked = Set(draft.form.texts.all("points"))
        let missing = asksForPoints(page.context) ? points.filter { !ticked.contains($0) } : []
        if draft.form["return"] != nil, let id = page.found?.whole.id {
            let href = page.context.href(PlanningActions.invalidate.kind, on: id)
            return .seeOther(href.with(missing.map { ("missing", $0) }))
        }
        guard missing.isEmpty else {
            draft.problems.add("points", "select", Phrase("planning.problem.points"))
            return try page.answer(draft, status: 422)
        }
        return try await page.take(draft)
    }

    private static func questions(_ draft: ActionPage.Draft, _ ui: UI) -> HTML {
        let problem = draft.problems.all.first { $0.field == "points" }
        return """
            \(ui.checkboxes(
                UI.Ask(
                    "points", label: ui("planning.points.yours"),
                    error: problem.map { ui($0.phrase) }),
                points.map {
                    UI.Option(
                        $0, ui("planning.points.\($0)"), hint: ui("planning.points.\($0).law"))
                }, chosen: Set(draft.form.texts.all("points"))))
            \(ui.buttons(
                ui.button(ui("planning.points.return"), .secondary, name: "return", value: "1")))
            """
    }

    /// What the answers themselves tell.
    private static func checked(
        _ application: Stored<Application>, _ context: DerivedContext
    ) -> HTML {
        let ui = context.ui
        let clocks = application.fields.clocks(at: context.moment)
        func isMet(_ clock: String) -> Bool {
            clocks.first { $0.name == clock }?.state == .met
        }
        let facts: [(String, Bool, HTML)] = [
            (
                "newspaper", isMet(ClockName.newspaperNotice),
                application.newspaperNoticeOn.map { day in
                    "\(application.newspaperName ?? ""), \(ui.day(day))"
                } ?? ""
            ),
            (
                "site_notice", isMet(ClockName.siteNotice),
                application.siteNoticeOn.map(ui.day) ?? ""
            ),
            (
                "files", !application.drawings.isEmpty,
                "\(ui.count("planning.points.files", application.drawings.count))"
            ),
            (
                "place", application.site != nil,
                context.kind.field("site").map { CaseSummary(context, application.row).html($0) }
                    ?? ""
            ),
            (
                "fee",
                application.feePaid.map { $0 >= application.feeDue ?? 0 } ?? false,
                application.feePaid.map { cents in
                    "\(ui.money(Money(cents: cents, currency: context.currency)))"
                } ?? ""
            ),
        ]
        return ui.table(
            ui("planning.points.told"),
            ["point", "found", "how"].map { UI.Column(ui("planning.points.\($0)")) },
            facts.map { name, isGood, found in
                [
                    """
                    \(ui("planning.points.\(name)"))\
                    <span class="note">\(ui("planning.points.\(name).law"))</span>
                    """,
                    found.isEmpty ? (isGood ? "–" : ui.notProvided) : found,
                    isGood ? ui.tag(ui("planning.points.good"), .good)
                        : ui.tag(ui("planning.points.look"), .bad),
                ]
            })
    }
}

/// Returning an application: the points that were not ticked stand there as reasons already.
enum InvalidatePage {
    private static let action = PlanningActions.invalidate.kind

    static let route = Route(
        .get, "/t/:tenant/planning/applications/:id/\(PlanningActions.invalidate.kind.segment)",
        .roles([.officer, .manager]), system: "planning"
    ) { request in
        let context = try DerivedContext(request, kind: Application.kind)
        var page = try ActionPage(context, action)
        page.above = page.found.map { CaseParts(context, $0.whole).about } ?? ""
        let missing = Set(request.query.all("missing"))
        let points = ValidatePage.points.filter(missing.contains)
        guard !points.isEmpty, let row = page.found?.whole, action.from.contains(row.state) else {
            return try page.show()
        }
        var draft = try page.blank()
        let ui = request.ui
        let reasons = points.map {
            "– \(ui("planning.points.\($0).missing")) (\(ui("planning.points.\($0).law")))"
        }
        draft.form.put(reasons.joined(separator: "\n"), under: "reasons")
        return try page.answer(draft)
    }
}
