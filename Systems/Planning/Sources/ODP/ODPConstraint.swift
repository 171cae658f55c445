// SPDX-License-Identifier: EUPL-1.2

/// A designation or order that was looked up for the site, such as a conservation area.
public struct ODPConstraint: Sendable, Hashable {
    /// The thing found, and where it may be looked up.
    public struct Entity: Sendable, Hashable {
        public let name: String?
        public let description: String?
        public let source: String?
        public let address: String?
    }

    public let term: ODPTerm
    /// Whether it applies to the site.
    public let applies: Bool
    public let entities: [Entity]

    init?(_ at: ODPCursor) {
        guard let term = ODPTerm(at) else { return nil }
        self.term = term
        applies = at["intersects"].flag() ?? at["overlaps"].flag() ?? false
        entities = at["entities"].elements.map { entity in
            Entity(
                name: entity["name"].text(), description: entity["description"].text(),
                source: entity["source"].text() ?? entity["source"]["text"].text(),
                address: entity["source"]["url"].text())
        }
    }
}
