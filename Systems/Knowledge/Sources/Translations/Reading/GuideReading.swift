// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A guide as one reader reads it: its name, and each section by itself. What nobody has translated
/// stands there as it was written.
struct GuideReading: Sendable {
    let head: Reading
    /// By anchor.
    private let sections: [String: Reading]
    /// The languages something of it is in.
    let languages: [Tongue]

    /// - Parameter isPast: whether the sections are those of an edition that does not stand.
    init(
        _ guide: Stored<Guide>, _ sections: [Stored<Section>], _ context: DerivedContext,
        isPast: Bool = false
    ) throws {
        let all = try context.translations(of: guide.id)
        let wanted = WantedLanguage(context.request)
        func reading(_ original: Original) -> Reading {
            Reading(original, among: all, for: wanted, isPast: isPast)
        }
        head = reading(Original(guide))
        self.sections = Dictionary(
            sections.map { ($0.anchor, reading(Original($0.fields, of: guide))) },
            uniquingKeysWith: { first, _ in first })
        let there = ([head] + self.sections.values).flatMap(\.all).map(\.language)
        languages = Set(there).sorted { $0.rawValue < $1.rawValue }
    }

    private var translated: Int { sections.values.count { $0.translation != nil } }

    /// A section as it is read, or as it is where it is not known here.
    func text(_ name: String, of section: Stored<Section>, _ ui: UI) -> Reading.Text {
        sections[section.anchor]?.text(name, ui)
            ?? Reading.Text(text: name == "title" ? section.title : section.text, lang: nil)
    }

    func note(_ context: DerivedContext, page: Href) -> HTML {
        var note = ReadingNote(head, context, page: page)
        note.languages = languages
        note.sections = (translated, sections.count)
        return note.html
    }

    /// What is told of a section that is not like the rest: left as it was written, out of date, or a
    /// machine's.
    func note(on section: Stored<Section>, _ context: DerivedContext) -> HTML {
        guard let reading = sections[section.anchor] else { return "" }
        let ui = context.ui
        guard let translation = reading.translation else {
            let isMixed = head.translation != nil || translated > 0
            guard isMixed, let own = reading.original.language, ui.foreign(own) != nil else { return "" }
            return """
                <p class="meta">\(ui(
                    "knowledge.translation.section.not", ["language": ui.tongue(own)]))</p>
                """
        }
        let byMachine = translation.made == .machine && translation.checkedOn == nil
        let lines = [byMachine ? reading.by(translation, context) : nil, reading.stale(ui)]
            .compactMap(\.self)
        return lines.isEmpty ? "" : "<p class=\"meta\">\(lines.joined(separator: " "))</p>"
    }
}
