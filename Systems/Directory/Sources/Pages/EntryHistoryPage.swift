// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Everything that was ever recorded about an organisation, corrected or struck out, newest first.
struct EntryHistoryPage {
    let request: Request
    let view: DirectoryView
    let organisation: Organisation

    /// The field by which each kind of entry names the organisation it is about.
    private static let kinds: [(kind: RecordKind, field: String)] =
        [(Organisation.kind, "slug"), (CoverageFact.kind, "authority")]
        + [Name.self, Code.self, Service.self, Figure.self, Contact.self, Relation.self].map {
            (($0 as any Entry.Type).kind, "organisation")
        }

    func page() throws -> Page {
        let (ui, name) = (request.ui, view.name(organisation.slug))
        let title = ui("directory.entries.title", ["name": name])
        let keeping = view.isKeeper ? try entries() : ""
        let steps = try Self.kinds.flatMap { try events(of: $0.kind, naming: $0.field) }
        var page = Page(
            title, width: .wide,
            """
            <h1>\(title)</h1>
            <p>\(ui("directory.entries.intro"))</p>
            \(keeping)
            \(ui.timeline(steps.sorted { $0.at > $1.at }.map(\.event)))
            """)
        page.breadcrumbs = [
            UI.Link(ui("directory.title"), "/directory"),
            UI.Link(name, view.href(organisation.slug)),
        ]
        return page
    }

    /// Each entry as it stands, with the way to correct it or to strike it out.
    private func entries() throws -> HTML {
        let all = try Self.kinds.flatMap { try links(to: $0.kind, naming: $0.field) }
        return """
            <h2>\(request.ui("directory.keep.entries"))</h2>
            \(request.ui.linkList(all))
            """
    }

    private func links(to kind: RecordKind, naming field: String) throws -> [UI.Link] {
        let context = try DerivedContext(request, kind: kind)
        let rows = try context.store.read(as: context.actor) {
            try $0.list(
                Query([.field(field, is: organisation.slug), .state(.recorded)], limit: 1_000),
                kind: kind)
        }
        return rows.map { row in
            let told = kind.list.columns.filter { $0 != field }.compactMap { row[$0].text }
            let text = ([request.ui.name(of: kind)] + told).joined(separator: " · ")
            return UI.Link(text, context.href(row.id))
        }
    }

    private func events(of kind: RecordKind, naming field: String) throws
        -> [(at: Instant, event: UI.Event)]
    {
        let context = try DerivedContext(request, kind: kind)
        return try context.store.read(as: context.actor) { reader in
            let query = Query([.field(field, is: organisation.slug)], limit: 1_000)
            return try reader.list(query, kind: kind).flatMap { row in
                let steps = try reader.history(of: row.id, kind: kind)
                let references = try HistoryPage.references(steps, context)
                return steps.map {
                    ($0.entry.at, HistoryPage.event($0, references, row, context))
                }
            }
        }
    }
}
