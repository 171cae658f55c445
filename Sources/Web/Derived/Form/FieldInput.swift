// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Draws what asks for a field: one component for each kind, filled with what was typed.
///
///     let input = FieldInput(ui, words: FieldWords(ui, action: action))
///     input.fields(action.input, typed: typed, problems: problems)
public struct FieldInput: Sendable {
    public let ui: UI
    public let words: FieldWords
    /// The code of the currency amounts are in.
    public var currency = "EUR"
    /// The answers offered for fields that name another record or a person, without which its id
    /// is asked for; and for texts and numbers, which are typed where there are none.
    public var options: [String: [UI.Option]] = [:]
    /// The purposes of fields about the person who fills them in (WCAG 1.3.5), such as `email`.
    public var purposes: [String: String] = [:]
    /// Fields that may be left out for now, but must be given in the end: not called optional.
    public var needed: Set<String> = []
    /// Draws the map beside a place; nothing where there is none.
    public var map: @Sendable (FieldDescription, _ typed: FormData) -> HTML = { _, _ in "" }

    /// Up to so many answers stand as radios, more in a list.
    public static let radiosAtMost = 6

    public init(_ ui: UI, words: FieldWords) {
        self.ui = ui
        self.words = words
    }

    /// What asks for several fields, one below the other. Those the system fills itself are left
    /// out.
    public func fields(
        _ fields: [FieldDescription], typed: FormData = FormData(), problems: Problems = Problems()
    ) -> HTML {
        fields.filter { !$0.isDerived && $0.kind != .json }.map { field in
            let problem = problems.all.first { $0.field == field.name }
            return html(field, typed: typed, error: problem.map { ui.text(of: $0, in: words) })
        }.joined(by: "\n")
    }

    /// What asks for one field.
    /// - Parameters:
    ///   - typed: the texts to show, as a browser would send them.
    ///   - error: what is wrong with them.
    public func html(
        _ field: FieldDescription, typed: FormData = FormData(), error: String? = nil,
        isHeading: Bool = false
    ) -> HTML {
        let name = field.name
        let ask = UI.Ask(
            name, label: words.label(name), hint: hint(field), error: error,
            isOptional: !field.isRequired && !needed.contains(name), isHeading: isHeading)
        let value = typed[name] ?? ""
        switch field.kind {
        case .text(let max):
            guard let answers = options[name] else { return text(ask, value, max: max) }
            return ui.select(ask, answers, chosen: value, empty: ui("derived.choose"))
        case .longText(let max):
            return ui.textArea(ask, value: value, rows: max > 500 ? 8 : 4, limit: max)
        case .integer:
            if let answers = options[name] { return choice(ask, answers, value) }
            return ui.textInput(ask, value: value, kind: .whole, width: .short)
        case .decimal:
            return ui.textInput(ask, value: value, kind: .decimal, width: .short)
        case .money:
            return ui.moneyInput(ask, value: value, symbol: UI.symbol(of: currency))
        case .flag: return ui.yesNo(ask, chosen: Self.flag(value))
        case .choice(let names):
            let answers = names.map {
                UI.Option($0, words.option(name, $0), hint: words.hint("\(name).\($0)"))
            }
            return choice(ask, answers, value)
        case .choices(let names):
            let answers = names.map {
                UI.Option($0, words.option(name, $0), hint: words.hint("\(name).\($0)"))
            }
            // Boxes that are not ticked are not sent: the empty one says that they were asked.
            return "\(ui.hidden(name, ""))\(ui.checkboxes(ask, answers, chosen: Set(typed.all(name))))"
        case .day:
            return ui.dateInput(ask, value: DateParts(name, in: typed), purpose: purposes[name])
        case .instant: return instant(ask, typed)
        case .geometry: return place(ask, field, typed)
        case .link, .person, .tenant:
            guard let answers = options[name] else {
                return ui.textInput(ask, value: value, width: .half)
            }
            return ui.select(ask, answers, chosen: value, empty: ui("derived.choose"))
        case .files(let max): return files(ask, field, typed, isMultiple: max > 1)
        case .json: return ""
        }
    }

