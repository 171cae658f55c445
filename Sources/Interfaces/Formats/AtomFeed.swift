// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A feed that anybody's reader understands: Atom (RFC 4287), with places as GeoRSS has them.
public struct AtomFeed: Sendable {
    /// One thing in the feed.
    public struct Entry: Sendable {
        /// An IRI that stays the same whatever becomes of the thing.
        public var id: String
        public var title: String
        public var updated: Instant
        /// The address of a page about it.
        public var link: String
        public var summary: String
        /// Who answers for it, if not the feed's author.
        public var author: String?
        /// What it is, such as its status.
        public var categories: [String]
        public var point: Point?
        /// The language it is in, as its code; nil: the feed's.
        public var language: String?

        /// An entry of a feed.
        public init(
            id: String, title: String, updated: Instant, link: String, summary: String,
            author: String? = nil, categories: [String] = [], point: Point? = nil
        ) {
            self.id = id
            self.title = title
            self.updated = updated
            self.link = link
            self.summary = summary
            self.author = author
            self.categories = categories
            self.point = point
        }
    }

    /// An IRI that stays the same.
    public var id: String
    public var title: String
    public var author: String
    /// The address of the feed itself, and of the page it belongs to.
    public var address: String
    public var page: String
    /// The address of the page of the feed after this one (RFC 5005), if there is one.
    public var next: String?
    public var language: Language
    public var entries: [Entry]

    /// A feed. All addresses are whole, with scheme and host.
    public init(
        id: String, title: String, author: String, address: String, page: String,
        next: String? = nil, language: Language = .english, entries: [Entry]
    ) {
        self.id = id
        self.title = title
        self.author = author
        self.address = address
        self.page = page
        self.next = next
        self.language = language
        self.entries = entries
    }

    /// When the newest of its entries was changed; for a feed without any, a day long past, so
    /// that it reads the same each time.
    public var updated: Instant {
        entries.map(\.updated).max() ?? Instant(milliseconds: 0)
    }

    /// The feed as XML.
    public var text: String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss" \
        xml:lang="\(language.code)">
        \(XML.element("id", id))\(XML.element("title", title))\
        \(XML.element("updated", updated.description))\
        <author>\(XML.element("name", author))</author>
        \(XML.empty("link", [("rel", "self"), ("type", Self.type), ("href", address)]))\
        \(XML.empty("link", [("rel", "alternate"), ("type", "text/html"), ("href", page)]))\
        \(following)\
        \(entries.map(\.text).joined())</feed>

        """
    }

    private var following: String {
        guard let next else { return "" }
        return XML.empty("link", [("rel", "next"), ("type", Self.type), ("href", next)])
    }

    private static let type = "application/atom+xml"
}

extension AtomFeed.Entry {
    fileprivate var text: String {
        """
        <entry\(language.map { " xml:lang=\"\(XML.escaped($0))\"" } ?? "")>
        \(XML.element("id", id))\(XML.element("title", title))\
        \(XML.element("updated", updated.description))\
        \(XML.empty("link", [("rel", "alternate"), ("href", link)]))\
        \(author.map { "<author>\(XML.element("name", $0))</author>\n" } ?? "")\
        \(categories.map { XML.empty("category", [("term", $0)]) }.joined())\
        \(XML.element("summary", summary.isEmpty ? nil : summary))\
        \(XML.element("georss:point", point.map { "\($0.latitude) \($0.longitude)" }))</entry>

        """
    }
}
