// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The questions of a mapping: what holds of all, and for each column what it is. Each question's name ends
/// in the number of its column, whose own name goes along.
struct MappingForm {
    let ui: UI
    let mapping: ImportMapping
    /// A value of each column, if there is one.
    let examples: [JSON?]
    /// How many columns were left out.
    let more: Int
    var problems = Problems()

    var html: HTML {
        """
        \(ui.textInput(
            UI.Ask(
                "type", label: ui("twin.import.type"), hint: ui("twin.import.type.hint"),
                error: ui.error("type", in: problems)),
            value: mapping.type, width: .half))
        \(ui.textInput(
            UI.Ask(
                "prefix", label: ui("twin.import.prefix"), hint: ui("twin.import.prefix.hint"),
                isOptional: true),
            value: mapping.prefix, width: .half))
        \(if: more > 0, ui.inset("<p>\(ui.count("twin.import.more", more))</p>"))
        \(mapping.columns.enumerated().map(column))
        """
    }

    /// The names of the columns that went along with a form.
    static func heads(_ form: FormData) -> [String] {
        var heads: [String] = []
        while heads.count < ImportTable.mostColumns * 2, let head = form["head\(heads.count)"] {
            heads.append(head)
        }
        return heads
    }

    private func column(_ index: Int, _ column: ImportMapping.Column) -> HTML {
        let value = examples.indices.contains(index) ? examples[index] : nil
        let example = String((value.map { $0.asString ?? $0.text() } ?? "").prefix(60))
        let head = ["column": column.head]
        return """
            <fieldset class="filter"><legend class="label">\(column.head)</legend>
            \(ui.hidden("head\(index)", column.head))\
            \(if: !example.isEmpty, "<p class=\"hint\">\(ui("twin.import.example", ["value": example]))</p>")
            <div class="filter-fields">
            \(ui.select(
                UI.Ask("use\(index)", label: ui("twin.import.use", head)),
                ImportMapping.Use.allCases.map {
                    UI.Option($0.rawValue, ui("twin.import.use.\($0.rawValue)"))
                },
                chosen: column.use.rawValue))
            \(ui.textInput(
                UI.Ask("name\(index)", label: ui("twin.import.name", head)), value: column.name,
                autocomplete: "off"))
            \(ui.textInput(
                UI.Ask("unit\(index)", label: ui("twin.import.unit", head), isOptional: true),
                value: column.unit, autocomplete: "off"))
            </div></fieldset>

            """
    }
}
