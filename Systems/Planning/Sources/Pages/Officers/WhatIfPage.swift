// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The clocks of a case side by side: as they stand, and as they would stand if.
struct WhatIfPage {
    let context: DerivedContext
    let application: Stored<Application>
    private var ui: UI { context.ui }

    static let route = Route(
        .get, "/t/:tenant/planning/applications/:id/what-if", .staff, system: "planning"
    ) { request in
        let context = try DerivedContext(request, kind: Application.kind)
        return try WhatIfPage(context: context, application: Stored(context.find().shown)).answer()
    }

    private func answer() throws -> Response {
        let title = ui("planning.whatif")
        var (problems, body) = (Problems(), HTML())
        do {
            let whatIf = try WhatIf(context.request.query, months: TypedDay.months(ui.words))
            if !whatIf.isEmpty { body = try comparison(whatIf) }
        } catch let wrong as Problems { problems = wrong }
        let mistakes = problems.all.map { UI.Mistake($0.field, Self.text($0, ui)) }
        var page = Page(
            "\(title) – \(CaseSummary.title(application.fields, ui))", width: .wide,
            """
            \(ui.errorSummary(mistakes))
            <p class="lead">\(CaseSummary.title(application.fields, ui))</p>
            <h1>\(title)</h1>
            <p>\(ui("planning.whatif.text"))</p>
            \(Self.form(context, application.id, problems))
            \(body)
            """)
        page.back = UI.Link(ui("planning.case.back"), context.href(application.id))
        page.hasErrors = !mistakes.isEmpty
        page.isPrivate = true
        return context.request.page(page, status: mistakes.isEmpty ? 200 : 422)
    }

    /// The days to be tried out, asked by GET so that each answer has an address.
    static func form(
        _ context: DerivedContext, _ id: RecordID, _ problems: Problems = Problems()
    ) -> HTML {
        let ui = context.ui
        let inputs = WhatIf.names.map { name -> HTML in
            ui.dayInput(
                UI.Ask(
                    name, label: ui("planning.whatif.\(name)"),
                    error: problems.all.first { $0.field == name }.map { text($0, ui) }),
                value: context.request.query[name]
                    ?? DateParts(name, in: context.request.query).text)
        }
        return """
            <form class="filter" method="get" action="\(context.href(id, "what-if"))">
            <div class="filter-fields">\(inputs)</div>
            \(ui.buttons(ui.button(ui("planning.whatif.ask"), .secondary)))
            </form>
            """
    }

    private static func text(_ problem: Problem, _ ui: UI) -> String {
        ui.text(of: problem, label: problem.field.map { ui("planning.whatif.\($0)") })
    }

    private func comparison(_ whatIf: WhatIf) throws -> HTML {
        let (now, then) = try whatIf.clocks(of: application.dates, at: context.moment)
        let view = ClockView(context)
        let changed = then.filter { clock in now.first { $0.name == clock.name } != clock }
        let rows = changed.map { clock in
            row(clock, now.first { $0.name == clock.name }, view)
        }
        if rows.isEmpty { return ui.inset("<p>\(ui("planning.whatif.same"))</p>") }
        return """
            \(ui.table(
                ui("planning.whatif.compare"),
                ["clock", "now", "then", "change"].map { UI.Column(ui("planning.whatif.\($0)")) },
                rows))
            <h2>\(ui("planning.whatif.how"))</h2>
            \(changed.map { ui.clock(view.face($0)) })
            """
    }

    private func row(_ then: ClockAnswer, _ now: ClockAnswer?, _ view: ClockView) -> [HTML] {
        [
            "\(ui("clock.name.\(then.name)"))",
            now.map { days($0) } ?? "\(ui("planning.whatif.none"))",
            days(then),
            "\(change(now, then))",
        ]
    }

    private func days(_ clock: ClockAnswer) -> HTML {
        let state = ui.tag(
            ui("clock.state.\(clock.state.rawValue)"), ClockView(context).tone(clock))
        guard let due = clock.dueOn else { return state }
        guard clock.rolled, let last = clock.lastGoodDay else { return "\(ui.day(due)) \(state)" }
        return """
            \(ui.day(due)) \(state)\
            <span class="note">\(ui("web.clock.last")): \(ui.day(last))</span>
            """
    }

    private func change(_ now: ClockAnswer?, _ then: ClockAnswer) -> String {
        guard let now else { return ui("planning.whatif.new") }
        guard let before = now.lastGoodDay, let after = then.lastGoodDay else {
            return now.state == then.state ? "–" : ui(
                "planning.whatif.state",
                ["from": ui("clock.state.\(now.state.rawValue)"),
                    "to": ui("clock.state.\(then.state.rawValue)")])
        }
        let difference = after - before
        if difference == 0 { return ui("planning.whatif.same_day") }
        return ui.count(
            difference > 0 ? "planning.whatif.later" : "planning.whatif.earlier", abs(difference))
    }
}
