// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Every answer on one page, with what is still missing, before the application is lodged.
struct CheckPage {
    let draft: Draft
    private var ui: UI { draft.ui }

    init(_ draft: Draft) throws { self.draft = draft }

    func answer() throws -> Response {
        let problems = draft.problems
        let title = ui("planning.apply.check")
        var page = Page(
            title,
            """
            \(if: !problems.all.isEmpty, missing(problems))
            <h1>\(title)</h1>
            \(ApplySection.groups.map(group))
            \(fee)
            \(onwards(problems))
            """)
        page.breadcrumbs = draft.breadcrumbs
        page.isPrivate = true
        return draft.context.request.page(page)
    }

    /// Each thing that is missing or wrong, leading to the page where it is put right.
    private func missing(_ problems: Problems) -> HTML {
        let items = problems.all.map { problem -> HTML in
            let text = ui.text(of: problem, in: draft.words)
            let section = ApplySection.of(problem.field ?? "")
            return "<li>\(section.map { ui.link(text, change($0)) } ?? "\(text)")</li>"
        }
        return """
            <div class="error-summary"><h2>\(ui("planning.apply.missing"))</h2>\
            <ul>\(items)</ul></div>
            """
    }

    private func group(_ group: String) -> HTML {
        var summary = CaseSummary(draft.context, draft.row)
        summary.asAsked = true
        let sections = ApplySection.all.filter { $0.group == group }
        let rows = sections.flatMap { section in
            summary.rows(section.fields) { _ in change(section) }
        }
        return "<h2>\(ui("planning.apply.group.\(group)"))</h2>\(ui.summaryList(rows))"
    }

    private func change(_ section: ApplySection) -> Href {
        draft.href(section.name).with(["from": "check"])
    }

    private var fee: HTML {
        let amount = draft.fee.map { "\(ui.money($0.amount))" as HTML } ?? ""
        return """
            <h2>\(ui("planning.apply.fee"))</h2>
            \(ui.summaryList([
                UI.Row(
                    ui("planning.fee.due"), amount,
                    actions: [UI.Link(ui("planning.fee.see"), draft.href("fee"))])
            ]))
            """
    }

    private func onwards(_ problems: Problems) -> HTML {
        let back = ui.linkButton(ui("planning.apply.back"), draft.href(), .quiet)
        guard problems.all.isEmpty, draft.fee != nil else { return ui.buttons(back) }
        let lodge = draft.context.href(PlanningActions.lodge.kind, on: draft.row.id)
        return ui.buttons(ui.linkButton(ui("planning.apply.on"), lodge), back)
    }
}
