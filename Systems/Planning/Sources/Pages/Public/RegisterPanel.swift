// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What narrows the register, as it stands on the page.
struct RegisterPanel {
    let filter: RegisterFilter
    let network: Network
    let ui: UI

    /// The line to search by and what is in use. On a narrow screen the rest comes after the list,
    /// so a link leads there.
    var search: HTML {
        """
        \(ui.searchBox(
            filter.address(), label: ui("register.search"), value: filter.words ?? "",
            hidden: filter.pairs.filter { $0.0 != "q" }))
        \(inUse)
        <p>\(ui.link(ui("register.filters"), "#narrow"))</p>
        """
    }

    /// The mistakes of the filters, each leading to its question where there is one.
    var mistakes: [UI.Mistake] {
        filter.problems.all.map { problem in
            UI.Mistake(asked.contains(problem.field ?? "") ? problem.field : nil, text(problem))
        }
    }

    private let asked: Set<String> = [
        "authority", "type", "status", "received_from", "received_until", "decided_from",
        "decided_until", "open",
    ]

    private func text(_ problem: Problem) -> String {
        let label = problem.field.flatMap {
            ui.words.find("register.filter.\($0)", in: ui.language)
        }
        return ui(
            problem.phrase.key,
            problem.phrase.values.merging(["label": label ?? problem.field ?? ""]) { $1 })
    }

    /// Everything else one may ask for.
    var panel: HTML {
        let hidden = filter.pairs.filter { ["q", "bounds", "asOf", "view"].contains($0.0) }
        let any = ui("register.filter.any")
        let open = UI.Ask("open", label: ui("register.filter.open"), error: error("open"))
        let questions = ui.filterPanel(
            filter.address(), hidden: hidden,
            """
            \(if: filter.own == nil, ui.select(
                ask("authority"), authorities, chosen: filter.authority, empty: any))
            \(ui.select(ask("status"), statuses, chosen: filter.status, empty: any))
            \(ui.select(ask("type"), types, chosen: filter.type, empty: any))
            \(["received_from", "received_until", "decided_from", "decided_until"].map { name in
                ui.dayInput(ask(name), value: filter.typed[name] ?? "")
            })
            \(ui.checkbox(open, isChosen: filter.isOpen))
            """)
        return "<h2 id=\"narrow\">\(ui("web.filter"))</h2>\(questions)"
    }

    private func ask(_ name: String) -> UI.Ask {
        UI.Ask(name, label: ui("register.filter.\(name)"), error: error(name))
    }

    private func error(_ name: String) -> String? {
        filter.problems.all.first { $0.field == name }.map(text)
    }

    private var authorities: [UI.Option] {
        let tenants = (try? network.tenants()) ?? []
        return tenants.filter { $0.systems.contains("planning") }
            .map { UI.Option($0.slug, ui.name(of: $0)) }.sorted { $0.label < $1.label }
    }

    private var statuses: [UI.Option] {
        RegisterFilter.statuses.map { UI.Option($0.rawValue, ui.state($0, of: Application.kind)) }
    }

    /// The kinds that the rules know and that have a name; of one authority, those of its law.
    private var types: [UI.Option] {
        let packs = network.law.book.all.filter { pack in
            pack.system == "planning"
                && (filter.own.map { $0.jurisdiction == pack.jurisdiction } ?? true)
        }
        let today = network.commons.moment(
            for: .visitor, system: "planning", at: network.now()).today
        let known = packs.flatMap { pack in
            (try? pack[.decisionPeriod, on: today].value.byKind.keys).map(Array.init) ?? []
        }
        let stem = "planning.application.type."
        var names = Set(
            ui.words.keys(in: .english).filter { $0.hasPrefix(stem) }
                .map { String($0.dropFirst(stem.count)) }
                .filter { name in
                    !name.hasSuffix(".hint")
                        && known.contains { name == $0 || name.hasPrefix("\($0).") }
                })
        if let type = filter.type { names.insert(type) }
        return names.map { UI.Option($0, CaseSummary.type($0, ui)) }.sorted { $0.label < $1.label }
    }

    // MARK: What is in use

    private var inUse: HTML {
        let links = filter.pairs.filter { !["asOf", "view"].contains($0.0) }.map { name, value in
            UI.Link(said(name, value), filter.href(.html, [name: nil]))
        }
        if links.isEmpty { return "" }
        let clear = filter.address().with([
            ("asOf", filter.asOf?.description), ("view", filter.view == .map ? "map" : nil),
        ])
        return """
            <div class="in-use"><h2>\(ui("web.filter.used"))</h2>
            <ul>\(links.map {
                """
                <li><a href="\($0.href)">\(ui.unseen(ui("web.filter.remove"))) \($0.text)\
                <span aria-hidden="true"> ×</span></a></li>
                """
            })</ul>
            <p>\(ui.link(ui("web.filter.clear"), clear))</p></div>
            """
    }

    /// A filter in use in a few words: "Received from 3 March 2026".
    private func said(_ name: String, _ value: String) -> String {
        switch name {
        case "q": return ui("register.used.q", ["words": value])
        case "authority": return (try? network.find(value))?.name(in: ui.language) ?? value
        case "type": return CaseSummary.type(value, ui)
        case "status": return ui.state(State(rawValue: value), of: Application.kind)
        case "open": return ui("register.filter.open")
        case "bounds": return ui("register.used.bounds")
        default:
            return ui(
                "register.used.day", ["label": ui("register.filter.\(name)"), "day": value])
        }
    }
}
