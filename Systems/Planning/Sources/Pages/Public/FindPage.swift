// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// To a case by its file number, which holds strokes and so stands in a query:
/// `/register/planning/find?tenant=SLUG&number=26/60012`.
enum FindPage {
    /// Where the same number stands at more authorities than this, nobody meant all of them.
    private static let most = 50

    @Sendable static func answer(_ request: Request) throws -> Response {
        let number = (request.query["number"] ?? "").filter { !$0.isWhitespace }
        let slug = request.query["tenant"].flatMap { $0.isEmpty ? nil : $0 }
        guard !number.isEmpty else {
            return request.page(page(request, number: "", tenant: slug, found: [], isLost: false))
        }
        let found = try find(number, tenant: slug, in: request.site.network)
        if found.count == 1, let one = found.first {
            return .seeOther(PublicCase.href(one.tenant, one.record))
        }
        let isLost = found.isEmpty
        return request.page(
            page(request, number: number, tenant: slug, found: found, isLost: isLost),
            status: isLost ? 404 : 200)
    }

    private static func find(
        _ number: String, tenant: String?, in network: Network
    ) throws -> [RegisterItem] {
        let register = network.register
        if let tenant {
            let forms = [number, number.uppercased()]
            for form in forms {
                if let item = try register.item(tenant: tenant, reference: form),
                    item.kind == PublishedKind.application.name
                {
                    return [item]
                }
            }
            return []
        }
        let page = try register.page(
            RegisterQuery(kind: PublishedKind.application.name, text: number, limit: most))
        return page.items.filter { $0.reference.uppercased() == number.uppercased() }
    }

    private static func page(
        _ request: Request, number: String, tenant: String?, found: [RegisterItem], isLost: Bool
    ) -> Page {
        let (ui, network) = (request.ui, request.site.network)
        let tenants = ((try? network.tenants()) ?? []).filter { $0.systems.contains("planning") }
        let names = Dictionary(tenants.map { ($0.slug, ui.name(of: $0)) }, uniquingKeysWith: { $1 })
        let options = tenants.map { UI.Option($0.slug, names[$0.slug] ?? $0.slug) }
            .sorted { $0.label < $1.label }
        let mistakes = isLost ? [UI.Mistake("number", ui("register.find.lost"))] : []
        let ask = UI.Ask(
            "number", label: ui("register.find.number"), hint: ui("register.find.number.hint"),
            error: mistakes.first?.message)
        var page = Page(
            ui("register.find"),
            """
            \(ui.errorSummary(mistakes))
            <h1>\(ui("register.find"))</h1>
            \(if: !found.isEmpty, """
                <p>\(ui("register.find.several"))</p>
                \(ui.linkList(found.map {
                    UI.Link(
                        "\(names[$0.tenant] ?? $0.tenant): \($0.title)",
                        PublicCase.href($0.tenant, $0.record))
                }))
                """)
            <form method="get" action="/register/planning/find">
            \(ui.textInput(ask, value: number, width: .half))
            \(ui.select(
                UI.Ask("tenant", label: ui("register.filter.authority")), options, chosen: tenant,
                empty: ui("register.filter.any")))
            \(ui.buttons(ui.button(ui("web.search.button"))))
            </form>
            """)
        page.hasErrors = isLost
        page.breadcrumbs = [UI.Link(ui("register.title"), "/register/planning")]
        return page
    }
}
