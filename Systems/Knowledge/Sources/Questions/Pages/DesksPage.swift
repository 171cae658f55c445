// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Every desk there is and what it answers, so that nobody need guess how the router decides:
/// `/ask/desks`.
struct DesksPage {
    private let request: Request
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, kind: HelpDesk.kind) }

    init(_ request: Request) { self.request = request }

    func answer() throws -> Response {
        let desks = try OpenDesk.all(in: request.site.network).filter {
            request.oneBody == nil || $0.tenant.slug == request.oneBody
        }
        let columns = ["desk", "body", "audience", "topic", "language", "promise"].map {
            UI.Column(ui("knowledge.desks.\($0)"), isNumeric: $0 == "promise")
        }
        let table = ui.table(ui("knowledge.desks"), columns, desks.map(row), isCaptionSeen: false)
        var page = Page(
            ui("knowledge.desks"), width: .wide,
            """
            <h1>\(ui("knowledge.desks"))</h1>
            <p class="lead">\(ui("knowledge.desks.lead"))</p>
            \(request.ofOneBody("/ask/desks"))
            \(if: desks.isEmpty, ui.emptyState(ui("knowledge.desks.none")), else: table)
            """)
        page.breadcrumbs = [UI.Link(ui("knowledge.ask"), "/ask")]
        return request.page(page)
    }

    private func row(_ desk: OpenDesk) -> [HTML] {
        let tenant = desk.tenant
        return [
            ui.link(desk.name, "/t/\(tenant.slug)/knowledge/desks/\(desk.id.text)"),
            ui.link(ui.name(of: tenant), "/t/\(tenant.slug)"),
            named("audience", desk.audience.all.map(\.rawValue), "knowledge.desks.anybody"),
            named("topic", desk.topic.all.map(\.rawValue), "knowledge.desks.anything"),
            named("language", desk.language.all.map(\.rawValue), "knowledge.desks.unsaid"),
            "\(ui.number(desk.promise))",
        ]
    }

    private func named(_ field: String, _ names: [String], _ none: String) -> HTML {
        let texts = names.map { words.option(field, $0) }
        return "\(texts.isEmpty ? ui(none) : texts.joined(separator: ", "))"
    }
}
