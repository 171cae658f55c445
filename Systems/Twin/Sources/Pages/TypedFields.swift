// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What was typed into the fields of a form, and what is wrong with it: so that it is shown again as it was.
/// A field's label is the text `START.NAME`, its hint `START.NAME.hint` if there is such a text.
struct TypedFields: Sendable {
    /// With what the keys of its texts begin.
    let start: String
    var values: [String: String]
    /// What is ticked, by the names of the fields.
    var ticked: [String: Set<String>] = [:]
    var problems = Problems()

    init(_ start: String, _ values: [String: String] = [:]) {
        (self.start, self.values) = (start, values)
    }

    /// As a form was sent.
    /// - Parameter boxes: the fields of which several may be ticked.
    init(_ start: String, _ form: FormData, boxes: Set<String> = []) {
        self.init(start)
        for pair in form.pairs where !boxes.contains(pair.name) {
            values[pair.name] = pair.value.replacing("\r\n", with: "\n")
        }
        for name in boxes { ticked[name] = Set(form.all(name)) }
    }

    /// What stands in a field, without the blanks at its ends.
    subscript(name: String) -> String { (values[name] ?? "").trimmingSpace }

    /// The parts of a field between commas or line ends.
    func list(_ name: String) -> [String] {
        self[name].split { ",\n".contains($0) }.map { String($0).trimmingSpace }.filter { !$0.isEmpty }
    }

    /// Notes what is wrong with a field.
    mutating func refuse(_ name: String, _ problem: String, _ values: [String: String] = [:]) {
        problems.add(name, problem, Phrase("\(start).problem.\(problem)", values))
    }

    /// The number in a field; what is none is noted.
    mutating func number(_ name: String) -> JSON? {
        let text = self[name].replacing(",", with: ".")
        if text.isEmpty { return nil }
        guard JSONNumber(lexeme: text) != nil, let json = try? JSON(parsing: text) else {
            problems.add(name, "number", Phrase("twin.fields.problem.number"))
            return nil
        }
        return json
    }

    /// The moment in a field; what is none is noted.
    mutating func moment(_ name: String, _ request: Request) -> Stamp? {
        let text = self[name]
        if text.isEmpty { return nil }
        if let stamp = Stamp(text) ?? request.moment(typed: text).map(Stamp.init) { return stamp }
        problems.add(name, "moment", Phrase("twin.fields.problem.moment"))
        return nil
    }

    /// Lines such as `Key: value`; one that is none is noted.
    mutating func pairs(_ name: String) -> [JSON] {
        var pairs: [JSON] = []
        for line in self[name].split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
            let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmingSpace }
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
                let shown = String(line.prefix(80))
                problems.add(name, "pair", Phrase("twin.fields.problem.pair", ["line": shown]))
                continue
            }
            pairs.append(["key": .string(parts[0]), "value": .string(parts[1])])
        }
        return pairs
    }

    /// Pairs as lines; nil: they are none.
    static func lines(_ json: JSON?) -> String? {
        guard let items = json?.asArray else { return nil }
        var lines: [String] = []
        for item in items {
            guard let key = item["key"]?.asString, let value = item["value"]?.asString,
                item.asObject?.count == 2, !key.contains(":")
            else { return nil }
            lines.append("\(key): \(value)")
        }
        return lines.joined(separator: "\n")
    }

    /// Takes over what the interface finds wrong.
    /// - Parameter fields: the field for each place in the body, the more particular first.
    mutating func refuse(
        _ problem: TwinProblem, _ fields: [(pointer: String, field: String)], else rest: String?
    ) {
        let field = fields.first { problem.pointer?.hasPrefix($0.pointer) ?? false }?.field ?? rest
        problems.add(field, "said", Phrase("twin.fields.problem.said", ["detail": problem.detail]))
    }
}

/// The fields of a form, drawn.
struct FieldDrawing {
    let ui: UI
    let fields: TypedFields

    private func ask(_ name: String, isOptional: Bool) -> UI.Ask {
        UI.Ask(
            name, label: ui("\(fields.start).\(name)"),
            hint: ui.words.find("\(fields.start).\(name).hint", in: ui.language),
            error: ui.error(name, in: fields.problems), isOptional: isOptional)
    }

    func line(
        _ name: String, _ kind: UI.TextKind = .text, _ width: UI.Width = .full, isOptional: Bool = true
    ) -> HTML {
        ui.textInput(
            ask(name, isOptional: isOptional), value: fields.values[name] ?? "", kind: kind, width: width,
            autocomplete: "off")
    }

    func area(_ name: String, rows: Int = 3, isOptional: Bool = true) -> HTML {
        ui.textArea(ask(name, isOptional: isOptional), value: fields.values[name] ?? "", rows: rows)
    }

    /// One out of a few; an option's label is `START.NAME.OPTION`.
    func choice(_ name: String, _ options: [String]) -> HTML {
        ui.select(
            ask(name, isOptional: false),
            options.map { UI.Option($0, ui("\(fields.start).\(name).\($0)")) }, chosen: fields[name])
    }

    /// Any of a few.
    func boxes(_ name: String, _ options: [String]) -> HTML {
        ui.checkboxes(
            ask(name, isOptional: true),
            options.map { UI.Option($0, ui("\(fields.start).\(name).\($0)")) },
            chosen: fields.ticked[name] ?? [])
    }

    /// All that is wrong, at the head of the page.
    var trouble: HTML { ui.errorSummary(fields.problems) }
}
