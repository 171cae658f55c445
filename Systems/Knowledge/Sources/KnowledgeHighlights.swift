// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The first few things of each part, of the whole network or of one body: titles as the reader reads
/// them, events in the order in which they come.
struct KnowledgeHighlights {
    let request: Request
    /// The body whose things alone are shown; nil: everybody's.
    var body: String?
    private var ui: UI { request.ui }

    /// Nil for a kind of which these are not the words.
    func list(_ kind: PublishedKind, _ limit: Int) throws -> Highlights? {
        if kind.name == PublishedKind.event.name {
            return Highlights(ui("knowledge.events.next"), try events(limit))
        }
        guard let part = KnowledgePage.parts.first(where: { $0.kind.name == kind.name }) else { return nil }
        return Highlights(ui(part.key), try newest(of: kind, limit))
    }

    func newest(of kind: PublishedKind, _ limit: Int) throws -> [Highlights.Item] {
        let found = try request.register.page(RegisterQuery(kind: kind.name, tenant: body, limit: limit))
        let titles = try TranslatedTitles(found.items, request)
        return try found.items.map { item in
            let shown = titles.shown(item)
            return Highlights.Item(
                request.href(of: item), title: "\(shown.title)\(shown.note)",
                facts: "\(try request.glance(of: item, naming: body == nil))")
        }
    }

    private func events(_ limit: Int) throws -> [Highlights.Item] {
        let today = request.zone.day(at: request.now)
        let next = try EventFilter(request, tenant: body).next(limit, from: today)
        let titles = try TranslatedTitles(next.map { ($0.found.tenant, $0.found.id) }, request)
        let times = EventTimes(ui)
        return try next.map { coming in
            let (found, event) = (coming.found, coming.found.event)
            let shown = titles.shown(
                found.tenant, found.id, title: event.title, summary: "", language: event.language)
            let holder = body == nil
                ? try request.site.network.find(found.tenant).map { ui.name(of: $0) } : nil
            let when = times.text(coming.one, here: event.mode == .onSite ? request.zone : nil)
            return Highlights.Item(
                "/t/\(found.tenant)/knowledge/events/\(found.id.text)",
                title: "\(shown.title)\(shown.note)",
                facts: "\(when)\(holder.map { " · \($0)" })")
        }
    }
}
