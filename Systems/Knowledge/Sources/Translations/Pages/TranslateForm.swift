// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The texts of an original, each with the field for its translation.
struct TranslateForm {
    let original: Original
    /// What is being translated into which language.
    let wanted: Translation
    private let translation: Stored<Translation>?
    private let draft: ActionPage.Draft
    private let context: DerivedContext
    private var ui: UI { context.ui }

    /// - Throws: `Refusal.notFound` if there is no such original.
    init(
        _ context: DerivedContext, _ draft: ActionPage.Draft, _ translation: Stored<Translation>?
    ) throws {
        self.context = context
        self.draft = draft
        self.translation = translation
        func asked(_ name: String) -> String? {
            (draft.form[name] ?? context.request.query[name]).flatMap { $0.isEmpty ? nil : $0 }
        }
        var wanted = translation?.fields ?? Translation()
        if translation == nil {
            guard let sort = asked("sort").flatMap(Translation.Sort.init(rawValue:)),
                let language = asked("language").flatMap(Tongue.init(rawValue:))
            else { throw Refusal.notFound }
            (wanted.original, wanted.sort) = (asked("original") ?? "", sort)
            (wanted.part, wanted.language) = (asked("part"), language)
        }
        let found = try context.store.read(as: .system("pages")) { [wanted] in
            try $0.original(of: wanted)
        }
        guard let found else { throw Refusal.notFound }
        (original, self.wanted) = (found, wanted)
    }

    /// The translation there is already.
    func there() throws -> Stored<Translation>? {
        try context.store.read(as: .system("pages")) { try $0.translations(of: original.record) }
            .first { $0.language == wanted.language && $0.part == original.part }
    }

    var html: HTML {
        """
        \(if: translation == nil, """
            \(ui.hidden("original", wanted.original))\(ui.hidden("sort", wanted.sort.rawValue))\
            \(ui.hidden("part", wanted.part ?? ""))\(ui.hidden("language", wanted.language.rawValue))
            """)\(ui.hidden("digest", draft.form["digest"] ?? original.digest))
        \(original.texts.map(pair).joined(by: "\n"))
        """
    }

    private func pair(_ name: String, _ text: String) -> HTML {
        let words = context.words
        let problem = draft.problems.all.first { $0.field == name }
        let label = ui(
            "knowledge.translation.field_in",
            ["field": words.label(name), "language": ui.tongue(wanted.language)])
        let isFirst = name == original.texts.first?.name
        let ask = UI.Ask(
            name, label: label, error: problem.map { ui.text(of: $0, in: words) },
            isOptional: !isFirst, language: wanted.language.rawValue)
        let value = draft.form[name] ?? translation?.texts[name] ?? ""
        let kind = TranslatedTexts.fields.first { $0.name == name }?.description.kind
        let input: HTML
        if case .longText(let max)? = kind {
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .reduce(0) { $0 + 1 + $1.count / 60 }
            input = ui.textArea(ask, value: value, rows: min(max / 60, Swift.max(3, lines + 1), 40))
        } else {
            input = ui.textInput(ask, value: value)
        }
        return """
            <div class="beside"><div>
            <p class="label">\(words.label(name))\
            \(original.language.map { " (\(ui.tongue($0)))" as HTML })</p>
            <div class="as-written"\("lang", original.language?.rawValue) dir="auto">\(text)</div>
            </div><div>
            \(input)
            </div></div>
            """
    }
}
