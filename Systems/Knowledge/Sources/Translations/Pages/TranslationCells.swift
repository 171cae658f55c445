// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What stands where a thing and a language cross: how its translation stands, and the way there.
struct TranslationCells {
    let context: DerivedContext
    /// Whether the rows are the parts of one thing.
    let isOfOne: Bool
    private var ui: UI { context.ui }

    func head(_ row: TranslationMatrix.Row) -> HTML {
        let original = row.original
        let name: HTML = "<span\("lang", ui.foreign(original.language))>\(original.name)</span>"
        var wanted = Translation()
        (wanted.original, wanted.sort) = (original.record.text, original.sort)
        if isOfOne {
            wanted.part = original.part
            let page: Href = "/t/\(context.slug)/knowledge/\(original.sort.collection)/\(wanted.original)"
            return "<a href=\"\(page.place(original.part))\">\(name)</a>"
        }
        return "<a href=\"\(TranslationsPage.place(of: wanted, at: context.slug))\">\(name)</a>"
    }

    func cell(_ row: TranslationMatrix.Row, _ tongue: Tongue) -> HTML {
        if row.original.language == tongue { return "\(ui("knowledge.translations.is_original"))" }
        let there = row.translations.filter { $0.language == tongue }
        return row.parts > 1 ? sum(row, there, tongue) : single(row.original, there.first, tongue)
    }

    private func single(
        _ original: Original, _ translation: Stored<Translation>?, _ tongue: Tongue
    ) -> HTML {
        let about = "\(original.name), \(ui.tongue(tongue))"
        guard let translation else {
            guard TranslationActions.translate.kind.permits(context.actor, on: nil) else { return "–" }
            let form = context.href(TranslationActions.translate.kind, on: nil).with([
                ("original", original.record.text), ("sort", original.sort.rawValue),
                ("part", original.part), ("language", tongue.rawValue),
            ])
            return ui.link(ui.name(of: TranslationActions.translate.kind), form, about: about)
        }
        let (key, tone) = mark(translation, original)
        let page = context.href(translation.id)
        return """
            <a href="\(page)">\(ui.tag(ui("knowledge.translation.mark.\(key)"), tone))\
            \(ui.unseen(" \(about)"))</a>
            """
    }

    private func mark(_ translation: Stored<Translation>, _ original: Original) -> (String, UI.Tone) {
        if translation.failure != nil, translation.askedAt == nil { return ("failed", .bad) }
        if translation.askedAt != nil { return ("waiting", .plain) }
        if translation.state == .outdated || translation.digest != original.digest {
            return ("outdated", .attention)
        }
        if translation.made == .person { return ("person", .good) }
        return translation.checkedOn == nil ? ("machine", .active) : ("checked", .good)
    }

    /// Of a guide how many of its parts there are, and whether something is to be done.
    private func sum(
        _ row: TranslationMatrix.Row, _ there: [Stored<Translation>], _ tongue: Tongue
    ) -> HTML {
        var wanted = Translation()
        (wanted.original, wanted.sort) = (row.original.record.text, row.original.sort)
        let page = TranslationsPage.place(of: wanted, at: context.slug).with(["add": tongue.rawValue])
        let done = there.count(where: \.isRead)
        let text = ui(
            "knowledge.translations.parts",
            ["translated": ui.number(done), "all": ui.number(row.parts)])
        let marks: [(Int, String, UI.Tone)] = [
            (there.count { $0.state == .outdated }, "outdated", .attention),
            (there.count { $0.askedAt != nil }, "waiting", .plain),
            (there.count { $0.failure != nil && $0.askedAt == nil }, "failed", .bad),
        ]
        let tags = marks.filter { $0.0 > 0 }.map { count, key, tone in
            " \(ui.tag("\(ui("knowledge.translation.mark.\(key)")): \(ui.number(count))", tone))" as HTML
        }
        return """
            <a href="\(page)">\(text)\(ui.unseen(" \(row.original.name), \(ui.tongue(tongue))"))</a>\(tags)
            """
    }
}
