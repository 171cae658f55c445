// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What a reader is told of what they read: who put it into their language and from which, whether it
/// is right still, and where the original and the other languages are.
struct ReadingNote {
    let reading: Reading
    let context: DerivedContext
    /// The page it stands on.
    let page: Href
    /// The languages something of it is in, besides its own.
    var languages: [Tongue]
    /// How many of a guide's sections are in the language it is read in, and how many there are.
    var sections: (translated: Int, all: Int)?
    private var ui: UI { context.ui }
    private let wanted: WantedLanguage

    init(_ reading: Reading, _ context: DerivedContext, page: Href) {
        self.reading = reading
        self.context = context
        self.page = page
        languages = reading.all.map(\.language)
        wanted = WantedLanguage(context.request)
    }

    /// The note; nothing where there is nothing to tell.
    var html: HTML {
        let lines = [line, reading.stale(ui), count].compactMap(\.self)
        let links = links
        if lines.isEmpty, links.isEmpty { return "" }
        return ui.inset(
            """
            \(if: !lines.isEmpty, "<p>\(lines.joined(separator: " "))</p>")
            \(if: !links.isEmpty, "<p>\(links.joined(by: " · "))</p>")
            """)
    }

    private var line: String? {
        if let translation = reading.translation { return reading.by(translation, context) }
        guard let tongue = wanted.tongue, let own = reading.original.language, own != tongue,
            sections.map({ $0.translated == 0 }) ?? true
        else { return nil }
        return ui(
            "knowledge.translation.not_into",
            ["source": ui.tongue(own), "language": ui.tongue(tongue)])
    }

    /// Of a guide of which not everything is in the language.
    private var count: String? {
        guard let sections, sections.translated < sections.all,
            sections.translated > 0 || reading.translation != nil
        else { return nil }
        return ui(
            "knowledge.translation.sections",
            ["translated": ui.number(sections.translated), "all": ui.number(sections.all)])
    }

    private var links: [HTML] {
        var links: [HTML] = []
        let own = reading.original.language
        if reading.translation != nil || (sections?.translated ?? 0) > 0 {
            let code = own?.rawValue ?? WantedLanguage.original
            let name = own.map(ui.tongue) ?? ui("knowledge.tongue.unknown")
            links.append(
                link(ui("knowledge.translation.read_original", ["language": name]), code, own))
        }
        for tongue in languages where tongue != reading.language && tongue != own {
            links.append(
                link(ui("knowledge.translation.read_in", ["language": ui.tongue(tongue)]),
                    tongue.rawValue, tongue))
        }
        if context.actor.isStaff {
            let original = reading.original
            let list: Href = "/t/\(context.slug)/knowledge/translations"
            links.append(
                ui.link(
                    ui("knowledge.translations.manage"),
                    list.with([
                        ("sort", (original.sort == .section ? .guide : original.sort).rawValue),
                        ("original", original.record.text),
                    ])))
        }
        return links
    }

    private func link(_ text: String, _ code: String, _ tongue: Tongue?) -> HTML {
        "<a href=\"\(page.with(["in": code]))\"\("hreflang", tongue?.rawValue)>\(text)</a>"
    }
}

extension Reading {
    /// Who translated it, and from which language.
    func by(_ translation: Stored<Translation>, _ context: DerivedContext) -> String {
        let ui = context.ui
        let values = [
            "language": translation.fields.from.map(ui.tongue) ?? ui("knowledge.tongue.unknown"),
            "body": ui.name(of: context.store.tenant),
            "day": translation.madeOn?.description ?? "",
            "checked": translation.checkedOn?.description ?? "",
        ]
        if translation.made == .person { return ui("knowledge.translation.by_person", values) }
        return translation.checkedOn == nil
            ? ui("knowledge.translation.by_machine", values)
            : ui("knowledge.translation.by_machine.checked", values)
    }

    /// That the original says something else by now, and since when; nil: it does not.
    func stale(_ ui: UI) -> String? {
        guard let translation, translation.state == .outdated || translation.digest != original.digest
        else { return nil }
        let language = original.language.map(ui.tongue) ?? ui("knowledge.tongue.unknown")
        if let edition = translation.staleSince {
            return ui(
                "knowledge.translation.stale.edition",
                ["language": language, "edition": ui.number(edition)])
        }
        return ui(
            "knowledge.translation.stale.day",
            [
                "language": language,
                "day": (translation.staleOn ?? translation.madeOn)?.description ?? "",
            ])
    }
}
