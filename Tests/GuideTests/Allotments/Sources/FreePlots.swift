// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Every free plot of the network, as it is published: `/allotments`.
enum FreePlots {
    static let route = Route(.get, "/allotments", .everyone) { request in
        let (ui, network) = (request.ui, request.site.network)
        let query = RegisterQuery(kind: PublishedKind.plot.name, limit: Register.largestPage)
        let links = try network.register.page(query).items.map { plot in
            let council = try network.find(plot.tenant).map { ui.name(of: $0) } ?? plot.tenant
            return UI.Link(
                "\(plot.title), \(council)",
                "/t/\(plot.tenant)/allotments/plots/\(plot.record.text)")
        }
        let title = ui("allotments.free")
        let list = links.isEmpty ? ui.emptyState(ui("allotments.free.none")) : ui.linkList(links)
        return request.page(Page(title, "<h1>\(title)</h1>\(list)"))
    }
}
