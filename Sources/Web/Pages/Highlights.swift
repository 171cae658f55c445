// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The first things of a kind, as they stand in a list of a few: on the first page, on a system's own,
/// on a tenant's.
public struct Highlights: Sendable {
    /// One of them.
    public struct Item: Sendable {
        public let href: Href
        /// Its name in the reader's language, with what is to be told of that.
        public let title: HTML
        public let facts: HTML

        public init(_ href: Href, title: HTML, facts: HTML) {
            self.href = href
            self.title = title
            self.facts = facts
        }
    }

    /// What the list is called.
    public let title: String
    public let items: [Item]

    public init(_ title: String, _ items: [Item]) {
        self.title = title
        self.items = items
    }
}

extension Highlights {
    /// The newest of a kind, for a kind of which no system says otherwise.
    init(_ kind: PublishedKind, _ limit: Int, _ request: Request) throws {
        let (network, ui) = (request.site.network, request.ui)
        let found = try network.register.page(RegisterQuery(kind: kind.name, limit: limit))
        let name = network.systems.record(kind.name).map(ui.plural)
            ?? ui.words.find("\(kind.name).list", in: ui.language) ?? kind.name
        title = ui("home.newest", ["kind": name])
        items = try found.items.map { item in
            Item(
                request.href(of: item), title: "\(item.title)",
                facts: "\(try request.glance(of: item))")
        }
    }
}
