// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// One pledge: who promised what to whom, and how far it has come.
struct PledgePage {
    static let routes = [
        Route(.get, "/t/:tenant/knowledge/pledges/:id", .everyone, formats: [.json], system: "knowledge") {
            try PledgePage($0).answer()
        }
    ]

    private let context: DerivedContext
    private let found: DerivedContext.Found
    private let pledge: Stored<Pledge>
    private var ui: UI { context.ui }

    init(_ request: Request) throws {
        context = try DerivedContext(request, kind: Pledge.kind)
        found = try context.find(asOf: try request.asOf())
        pledge = Stored<Pledge>(found.whole)
    }

    private func answer() throws -> Response {
        if context.request.format == .json { return try RecordPage.answer(context) }
        var page = try RecordPage.page(found, try References([found.shown], in: context), context)
        let chart = ProgressChart(ui: ui, pledge: pledge.fields, year: context.moment.today.year)
        page.main = """
            <h1>\(pledge.title)</h1>
            <p>\(ui.tag(ui.state(pledge.state, of: Pledge.kind), pledge.state.tone))</p>
            \(pledge.text.map(ui.prose))
            \(ui.summaryList(rows))
            \(if: pledge.claimed == nil || !pledge.reports.isEmpty, """
                <section aria-labelledby="progress"><h2 id="progress">\(ui("knowledge.pledge.progress"))</h2>
                \(share)\(chart.html)</section>
                """)
            \(if: context.actor.isStaff, RecordPage.actions(found, context))
            \(ui.linkList([UI.Link(ui("derived.history"), context.href(pledge.id, "history"))]))
            """
        page.breadcrumbs = [UI.Link(ui("knowledge.pledges"), "/pledges")]
        page.isPrivate = pledge.state == .struck
        return context.request.page(page)
    }

    private var share: HTML {
        pledge.fields.share.map {
            ui.meter(pledge.measure ?? ui("knowledge.pledge.progress"), $0, of: 100, text: "\($0) %")
        } ?? ""
    }

    private func row(_ field: String, _ value: HTML?) -> UI.Row? {
        value.map { UI.Row(context.words.label(field), $0) }
    }

    private func amount(_ value: Decimal) -> String {
        [ui.number(decimal: value.description), pledge.unit].compactMap(\.self).joined(separator: " ")
    }

    private func plain(_ text: String?) -> HTML? { text.map { "\($0)" } }

    private var rows: [UI.Row] {
        let words = context.words
        let source = pledge.source.map { WebAddress.host($0) == nil ? "\($0)" as HTML : ui.outside($0) }
        return [
            row("signatory", signatory),
            UI.Row(
                ui("knowledge.pledge.to"), ui.link(ui.name(of: context.store.tenant), "/t/\(context.slug)")),
            row("claimed", claimed),
            row("instrument", plain(pledge.instrument.map { words.option("instrument", $0.rawValue) })),
            row("joined_on", pledge.joinedOn.map(ui.day) ?? plain(pledge.joinedIn)),
            row("target_year", plain(pledge.targetYear.map { String($0) })),
            row("measure", plain(pledge.measure)), row("goal", plain(pledge.goal.map(amount))),
            row("baseline", plain(pledge.baseline.map(amount))),
            row("topic", plain(pledge.topic.map { words.option("topic", $0.rawValue) })),
            row("contact", plain(pledge.contact)), row("source", source),
            row("read_on", pledge.readOn.map(ui.day)),
            row("doubt", plain(pledge.doubt)),
            row("ended_on", pledge.endedOn.map(ui.day)), row("ending", plain(pledge.ending)),
        ].compactMap(\.self)
    }

    private var signatory: HTML {
        let tenant = pledge.organisation.flatMap { try? context.request.site.network.find($0) }
        if let tenant { return ui.link(pledge.signatory ?? ui.name(of: tenant), "/t/\(tenant.slug)") }
        return "\(pledge.signatory ?? pledge.organisation ?? ui("knowledge.pledges.several"))"
    }

    private var claimed: HTML? {
        guard let claimed = pledge.claimed else { return nil }
        let all = pledge.claimedOf.map { " \(ui("knowledge.pledges.of", ["of": ui.number($0)]))" } ?? ""
        return "\(ui.number(claimed))\(all) \(ui.tag(ui("knowledge.pledges.unknown"), .attention))"
    }
}
