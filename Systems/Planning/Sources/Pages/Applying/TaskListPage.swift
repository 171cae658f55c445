// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Everything there is to answer, in any order, with how far each part is.
struct TaskListPage {
    let draft: Draft
    private var ui: UI { draft.ui }

    init(_ draft: Draft) { self.draft = draft }

    func answer() throws -> Response {
        let problems = draft.problems
        let authority = ui.name(of: draft.context.store.tenant)
        let title = draft.application.address ?? ui("planning.apply.title")
        let states = ApplySection.all.map { $0.state(draft.row.values, problems) }
        let done = zip(ApplySection.all, states).count { !$0.isOptional && $1 == .completed }
        let needed = ApplySection.all.count { !$0.isOptional }
        var page = Page(
            ui("planning.apply.title"),
            """
            <h1>\(title)</h1>
            <p class="lead">\(ui("planning.apply.at", ["authority": authority]))</p>
            <p>\(ui("planning.apply.progress", ["done": "\(done)", "count": "\(needed)"]))</p>
            \(ApplySection.groups.map { group($0, problems) })
            \(paying(problems))
            \(ui.details(ui("planning.apply.discard"), try discard()))
            """)
        page.breadcrumbs = [UI.Link(ui("planning.mine"), "/planning/mine")]
        page.isPrivate = true
        page.notice = draft.context.request.query["saved"].map { saved($0, problems) }
        return draft.context.request.page(page)
    }

    /// That a page was saved, and what it still lacks.
    private func saved(_ name: String, _ problems: Problems) -> UI.Notice {
        let fields = ApplySection.all.first { $0.name == name }?.fields ?? []
        let wrong = Set(problems.all.compactMap(\.field))
        let lacking = fields.filter(wrong.contains).map { draft.words.label($0) }
        if lacking.isEmpty { return UI.Notice("<p>\(ui("planning.apply.saved"))</p>") }
        let text = ui("planning.apply.saved.missing", [
            "page": ui("planning.apply.\(name)"), "fields": lacking.joined(separator: "; "),
        ])
        return UI.Notice("<p>\(text)</p>", .attention)
    }

    private func group(_ name: String, _ problems: Problems) -> HTML {
        let sections = ApplySection.all.filter { $0.group == name }
        let tasks = sections.map { section -> UI.Task in
            let title = ui("planning.apply.\(section.name)")
            return UI.Task(
                section.isOptional ? ui("web.optional", ["label": title]) : title,
                draft.href(section.name), section.state(draft.row.values, problems),
                hint: ui.words.find("planning.apply.\(section.name).task", in: ui.language))
        }
        return """
            <h2>\(ui("planning.apply.group.\(name)"))</h2>
            \(ui.taskList(tasks, id: name))
            """
    }

    private func paying(_ problems: Problems) -> HTML {
        let fee = draft.fee
        let isReady = problems.all.isEmpty && fee != nil
        return """
            <h2>\(ui("planning.apply.group.lodge"))</h2>
            \(ui.taskList(
                [
                    UI.Task(
                        ui("planning.apply.fee"), draft.href("fee"),
                        fee == nil ? .notStarted : .completed,
                        hint: fee.map { ui.money($0.amount) }),
                    UI.Task(
                        ui("planning.apply.check"), draft.href("check"),
                        isReady ? .notStarted : .incomplete,
                        hint: isReady ? nil : ui("planning.apply.check.missing")),
                ], id: "lodge"))
            """
    }

    private func discard() throws -> HTML {
        let context = draft.context
        return """
            <p>\(ui("planning.apply.discard.text"))</p>
            \(ui.buttonForm(
                context.href(PlanningActions.discard.kind, on: draft.row.id),
                ui.name(of: PlanningActions.discard.kind), .warning,
                hidden: [
                    ("csrf", context.request.csrf), ("once", try Secret.new()),
                    ("version", "\(draft.row.version)"),
                ]))
            """
    }

    /// What the application costs, and why.
    func fee() throws -> Response {
        let body: HTML
        if let fee = draft.fee {
            body = """
                \(FeeView(ui: ui, fee: fee).html)
                \(ui.inset("<p>\(ui("planning.fee.pay"))</p>"))
                """
        } else {
            let isClassMissing = draft.application.developmentClass == nil
            let section = isClassMissing ? "class" : "size"
            body = """
                <p>\(ui("planning.fee.unknown"))</p>
                \(ui.linkList([UI.Link(ui("planning.apply.\(section)"), draft.href(section))]))
                """
        }
        var page = Page(
            ui("planning.apply.fee"),
            """
            <h1>\(ui("planning.apply.fee"))</h1>
            \(body)
            \(ui.buttons(ui.linkButton(ui("planning.apply.back"), draft.href())))
            """)
        page.breadcrumbs = draft.breadcrumbs
        page.isPrivate = true
        return draft.context.request.page(page)
    }
}