    private func hint(_ field: FieldDescription) -> String? {
        if let hint = words.hint(field.name) { return hint }
        switch field.kind {
        case .day, .instant: return ui("derived.hint.day")
        case .geometry: return ui("derived.hint.place")
        case .files where field.types.isEmpty: return ui("derived.hint.files")
        case .files: return ui("derived.hint.files.types", ["types": field.typeNames])
        case .link, .person: return options[field.name] == nil ? ui("derived.hint.id") : nil
        default: return nil
        }
    }

    private func text(_ ask: UI.Ask, _ value: String, max: Int) -> HTML {
        let kind: UI.TextKind =
            ask.name.hasSuffix("email") ? .email : ask.name.hasSuffix("phone") ? .telephone : .text
        let width: UI.Width = max <= 20 ? .medium : max <= 60 ? .half : .full
        return ui.textInput(
            ask, value: value, kind: kind, width: width, autocomplete: purposes[ask.name])
    }

    private func choice(_ ask: UI.Ask, _ answers: [UI.Option], _ value: String) -> HTML {
        guard answers.count <= Self.radiosAtMost else {
            return ui.select(ask, answers, chosen: value, empty: ui("derived.choose"))
        }
        // A radio once chosen cannot be unchosen, so no answer is an answer too.
        let none = ask.isOptional ? [UI.Option("", ui("derived.choose.none"))] : []
        return ui.radios(ask, answers + none, chosen: value)
    }

    private func instant(_ ask: UI.Ask, _ typed: FormData) -> HTML {
        let time = UI.Ask(
            "\(ask.name)-time", label: ui("derived.time", ["label": ask.label]),
            hint: ui("derived.hint.time"))
        return """
            \(ui.dateInput(ask, value: DateParts(ask.name, in: typed)))
            \(ui.textInput(time, value: typed[time.name] ?? "", width: .short))
            """
    }

    private func place(_ ask: UI.Ask, _ field: FieldDescription, _ typed: FormData) -> HTML {
        let shape = UI.Ask(
            "\(ask.name)-geojson", label: ui("derived.shape"), hint: ui("derived.hint.shape"))
        let file = UI.Ask("\(ask.name)-file", label: ui("derived.shape.file"))
        let drawn = typed[shape.name] ?? ""
        let shown = typed["\(ask.name)-shown"] ?? TypedForm.mark(of: drawn)
        return """
            \(ui.textInput(ask, value: typed[ask.name] ?? "", width: .half))
            \(ui.hidden("\(ask.name)-shown", shown))\(map(field, typed))
            \(ui.details(ui("derived.shape.details"), isOpen: !drawn.isEmpty, """
                \(ui.textArea(shape, value: drawn, rows: 4))
                \(ui.fileUpload(file, accepts: ".geojson,.json,application/geo+json"))
                """))
            """
    }

    private func files(
        _ ask: UI.Ask, _ field: FieldDescription, _ typed: FormData, isMultiple: Bool
    ) -> HTML {
        let accepts = field.types.isEmpty ? nil : field.types.joined(separator: ",")
        let kept = TypedForm(typed).kept(ask.name)
        let hidden = kept.map { ui.hidden("\(ask.name)-kept", $0.json.text()) }
        let remove = UI.Ask("\(ask.name)-remove", label: ui("documents.remove"))
        let chosen = Set(typed.all(remove.name))
        return """
            \(ui.fileUpload(
                ask, isMultiple: isMultiple, accepts: accepts, kept: kept.map(ui.described)))
            \(hidden)\(if: !kept.isEmpty, ui.details(
                ui("documents.remove.details"), isOpen: !chosen.isEmpty,
                ui.checkboxes(remove, kept.map { UI.Option($0.digest, $0.name) }, chosen: chosen)))
            """
    }

    private static func flag(_ text: String) -> Bool? {
        switch text {
        case "true", "yes", "1", "on": true
        case "false", "no", "0": false
        default: nil
        }
    }
}
