// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// The organisation through time: events, names, codes, and the systems it has taken up.
extension OrganisationPage {
    var history: HTML {
        let events = view.snapshot.events[slug] ?? []
        let existence: HTML =
            organisation.from == nil && organisation.until == nil
            ? "" : "<p>\(existed)<br>\(ui.provenance(organisation))</p>"
        if events.isEmpty && existence.isEmpty { return "" }
        return """
            <h2>\(ui("directory.section.history"))</h2>
            \(existence)\(if: !events.isEmpty, ui.timeline(events.map(event)))
            """
    }

    private var existed: String {
        switch (organisation.from, organisation.until) {
        case (let from?, let until?):
            ui("directory.history.existedFrom", ["from": "\(from)", "until": "\(until)"])
        case (nil, let until?): ui("directory.history.existedUntil", ["until": "\(until)"])
        case (let from, nil): ui("directory.history.since", ["from": from.map { "\($0)" } ?? ""])
        }
    }

    private func event(_ event: Event) -> UI.Event {
        let all = event.sort.isChange ? (event.originals?.parts ?? []) + event.results.parts : []
        let others = Set(all).subtracting([slug])
        let links = others.sorted().map { view.link($0, ui) }.joined(by: ", ")
        let list: HTML = links.isEmpty ? "" : "<p>\(links)</p>"
        let when: HTML = event.day.map { ui.day($0) } ?? "\(event.period ?? "")"
        return UI.Event(
            ui("directory.event.\(event.sort.rawValue)"), when: when,
            isMajor: event.sort != .milestone,
            "<p>\(ui.said(event.text, event.textGa))</p>\(list)<p>\(ui.provenance(event))</p>")
    }

    var names: HTML {
        let rows = (view.snapshot.names[slug] ?? []).map { name -> [HTML] in
            let short: HTML? = name.short.map { " (\($0))" }
            return [
                "<span lang=\"\(name.language)\">\(name.name)\(short)</span>",
                "\(ui.each([name.language], "directory.language"))", ui.span(name),
                ui.provenance(name),
            ]
        }
        let columns = ["name", "language", "valid", "source"]
        return table("names", columns, rows)
    }

    var codes: HTML {
        let rows = (view.snapshot.codes[slug] ?? []).map { code -> [HTML] in
            [
                "\(code.code)", "\(ui.each([code.scheme], "directory.scheme"))",
                "\(ui("directory.identifies.\(code.subject.rawValue)"))", ui.span(code),
                ui.provenance(code),
            ]
        }
        return table("codes", ["code", "scheme", "identifies", "valid", "source"], rows)
    }

    private func table(_ name: String, _ columns: [String], _ rows: [[HTML]]) -> HTML {
        if rows.isEmpty { return "" }
        let caption = ui("directory.\(name).caption", ["name": self.name])
        return """
            <h2>\(ui("directory.section.\(name)"))</h2>
            \(ui.table(caption, columns.map { UI.Column(ui("directory.column.\($0)")) }, rows))
            """
    }

    /// The shared systems an authority has, or may have.
    var coverage: HTML {
        guard organisation.sort.isAuthority else { return "" }
        let standings = SystemCoverage.all(in: view).flatMap { coverage in
            coverage.standings.filter { $0.authority.slug == slug && $0.fact != nil }
                .map { (coverage.system, $0) }
        }
        return section("systems", standings) { system, standing in
            let stage = standing.fact.map { CoverageWords(ui: ui).cell($0) }
            return """
                <p>\(view.link(system, ui)): \(stage)<br>\
                \(standing.fact.map { ui.provenance($0) })</p>
                """
        }
    }

    /// The shared systems a body provides, with how many have them.
    var provided: HTML {
        let own = SystemCoverage.all(in: view).filter { $0.system.provider == slug }
        return section("provided", own) { coverage in
            let sentence = CoverageWords(ui: ui).difference(coverage)
            return "<p>\(view.link(coverage.system, ui)): \(sentence)</p>"
        }
    }
}

extension Decimal {
    /// The number for people: whole ones with their thousands marked.
    func asText(_ ui: UI) -> String {
        Int(description).map { ui.number($0) } ?? description
    }
}
