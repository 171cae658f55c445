// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The form by which entities are asked for: it asks by GET, so that each question has an address.
struct EntityForm {
    private let room: TwinRoom
    private let question: EntityQuestion
    /// Names of attributes that are offered.
    private let known: [String]
    private var ui: UI { room.ui }
    private static let names = "attribute-names"

    init(_ room: TwinRoom, _ question: EntityQuestion, knowing known: [String]) {
        self.room = room
        self.question = question
        self.known = known
    }

    var html: HTML {
        let hidden = question.place.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return ui.filterPanel(
            room.home.inside("entities"),
            hidden: room.hidden + (question.latitude == nil ? hidden : []),
            """
            \(types)
            \(ui.select(
                UI.Ask("limit", label: ui("twin.form.limit")),
                EntityQuestion.limits.map { UI.Option(String($0), String($0)) },
                chosen: String(question.limit)))
            \(moment)
            </div>
            \(ui.suggestions(Self.names, known))
            \(question.conditions.prefix(1).enumerated().map(row))
            <div>\(ui.details(ui("twin.form.more"), isOpen: question.asksMore, more))
            """,
            go: ui("twin.form.go"))
    }

    private var more: HTML {
        """
        \(question.conditions.enumerated().dropFirst().map(row))
        <div class="filter-fields">
        \(number("lat", question.latitude, width: .medium))
        \(number("lon", question.longitude, width: .medium))
        \(number("metres", question.metres, width: .medium))
        </div>
        <div class="filter-fields">
        \(ui.textInput(
            UI.Ask("q", label: ui("twin.form.q"), hint: ui("twin.form.q.hint"), isOptional: true),
            value: question.query ?? ""))
        </div>
        """
    }

    private var types: HTML {
        var known = ((try? room.twin.view().countsByType.keys.sorted()) ?? []).filter {
            room.access.types?.contains($0) ?? true
        }
        let asked = question.type.map(room.naming.expand)
        if let asked, !known.contains(asked), !asked.contains(",") { known.append(asked) }
        // What is chosen is told by its name here, so that an address reads well.
        return ui.select(
            UI.Ask("type", label: ui("twin.type")),
            known.map { UI.Option(room.naming.compact($0), room.name($0)) },
            chosen: asked.map(room.naming.compact), empty: ui("twin.form.any"))
    }

    private var moment: HTML {
        ui.textInput(
            UI.Ask(
                "asOf", label: ui("twin.form.as_of"), hint: ui("twin.form.as_of.hint"),
                error: ui.error("asOf", in: question.problems), isOptional: true),
            value: room.request.query["asOf"] ?? "")
    }

    private func row(_ index: Int, _ row: EntityQuestion.Row) -> HTML {
        let number = index + 1
        let values = ["number": String(number)]
        return """
            <div class="filter-fields">
            \(ui.textInput(
                UI.Ask("attr\(number)", label: ui("twin.form.attribute", values), isOptional: true),
                value: row.attribute, autocomplete: "off", list: Self.names))
            \(ui.select(
                UI.Ask("op\(number)", label: ui("twin.form.operator", values)),
                EntityQuestion.operators.map { UI.Option($0, name($0)) }, chosen: row.comparison))
            \(ui.textInput(
                UI.Ask("value\(number)", label: ui("twin.form.value", values), isOptional: true),
                value: row.value, autocomplete: "off"))
            </div>
            """
    }

    private func name(_ comparison: String) -> String {
        switch comparison {
        case "exists": ui("twin.form.exists")
        case "~=": ui("twin.form.like")
        case "!~=": ui("twin.form.unlike")
        case "==": ui("twin.form.is")
        case "!=": ui("twin.form.is_not")
        case ">": ui("twin.form.above")
        case ">=": ui("twin.form.at_least")
        case "<": ui("twin.form.below")
        case "<=": ui("twin.form.at_most")
        default: comparison
        }
    }

    private func number(_ name: String, _ value: String?, width: UI.Width) -> HTML {
        ui.textInput(
            UI.Ask(
                name, label: ui("twin.form.\(name)"), error: ui.error(name, in: question.problems),
                isOptional: true),
            value: value ?? "",
            kind: .decimal, width: width)
    }
}
