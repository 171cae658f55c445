// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A case as its officers work on it: what is to be done and until when, everything that was sent
/// in, what others said on it, and what has happened.
struct OfficerCasePage {
    let context: DerivedContext
    let found: DerivedContext.Found
    let asOf: Instant?
    private let application: Stored<Application>
    private let parts: CaseParts
    private let references: References
    private var ui: UI { context.ui }

    /// - Throws: `Refusal.notFound` for a draft, which is nobody's but the applicant's.
    init(_ context: DerivedContext, _ found: DerivedContext.Found, asOf: Instant?) throws {
        guard found.whole.state != .draft else { throw Refusal.notFound }
        self.context = context
        self.found = found
        self.asOf = asOf
        application = Stored(found.shown)
        parts = CaseParts(context, found.shown)
        references = try References([found.shown], in: context)
    }

    func answer() throws -> Response {
        let title = CaseSummary.title(application.fields, ui)
        let main: HTML = """
            <h1>\(title)</h1>
            \(head)
            \(ui.prose(application.proposal ?? ""))
            \(if: asOf == nil, actions)
            \(parts.information)
            \(parts.decision)
            \(noticeLink)
            \(try OfficerCaseLists(context, application).html())
            \(sections)
            \(parts.documents)
            \(origin)
            \(try parts.history(limit: 20))
            """
        let aside: HTML = """
            <h2>\(ui("planning.clocks"))</h2>
            \(ClockView(context).html(application.fields.clocks(at: context.moment)))
            \(if: asOf == nil, whatIf)
            \(parts.map)
            """
        var page = Page(title, width: .wide, ui.columns(main, aside: aside))
        page.breadcrumbs = [
            UI.Link(ui.name(of: context.store.tenant), "/t/\(context.slug)"),
            UI.Link(ui("planning.inbox"), "/t/\(context.slug)/planning/inbox"),
        ]
        page.isPrivate = true
        page.styles = [UI.mapStyle]
        page.notice = asOf.map(past) ?? parts.notice
        return context.request.page(page)
    }

    private var origin: HTML {
        let documents = RecordPage.documents(of: found.shown, context)
        return OriginView(application.fields, documents: documents, ui)?.html ?? ""
    }

    private func past(_ asOf: Instant) -> UI.Notice {
        UI.Notice(
            """
            <p>\(ui("planning.case.as_of")) \(ui.moment(asOf, in: context.zone)). \
            \(ui.link(ui("planning.case.now"), context.href(application.id)))</p>
            """, .attention)
    }

    private var head: HTML {
        let summary = CaseSummary(context, found.shown, references)
        return """
            <p>\(CaseSummary.tag(application.state, ui)) \
            \(application.fileNumber.map { "<strong>\($0)</strong>" })</p>
            \(ui.summaryList(
                summary.rows(["type", "applicant_name", "received_on", "assigned_to"])
                    + (parts.due.isEmpty ? [] : [UI.Row(ui("planning.case.due"), parts.due)])))
            """
    }

    /// What can be done: what the law expects next stands out, the rest follows.
    private var actions: HTML {
        let offers = RecordPage.offers(found, context)
        let possible = offers.filter { $0.obstacle == nil }.map(\.action)
        let next = Self.next[application.state] ?? []
        let first = possible.filter { next.contains($0.name) }
        let rest = possible.filter { !next.contains($0.name) }
        let hindered = offers.filter { $0.action.from.contains(application.state) }
        let later = hindered.compactMap { offer in
            offer.obstacle.map { UI.Row(ui.name(of: offer.action), ui.text(of: $0)) }
        }
        return """
            <h2>\(ui("planning.case.actions"))</h2>
            \(buttons(first, .primary))\(buttons(rest, .secondary))
            \(if: !later.isEmpty, ui.details(ui("planning.case.later"), ui.summaryList(later)))
            """
    }

    private func buttons(_ actions: [ActionKind], _ kind: UI.ButtonKind) -> HTML {
        if actions.isEmpty { return "" }
        let buttons = actions.map { action in
            ui.linkButton(ui.name(of: action), context.href(action, on: application.id), kind)
        }
        return "<div class=\"buttons\">\(buttons)</div>"
    }

    /// What the law expects next of the authority, by where the case stands.
    private static let next: [State: [String]] = [
        .lodged: ["validate", "invalidate"],
        .valid: ["request_further_information", "grant_permission", "refuse_permission"],
        .furtherInformation: ["answer_further_information", "extend_reply_time", "deem_withdrawn"],
        .granted: ["record_notification"], .refused: ["record_notification"],
        .decided: ["record_notification"],
    ]

    /// Fields that stand below as documents.
    private static let papers = ["drawings", "other_documents"]

    private var noticeLink: HTML {
        guard application.decision != nil else { return "" }
        return ui.linkList([
            UI.Link(ui("planning.letter"), context.href(application.id, "notice"))
        ])
    }

    private var whatIf: HTML {
        guard PlanningActions.open.contains(application.state) else { return "" }
        return ui.details(
            ui("planning.whatif"),
            """
            <p>\(ui("planning.whatif.text"))</p>
            \(WhatIfPage.form(context, application.id))
            """)
    }

    /// Everything that was answered, part by part, and how those concerned can be reached.
    private var sections: HTML {
        let summary = CaseSummary(context, found.shown, references)
        let groups = ApplySection.groups.map { group -> HTML in
            let sections = ApplySection.all.filter { $0.group == group }
            let fields = sections.flatMap(\.fields).filter { !Self.papers.contains($0) }
            return ui.summaryCard(
                ui("planning.case.group.\(group)"), rows: summary.rows(fields, isShort: true))
        }
        let course = [
            "lodged_on", "received_on", "valid_on", "invalid_on", "invalid_reasons",
            "consultation_on", "consultation_until", "notified_on", "withdrawn_on",
            "withdrawal_reason", "appealed_on", "fee_due", "fee_paid", "fee_reference",
            "corrections",
        ]
        return """
            <h2>\(ui("planning.case.answers"))</h2>
            \(groups)
            \(ui.summaryCard(ui("planning.case.course"), rows: summary.rows(course, isShort: true)))
            """
    }
}
