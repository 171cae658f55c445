// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// An applicant's case: where it stands, what they can do, until when, and all that has happened.
struct OwnCasePage {
    let context: DerivedContext
    let found: DerivedContext.Found
    private let application: Stored<Application>
    private let parts: CaseParts
    private var ui: UI { context.ui }

    init(_ context: DerivedContext, _ found: DerivedContext.Found) {
        self.context = context
        self.found = found
        application = Stored(found.shown)
        parts = CaseParts(context, found.shown)
    }

    func answer() throws -> Response {
        let title = CaseSummary.title(application.fields, ui)
        let clocks = application.fields.clocks(at: context.moment)
        let main: HTML = """
            <h1>\(title)</h1>
            <p>\(CaseSummary.tag(application.state, ui)) \(number)</p>
            <p class="lead">\(lead)</p>
            \(if: application.state == .invalid, invalid)
            \(actions)
            \(parts.information)
            \(parts.decision)
            \(notice)
            \(try answers())
            \(parts.documents)
            \(try parts.history(limit: 12))
            """
        let aside: HTML = """
            <h2>\(ui("planning.clocks"))</h2>
            \(ClockView(context).html(clocks))
            \(withdrawal)
            """
        var page = Page(title, width: .wide, ui.columns(main, aside: aside))
        page.breadcrumbs = [UI.Link(ui("planning.mine"), "/planning/mine")]
        page.isPrivate = true
        page.notice = parts.notice
        page.styles = [UI.mapStyle]
        return context.request.page(page)
    }

    /// Where the case stands; what is kept is there already, so that no work is spoken of.
    private var lead: String {
        let isKept = application.state == .granted && application.type == "retention"
        let key = "planning.case.\(application.state.rawValue)"
        return isKept ? ui("\(key).retention") : ui(key)
    }

    private var number: HTML {
        guard let number = application.fileNumber else { return "" }
        return "\(ui("planning.application.file_number")) <strong>\(number)</strong>"
    }

    private var invalid: HTML {
        """
        <h2>\(ui("planning.application.invalid_reasons"))</h2>
        \(ui.inset(ui.prose(application.invalidReasons ?? "")))
        """
    }

    /// What the applicant can do now; withdrawing stands apart, at the end.
    private var actions: HTML {
        let offers = RecordPage.offers(found, context).filter {
            $0.obstacle == nil && $0.action.name != PlanningActions.withdraw.kind.name
        }
        if offers.isEmpty { return "" }
        return """
            <div class="buttons">\(offers.map { offer in
                ui.linkButton(
                    ui.name(of: offer.action), context.href(offer.action, on: application.id))
            })</div>
            """
    }

    private var withdrawal: HTML {
        let action = PlanningActions.withdraw.kind
        let canBe = RecordPage.offers(found, context).contains {
            $0.action.name == action.name && $0.obstacle == nil
        }
        guard canBe else { return "" }
        return ui.details(
            ui.name(of: action),
            """
            <p>\(ui("planning.case.withdraw"))</p>
            \(ui.buttons(ui.linkButton(
                ui.name(of: action), context.href(action, on: application.id), .warning)))
            """)
    }

    private var notice: HTML {
        guard application.decision != nil else { return "" }
        return ui.linkList([
            UI.Link(ui("planning.letter"), context.href(application.id, "notice"))
        ])
    }

    private func answers() throws -> HTML {
        let summary = CaseSummary(context, found.shown)
        let papers = ["drawings", "other_documents"]
        let fields = ApplySection.all.flatMap(\.fields).filter { !papers.contains($0) }
        return """
            <h2>\(ui("planning.case.answers"))</h2>
            \(ui.summaryList(summary.rows(fields + ["fee_paid"], isShort: true)))
            """
    }
}
