// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension UI {
    /// What a person typed, to be looked over or copied: what they chose as it was called on the form.
    func typedAgain(
        _ form: TypedForm, _ fields: [FieldDescription], _ words: FieldWords,
        _ answers: [String: [Option]]
    ) -> HTML {
        let rows = fields.compactMap { field -> Row? in
            let text = TypedText.shown(field, in: form, words, answers[field.name] ?? [])
            return text.isEmpty ? nil : Row(words.label(field.name), prose(text))
        }
        if rows.isEmpty { return "" }
        return "<h2>\(self("derived.typed"))</h2>\(summaryList(rows))"
    }
}

/// The text of a field as it was typed, in one piece, for showing beside a value.
enum TypedText {
    static func of(_ field: FieldDescription, in form: TypedForm) -> String {
        let name = field.name
        switch field.kind {
        case .day, .instant:
            let parts = DateParts(name, in: form.texts)
            let texts = [parts.day, parts.month, parts.year, form["\(name)-time"] ?? ""]
            return texts.filter { !$0.isEmpty }.joined(separator: " ")
        case .geometry: return form.place(name) ?? ""
        case .files: return form.kept(name).map(\.name).joined(separator: ", ")
        default: return form[name] ?? ""
        }
    }

    /// The same for people: an answer by its label, and no id of what they cannot see.
    static func shown(
        _ field: FieldDescription, in form: TypedForm, _ words: FieldWords, _ answers: [UI.Option]
    ) -> String {
        let text = of(field, in: form)
        let label = answers.first { $0.value == text }?.label
        switch field.kind {
        case .choice(let names): return names.contains(text) ? words.option(field.name, text) : text
        case .choices(let names):
            return form.texts.all(field.name).filter(names.contains)
                .map { words.option(field.name, $0) }.joined(separator: ", ")
        case .flag: return text.isEmpty ? "" : words.ui(text == "true" ? "web.yes" : "web.no")
        case .link, .person: return label ?? (RecordID(text) == nil ? text : "")
        default: return label ?? text
        }
    }
}
