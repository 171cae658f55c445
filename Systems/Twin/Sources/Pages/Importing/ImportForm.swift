// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which column is what: a row of questions for each.
struct ImportForm {
    let ui: UI
    let mapping: ImportMapping
    let table: ImportTable
    let keep: String

    var html: HTML {
        """
        \(ui.textInput(
            UI.Ask("type", label: ui("twin.import.type"), hint: ui("twin.import.type.hint")),
            value: mapping.type, width: .half))
        \(ui.textInput(
            UI.Ask(
                "prefix", label: ui("twin.import.prefix"), hint: ui("twin.import.prefix.hint"),
                isOptional: true),
            value: mapping.prefix, width: .half))
        \(if: table.more > 0, ui.inset("<p>\(ui.count("twin.import.more", table.more))</p>"))
        \(mapping.columns.enumerated().map(column))
        \(ui.textInput(
            UI.Ask(
                "keep", label: ui("twin.import.keep"), hint: ui("twin.import.keep.hint"), isOptional: true),
            value: keep, width: .half))
        """
    }

    private func column(_ index: Int, _ column: ImportMapping.Column) -> HTML {
        let example = table.rows.lazy.compactMap { $0[index] }.first.map { $0.asString ?? $0.text() } ?? ""
        let head = ["column": column.head]
        let shown = String(example.prefix(60))
        return """
            <fieldset class="filter"><legend class="label">\(column.head)</legend>
            \(if: !example.isEmpty, "<p class=\"hint\">\(ui("twin.import.example", ["value": shown]))</p>")
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

/// What the rows become, and what is wrong with some.
struct ImportPreview {
    private static let entities = 3
    private static let troubles = 30

    let ui: UI
    let table: ImportTable
    let reading: ImportReading

    var html: HTML {
        let bad = reading.troubles.count
        let values = ["good": ui.number(reading.fragments.count), "all": ui.number(table.rows.count)]
        return """
            <h2>\(ui("twin.import.result"))</h2>
            <p>\(ui("twin.import.result.text", values))</p>
            \(if: bad > 0, """
                \(ui.warning(ui.count("twin.import.bad", bad)))
                \(ui.table(
                    ui("twin.import.troubles"),
                    [UI.Column(ui("twin.import.row"), isNumeric: true), UI.Column(ui("twin.import.trouble"))],
                    reading.troubles.prefix(Self.troubles).map { ["\($0.row)", "\($0.text)"] }))
                """)
            \(reading.bodies.prefix(Self.entities).map { body in
                "<pre class=\"as-written\"><code>\(JSON.object(body).pretty())</code></pre>" as HTML
            })
            """
    }
}
