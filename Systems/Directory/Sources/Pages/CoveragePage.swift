// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which authority has which shared system: what is claimed beside what is known by name, and the
/// whole matrix.
struct CoveragePage {
    let ui: UI
    let view: DirectoryView
    let systems: [SystemCoverage]

    private var say: CoverageWords { CoverageWords(ui: ui) }

    var page: Page {
        let today = ui(
            view.on == nil ? "coverage.asOf.now" : "coverage.asOf.day", ["day": "\(view.day)"])
        let total = say.total(view.authorities(), view)
        let back: HTML? = view.on.map { _ in
            " \(ui.link(ui("directory.asOf.today"), "/coverage"))"
        }
        var page = Page(
            ui("coverage.title"), width: .wide,
            """
            <h1>\(ui("coverage.title"))</h1>
            <p class="lead">\(ui("coverage.intro"))</p>
            <p class="hint">\(today) \(total)\(back)</p>
            \(ui.filterPanel("/coverage", ui.dayAsked(view, "coverage")))
            <h2>\(ui("coverage.summary.heading"))</h2>
            \(summary)
            <p class="hint">\(ui("coverage.undated.note"))</p>
            <h2>\(ui("coverage.matrix.heading"))</h2>
            \(matrix)
            \(ui.forms(
                "/coverage", view.query,
                [("csv", "coverage.formats.csv"), ("json", "coverage.formats.json")]))
            """)
        page.description = ui("coverage.intro")
        return page
    }

    private var summary: HTML {
        let columns = ["system", "provider", "claimed", "named", "difference"].map {
            UI.Column(ui("coverage.column.\($0)"))
        }
        let rows = systems.map { coverage -> [HTML] in
            let claim = coverage.claims.first
            return [
                view.link(coverage.system, ui),
                coverage.system.provider.map { view.link($0, ui) } ?? "",
                claim.map { "\(say.claim($0))<br>\(ui.origin($0))" } ?? "",
                "\(say.named(coverage))", "\(say.difference(coverage))",
            ]
        }
        return ui.table(ui("coverage.summary.caption"), columns, rows)
    }

    private var matrix: HTML {
        let columns =
            [UI.Column(ui("coverage.matrix.authority"))]
            + systems.map { UI.Column(ui.plain($0.system.name, $0.system.nameGa)) }
        let standings = systems.map { Dictionary(grouping: $0.standings, by: \.authority.slug) }
        let rows = view.authorities().map { authority -> [HTML] in
            [view.link(authority.slug, ui)]
                + standings.map { cell($0[authority.slug]?.first) }
        }
        let total =
            ["" as HTML]
            + systems.map { "\(ui("coverage.count.live", ["count": ui.number($0.live)]))" }
        return ui.table(
            ui("coverage.matrix.caption"), columns, rows, isCaptionSeen: false, total: total)
    }

    private func cell(_ standing: Standing?) -> HTML {
        if let fact = standing?.fact { return say.cell(fact, isShort: true) }
        if let perhaps = standing?.perhaps {
            return "<span class=\"hint\">\(say.perhaps(perhaps))</span>"
        }
        return "<span class=\"none\">\(ui("coverage.state.none"))</span>"
    }
}
