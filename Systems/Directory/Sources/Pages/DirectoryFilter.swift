// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which organisations are asked for.
struct DirectoryFilter: Sendable {
    let words: String
    let kind: String?
    let country: String?
    let audience: String?
    /// The part of Europe the map shows.
    let box: Bounds?

    /// - Throws: `Problems` for a kind, a country or an audience that is none.
    init(_ query: FormData, in view: DirectoryView) throws {
        func chosen(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }
        words = query["q"] ?? ""
        kind = chosen("kind")
        country = chosen("country")
        audience = chosen("audience")
        box = query["box"].flatMap { Bounds($0) }
        try checkChoices(in: view)
    }

    private func checkChoices(in view: DirectoryView) throws {
        var problems = Problems()
        func check(_ name: String, _ value: String?, _ known: Set<String>) {
            guard let value, !known.contains(value) else { return }
            problems.add(name, "not_a_choice", Phrase("problem.not_listed", ["value": value]))
        }
        check("kind", kind, Set(Organisation.Sort.names))
        check("country", country, Self.countries(in: view))
        check("audience", audience, Self.audiences(in: view))
        try problems.check()
    }

    private static func countries(in view: DirectoryView) -> Set<String> {
        Set(view.snapshot.organisations.values.map(\.country))
    }

    private static func audiences(in view: DirectoryView) -> Set<String> {
        Set(view.snapshot.services.values.joined().flatMap(\.audiences.parts))
    }

    /// The same as values of a query, without the map's part.
    var query: [(String, String?)] {
        [("q", words.isEmpty ? nil : words), ("kind", kind), ("country", country),
            ("audience", audience)]
    }

    func matches(_ organisation: Organisation, in view: DirectoryView) -> Bool {
        guard kind == nil || kind == organisation.sort.rawValue,
            country == nil || country == organisation.country
        else { return false }
        let services = view.snapshot.services[organisation.slug] ?? []
        if let audience, !services.contains(where: { $0.audiences.parts.contains(audience) }) {
            return false
        }
        let sought = DirectoryView.folded(words).split(separator: " ")
        if sought.isEmpty { return true }
        let names = (view.snapshot.names[organisation.slug] ?? [])
            .flatMap { [$0.name, $0.short ?? ""] }
        let own = [organisation.slug, organisation.town, organisation.townGa, organisation.summary]
        let text = DirectoryView.folded(
            (names + own.compactMap(\.self) + services.flatMap { [$0.title, $0.description] })
                .joined(separator: "\n"))
        return sought.allSatisfy { text.contains($0) }
    }

    /// The questions.
    func panel(_ ui: UI, _ view: DirectoryView) -> HTML {
        let sorts = Organisation.Sort.allCases.map {
            UI.Option($0.rawValue, ui("directory.kind.\($0.rawValue)"))
        }
        let countries = Self.countries(in: view).map {
            UI.Option($0, ui.country($0))
        }.sorted { $0.label < $1.label }
        let audiences = Self.audiences(in: view)
            .map { UI.Option($0, ui.each([$0], "directory.audience")) }
            .sorted { $0.label < $1.label }
        let any = ui("directory.filter.any")
        func ask(_ name: String) -> UI.Ask {
            UI.Ask(name, label: ui("directory.filter.\(name)"))
        }
        let searched = UI.Ask(
            "q", label: ui("directory.filter.words"), hint: ui("directory.filter.words.hint"))
        return ui.filterPanel(
            "/directory",
            """
            \(ui.textInput(searched, value: words, kind: .search))
            \(ui.select(ask("kind"), sorts, chosen: kind, empty: any))
            \(ui.select(ask("country"), countries, chosen: country, empty: any))
            \(ui.select(ask("audience"), audiences, chosen: audience, empty: any))
            \(ui.dayAsked(view, "directory"))
            """)
    }
}
