// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which column is what: a row of questions for each.
struct ImportForm {
    let ui: UI
    let mapping: ImportMapping
    let table: ImportTable
    let keep: String
    let problems: Problems

    var html: HTML {
        let questions = MappingForm(
            ui: ui, mapping: mapping, examples: table.examples, more: table.more, problems: problems)
        return """
            \(questions.html)
            \(ui.textInput(
                UI.Ask(
                    "keep", label: ui("twin.import.keep"), hint: ui("twin.import.keep.hint"),
                    isOptional: true),
                value: keep, width: .half))
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
        let good = reading.fragments.count
        let values = ["good": ui.number(good), "all": ui.number(table.rows.count)]
        let key = good == 0 ? "twin.import.result.none" : "twin.import.result.text"
        return """
            <h2>\(ui("twin.import.result"))</h2>
            <p>\(ui(key, values))</p>
            \(if: bad > 0, """
                \(ui.warning(ui.count("twin.import.bad", bad)))
                \(ui.table(
                    ui("twin.import.troubles"),
                    [UI.Column(ui("twin.import.row"), isNumeric: true), UI.Column(ui("twin.import.trouble"))],
                    reading.troubles.prefix(Self.troubles).map { ["\($0.row)", "\(ui($0.phrase))"] }))
                """)
            \(reading.bodies.prefix(Self.entities).map { body in
                "<pre class=\"as-written\"><code>\(JSON.object(body).pretty())</code></pre>" as HTML
            })
            """
    }
}
