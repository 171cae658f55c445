// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// One shared system: who has it, since when and how it is known; and who, by name, does not.
struct SystemCoveragePage {
    let ui: UI
    let view: DirectoryView
    let coverage: SystemCoverage

    private var say: CoverageWords { CoverageWords(ui: ui) }
    private var system: SharedSystem { coverage.system }
    private var name: String { ui.plain(system.name, system.nameGa) }

    var page: Page {
        let key = view.on == nil ? "coverage.asOf.now" : "coverage.asOf.day"
        let path: Href = "/coverage/\(system.slug)"
        var page = Page(
            ui("coverage.system.heading", ["system": name]), width: .wide,
            """
            <h1>\(ui("coverage.system.heading", ["system": name]))</h1>
            <p class="lead">\(ui.said(system.description, system.descriptionGa))</p>
            \(system.provider.map(provided))
            <p class="hint">\(ui(key, ["day": "\(view.day)"])) \
            \(say.total(coverage.standings.map(\.authority), view))</p>
            \(ui.filterPanel(path, ui.dayAsked(view, "coverage")))
            <h2>\(ui("coverage.summary.heading"))</h2>
            <p><strong>\(say.named(coverage))</strong> \(say.difference(coverage))</p>
            \(coverage.claims.map(claim))
            \(missing)
            <h2>\(ui("coverage.matrix.heading"))</h2>
            \(authorities)\(promises)
            \(ui.keeping(view, "coverage.keep", "/t/commons/directory/coverage-facts"))
            \(ui.forms(
                path.string, view.query,
                [("csv", "coverage.formats.csv"), ("json", "coverage.formats.json")]))
            """)
        page.breadcrumbs = [UI.Link(ui("coverage.title"), ("/coverage" as Href).with(view.query))]
        page.description = system.description
        return page
    }

    private func provided(_ body: String) -> HTML {
        let key = "coverage.role.\(system.role.rawValue)"
        return "<p>\(ui.link(ui(key, ["body": view.name(body)]), view.href(body)))</p>"
    }

    private func claim(_ claim: CoverageClaim) -> HTML {
        let isBody = view.snapshot.organisations[claim.claimant] != nil
        let who = isBody ? view.name(claim.claimant) : ui.plain(claim.claimant, claim.claimantGa)
        let links = claim.missing?.parts.map { view.link($0, ui) } ?? []
        let none = claim.claimed < claim.total ? "notNamed" : "none"
        let missing: HTML =
            links.isEmpty
            ? "\(ui("coverage.missing.\(none)"))"
            : "\(ui("coverage.missing.heading")): \(links.joined(by: ", "))."
        return """
            <p><strong>\(say.claim(claim))</strong> · \
            \(ui("coverage.claim.by", ["body": who]))<br>\
            \(ui.said(claim.statement, claim.statementGa)) \(missing)<br>\(ui.origin(claim))</p>
            """
    }

    /// The authorities that do not have it, by name.
    private var missing: HTML {
        let key =
            coverage.missing.isEmpty ? "none" : coverage.isComplete ? "text" : "unrecorded"
        let heading = coverage.isComplete ? "heading" : "open"
        let names = coverage.missing.map { standing -> HTML in
            let stage: HTML? = standing.fact.map { " \(say.cell($0))" }
            return "<li>\(view.link(standing.authority.slug, ui))\(stage)</li>"
        }
        return """
            <h2>\(ui("coverage.missing.\(heading)"))</h2>
            <p>\(ui("coverage.missing.\(key)", ["count": ui.number(coverage.missing.count)]))</p>
            \(if: !names.isEmpty, "<ul id=\"missing\">\(names)</ul>")
            """
    }

    private var authorities: HTML {
        let columns = ["authority", "state", "source", "before"].map {
            UI.Column(ui("coverage.column.\($0)"))
        }
        let rows = coverage.standings.map { standing -> [HTML] in
            let perhaps: HTML? = standing.perhaps.map {
                "<br><span class=\"hint\">\(say.perhaps($0))</span>"
            }
            let state = standing.fact.map { say.cell($0) } ?? "\(ui("coverage.state.none"))"
            return [
                view.link(standing.authority.slug, ui), "\(state)\(perhaps)",
                standing.fact.map(say.evidence) ?? "",
                standing.facts.dropLast().map { "\(say.cell($0))<br>\(say.evidence($0))" }
                    .joined(by: "<br>"),
            ]
        }
        return ui.table(ui("coverage.system.caption", ["system": name]), columns, rows)
    }

    private var promises: HTML {
        if coverage.promises.isEmpty { return "" }
        let items = coverage.promises.map { promise -> HTML in
            "<li>\(ui.said(promise.text, promise.textGa))<br>\(ui.provenance(promise))</li>"
        }
        return "<h2>\(ui("coverage.promises.heading"))</h2><ul>\(items)</ul>"
    }
}
