// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The parts of which the pages of one case are made, whoever reads them.
struct CaseParts {
    let context: DerivedContext
    let application: Stored<Application>
    private var ui: UI { context.ui }

    init(_ context: DerivedContext, _ row: StoredRow) {
        self.context = context
        application = Stored(row)
    }

    private var documentsPath: Href { RecordPage.documents(of: application.row, context) }

    /// What was asked for and what was answered, request by request.
    var information: HTML {
        let rounds = application.informationRounds
        if rounds.isEmpty { return "" }
        return """
            <h2>\(ui("planning.information"))</h2>
            \(rounds.enumerated().map { card($0 + 1, $1) })
            """
    }

    private func card(_ number: Int, _ round: InformationRequest) -> HTML {
        let sort = round.isClarification ? "clarification" : "request"
        let title = ui("planning.information.\(sort)", ["number": "\(number)"])
        var rows = [
            UI.Row(ui("planning.information.asked"), ui.day(round.requestedOn)),
            UI.Row(
                ui("planning.information.items"),
                "<ol>\(round.items.map { "<li>\($0)</li>" })</ol>" as HTML),
        ]
        if round.extraMonths > 0 {
            rows.append(
                UI.Row(
                    ui("planning.information.extended"),
                    ui.count("planning.information.months", round.extraMonths)))
        }
        rows.append(
            UI.Row(ui("planning.information.answered"), round.repliedOn.map(ui.day) ?? notYet))
        if let reply = round.reply {
            rows.append(UI.Row(ui("planning.information.answer"), ui.prose(reply)))
        }
        if !round.files.isEmpty {
            rows.append(UI.Row(ui("planning.documents"), files(round.files)))
        }
        if round.repliedOn != nil, round.fullyCompliedOn == nil {
            rows.append(UI.Row(ui("planning.information.full"), ui("planning.information.not_full")))
        }
        if round.isSignificant {
            rows.append(
                UI.Row(
                    ui("planning.information.notices"), round.readvertisedOn.map(ui.day) ?? notYet))
        }
        return ui.summaryCard(title, rows: rows)
    }

    private var notYet: HTML { "\(ui("planning.not_yet"))" }

    /// What was decided, why, and under which conditions.
    var decision: HTML {
        guard let decision = application.decision else { return "" }
        let conditions = application.conditionList
        return """
            <h2>\(ui("planning.decision"))</h2>
            \(ui.summaryList([
                UI.Row(
                    ui("planning.application.decision"),
                    "\(context.words.option("decision", decision.rawValue))"),
                UI.Row(
                    ui("planning.application.decided_on"),
                    application.decidedOn.map(ui.day) ?? ""),
                UI.Row(
                    ui("planning.application.decision_reasons"),
                    application.decisionReasons.map(ui.prose) ?? ""),
                UI.Row(
                    ui("planning.application.notified_on"),
                    application.notifiedOn.map(ui.day) ?? notYet),
            ]))
            \(if: !conditions.isEmpty, ui.details(
                ui.count("planning.conditions", conditions.count),
                DecisionNotice.conditions(conditions, ui)))
            """
    }

    /// Every document of the case: drawings, other papers, and what came with answers.
    var documents: HTML {
        let groups = [
            ("planning.application.drawings", application.drawings),
            ("planning.application.other_documents", application.otherDocuments),
            ("planning.information.answer", application.informationRounds.flatMap(\.files)),
        ].filter { !$0.1.isEmpty }
        return """
            <h2>\(ui("planning.documents"))</h2>
            \(if: groups.isEmpty, "<p>\(ui("planning.documents.none"))</p>")
            \(groups.map { "<h3>\(ui($0.0))</h3>\(files($0.1))" })
            """
    }

    private func files(_ files: [FileReference]) -> HTML {
        """
        <ul class="link-list">\(files.map {
            "<li>\(ui.documentLink($0, of: documentsPath))</li>"
        })</ul>
        """
    }

    /// Where the site is, on a map; nothing where nobody said.
    var map: HTML {
        guard let site = application.site else { return "" }
        let title = CaseSummary.title(application.fields, ui)
        return ui.map(
            .locator(
                id: "site-map", title: ui("planning.map", ["site": title]),
                description: ui("planning.map.text"),
                feature: MapFeature(id: "site", geometry: site, label: title),
                within: area))
    }

    private var area: Bounds {
        context.store.tenant.jurisdiction == "ie" ? .ireland : .greatBritain
    }

    /// What has been done with the case, newest first.
    func history(limit: Int? = nil) throws -> HTML {
        let steps = try context.store.read(as: context.actor) {
            try $0.history(of: application.id, kind: context.kind)
        }.filter { $0.entry.action != "planning.save_answers" }
        let references = try HistoryPage.references(steps, context)
        let events = steps.reversed().prefix(limit ?? .max).map { step in
            UI.Event(
                ui.done(step.entry.action), when: ui.moment(step.entry.at, in: context.zone),
                by: HistoryPage.who(step.entry.actor, references, context, of: application.row),
                isMajor: step.previousState != step.state)
        }
        return """
            <h2>\(ui("planning.history"))</h2>
            \(ui.timeline(Array(events)))
            <p>\(ui.link(ui("planning.history.all"), context.href(application.id, "history")))</p>
            """
    }

    /// What the case is about, above the form of an action on it.
    var about: HTML {
        let summary = CaseSummary(context, application.row)
        return ui.summaryList(summary.rows(["address", "proposal", "applicant_name"]))
    }

    /// What falls due next and until when, in one line; nothing where nothing does.
    var due: HTML {
        guard let day = application.dueOn, let name = application.dueFor else { return "" }
        let tag = DueDay(ui, day, today: context.moment.today).tag
        return "\(ui("clock.name.\(name)")): \(ui.day(day)) \(tag)"
    }

    /// What an action has just done, told once.
    var notice: UI.Notice? {
        let done = context.request.query["done"]
        return context.actions.first { $0.segment == done }.map {
            UI.Notice("<p>\(ui.done($0.key))</p>")
        }
    }
}
