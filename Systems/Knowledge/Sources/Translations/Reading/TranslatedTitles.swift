// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What published things are called in the reader's language, for lists: asked for all at once.
struct TranslatedTitles {
    /// How a thing stands in a list: its name, what is told of the language of that, its first words.
    struct Shown {
        let title: HTML
        let note: HTML
        let summary: HTML
        /// The name alone.
        let name: String
    }

    private static let sorts: [Translation.Sort] = [.guide, .answer, .practice, .event]
    private let ui: UI
    private var known: [String: RegisterItem] = [:]

    init(_ items: [RegisterItem], _ request: Request) throws {
        try self.init(items.map { ($0.tenant, $0.record) }, request)
    }

    init(_ things: [(tenant: String, record: RecordID)], _ request: Request) throws {
        ui = request.ui
        guard let tongue = Tongue(request.language), !things.isEmpty else { return }
        let ids = Set(things.map(\.record.text)).sorted().map(Value.text)
        for kind in PublishedKind.translations where request.register.kind(kind.name) != nil {
            let found = try request.register.page(
                RegisterQuery(
                    kind: kind.name,
                    conditions: [
                        .any("original", of: ids), .equal("language", tongue),
                        .any("sort", of: Self.sorts.map(\.stored)),
                    ], limit: Register.largestPage))
            for item in found.items {
                known["\(item.tenant)/\(item.columns["original"]?.text ?? "")"] = item
            }
        }
    }

    func shown(_ item: RegisterItem) -> Shown {
        shown(
            item.tenant, item.record, title: item.title, summary: item.summary,
            language: item.columns["language"]?.text.flatMap(Tongue.init(rawValue:)))
    }

    func shown(
        _ tenant: String, _ record: RecordID, title: String, summary: String, language: Tongue?
    ) -> Shown {
        let own = ui.foreign(language)
        if let item = own == nil && language != nil ? nil : known["\(tenant)/\(record.text)"] {
            let made = item.columns["made"]?.text ?? Translation.Maker.person.rawValue
            let text = ui("knowledge.translation.listed.\(made)")
            return Shown(
                title: HTML(text: item.title), note: " <span class=\"meta\">(\(text))</span>",
                summary: HTML(text: String(item.summary.prefix(280))), name: item.title)
        }
        let note = language.flatMap { own == nil ? nil : ui.tongue($0) }
        return Shown(
            title: "<span\("lang", own)>\(title)</span>",
            note: note.map { " <span class=\"meta\">(\($0))</span>" as HTML } ?? "",
            summary: "<span\("lang", own)>\(String(summary.prefix(280)))</span>", name: title)
    }
}
