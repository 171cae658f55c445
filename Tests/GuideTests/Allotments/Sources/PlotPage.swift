// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A plot's page: what is derived, and what it would cost.
enum PlotPage {
    static let route = Route(
        .get, "/t/:tenant/allotments/plots/:id", .everyone, formats: [.json], system: "allotments"
    ) { request in
        let context = try DerivedContext(request, kind: Plot.kind)
        let found = try context.find(asOf: try request.asOf())
        let plot = Stored<Plot>(found.shown)
        // Data is derived, and what a plot of the past would cost today says nothing.
        guard request.format == .html, try request.asOf() == nil, plot.state == .free else {
            return try RecordPage.answer(context)
        }
        var page = try RecordPage.page(found, References([found.shown], in: context), context)
        page.main = "\(page.main)\n\(rent(of: plot, context))"
        return request.page(page)
    }

    private static func rent(of plot: Stored<Plot>, _ context: DerivedContext) -> HTML {
        guard let rent = context.moment.rent else { return "" }
        let ui = context.ui
        let year = ui.money(rent.value * plot.area)
        let apply: Href = "/t/\(context.slug)/allotments/lettings/new/apply"
        return """
            <h2>\(ui("allotments.rent"))</h2>
            <p>\(ui("allotments.rent.year", ["rent": year]))</p>
            <p class="meta">\(ui("allotments.rent.source", ["source": rent.source])) \
            \(if: !rent.certain, ui.tag(ui("web.uncertain"), .attention))</p>
            \(ui.buttons(ui.linkButton(ui.name(of: Letting.apply.kind), apply)))
            """
    }
}
