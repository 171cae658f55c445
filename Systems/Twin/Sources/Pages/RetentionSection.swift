// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// How long the past is kept, type by type: a part of the page of settings.
struct RetentionSection {
    private let room: TwinRoom
    private var ui: UI { room.ui }

    /// What was asked for, and what is wrong with it.
    struct Asked {
        var type = Forgetting.others
        var number = ""
        var unit = Unit.days
        var problems = Problems()
    }

    /// The units people count in; programs may say others.
    enum Unit: String, CaseIterable {
        case days, weeks, months, years

        var letter: Character {
            switch self {
            case .days: "D"
            case .weeks: "W"
            case .months: "M"
            case .years: "Y"
            }
        }
    }

    init(_ room: TwinRoom) throws {
        self.room = try room.admitting(\.mayOpen)
    }

    private var here: Href { room.home.inside("retention") }

    /// Sets a rule or takes one away.
    func take() async throws -> Response {
        let form = try await room.request.form()
        var asked = Asked(
            type: form["type"] ?? Forgetting.others, number: (form["number"] ?? "").trimmingSpace,
            unit: form["unit"].flatMap(Unit.init(rawValue:)) ?? .days)
        var length: String?
        if form["remove"] == nil {
            guard let number = Int(asked.number), (1...10_000).contains(number) else {
                asked.problems = Problems("number", "range", Phrase("twin.retention.number.range"))
                return room.request.page(try OpeningPage(room).page(asked), status: 422)
            }
            length = "P\(number)\(asked.unit.letter)"
        }
        let (type, said) = (asked.type, length)
        guard type == Forgetting.others || NameRules.isURI(type) else { throw Refusal.notFound }
        // What is forgotten cannot be had back: it is asked whether it is meant.
        if let said, form["sure"] == nil { return room.request.page(sure(asked, said)) }
        try await room.twin.perform(by: room.access.actor, at: room.request.now) { draft in
            var rules = Retention(kept: draft.document("settings", Retention.document))
            try rules.set(type, to: said)
            rules.keep(in: &draft)
        }
        return .seeOther(room.home.inside("opening").with(["done": "1"]))
    }

    private func sure(_ asked: Asked, _ length: String) -> Page {
        let values = ["type": name(asked.type), "length": text(of: length)]
        return room.confirmation(
            ui("twin.retention.sure", values), ui("twin.retention.sure.text", values), .opening, here,
            ui("twin.retention.save"),
            hidden: [
                ("type", asked.type), ("number", asked.number), ("unit", asked.unit.rawValue), ("sure", "1"),
            ], back: room.home.inside("opening"))
    }

    private func name(_ type: String) -> String {
        type == Forgetting.others ? ui("twin.retention.others") : room.name(type)
    }

    func html(_ asked: Asked) throws -> HTML {
        let rules = try Retention(of: room.twin).rules
        let known = Set(try room.twin.view().countsByType.keys).union(rules.keys)
            .subtracting([Forgetting.others]).sorted()
        let types = [UI.Option(Forgetting.others, ui("twin.retention.others"))]
            + known.map { UI.Option($0, room.name($0)) }
        return """
            <h2>\(ui("twin.retention"))</h2>
            <p>\(ui("twin.retention.text"))</p>
            \(rules.isEmpty ? "" : try table(rules))
            \(ui.form(here, hidden: [("csrf", room.request.csrf)], """
                \(ui.select(UI.Ask("type", label: ui("twin.type")), types, chosen: asked.type))
                \(ui.textInput(
                    UI.Ask(
                        "number", label: ui("twin.retention.number"),
                        error: ui.error("number", in: asked.problems)),
                    value: asked.number, kind: .whole, width: .short))
                \(ui.select(
                    UI.Ask("unit", label: ui("twin.retention.unit")),
                    Unit.allCases.map { UI.Option($0.rawValue, ui("twin.retention.unit.\($0.rawValue)")) },
                    chosen: asked.unit.rawValue))
                \(ui.buttons(ui.button(ui("twin.retention.save"), .secondary)))
                """))
            """
    }

    private func table(_ rules: [String: String]) throws -> HTML {
        let horizons = try room.twin.read { $0.horizons }
        let rows = rules.sorted { $0.key < $1.key }.map { type, length -> [HTML] in
            [
                "\(name(type))", "\(text(of: length))",
                horizons[type].map(room.moment) ?? room.nothing,
                ui.buttonForm(
                    here, ui("twin.retention.remove"), .quiet,
                    hidden: [("csrf", room.request.csrf), ("type", type), ("remove", "1")]),
            ]
        }
        return ui.table(
            ui("twin.retention.rules"),
            ["twin.type", "twin.retention.length", "twin.retention.since", "twin.column.actions"].map {
                UI.Column(ui($0))
            }, rows, isCaptionSeen: false)
    }

    /// A length of time in words; one that people do not count in, as it is written.
    private func text(of length: String) -> String {
        guard let unit = Unit.allCases.first(where: { length.last == $0.letter }), !length.contains("T"),
            let number = Int(length.dropFirst().dropLast())
        else { return length }
        return ui.count("rules.period.\(unit.rawValue)", number)
    }
}
