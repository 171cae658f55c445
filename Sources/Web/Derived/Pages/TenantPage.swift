// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The first page of a tenant: its systems, and in each its own ways in, the lists one may see and
/// what one may begin. Where a system names its ways in, the lists behind them are for staff.
public enum TenantPage {
    /// Answers the request for it.
    public static func answer(_ request: Request) throws -> Response {
        let store = try request.tenant()
        let ui = request.ui
        let name = ui.name(of: store.tenant)
        let systems = request.site.network.systems.all.filter {
            $0.name != System.network.name && store.tenant.systems.contains($0.name)
        }
        let parts = try systems.map { try part($0, request) }
        let about = try request.site.faces.map { try $0.about(request, store.tenant) }
        let staff = request.staffLinks(store.tenant.slug)
        // Who runs the network comes to look after it; its directory is long.
        let isOperator = store.tenant.slug == Tenant.commons
        let links: HTML = staff.isEmpty ? "" : ui.linkList(staff)
        var page = Page(
            name, width: .wide,
            """
            <h1>\(name)</h1>
            \(if: isOperator, links)
            \(if: parts.isEmpty, ui.emptyState(ui("derived.tenant.empty")))
            \(parts)
            \(about)
            \(if: !isOperator, links)
            """)
        page.description = ui("derived.tenant.description", ["tenant": name])
        return request.page(page)
    }

    private static func part(_ system: System, _ request: Request) throws -> HTML {
        let ui = request.ui
        let tenant = try request.tenant().tenant
        var cards = request.entrances(in: tenant).filter { $0.system == system.name }.map(\.card)
        let hasOwn = !cards.isEmpty
        for kind in system.records where !hasOwn || request.actor.isStaff {
            let context = try DerivedContext(request, kind: kind)
            for action in context.actions
            where action.isOffered
                && action.permits(context.actor, on: nil)
            {
                let key = "\(system.name).action.\(action.name).card"
                cards.append(
                    (
                        UI.Link(ui.name(of: action), context.href(action, on: nil)),
                        ui.words.find(key, in: ui.language) ?? ""
                    ))
            }
            if kind.scope(for: context.actor) != .nothing {
                let text = ui.words.find("\(kind.key).list.card", in: ui.language) ?? ""
                cards.append((UI.Link(ui.plural(of: kind), context.list), text))
            }
        }
        if cards.isEmpty { return "" }
        return "<h2>\(ui.name(ofSystem: system.name))</h2>\(ui.cards(cards))"
    }
}
