// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A list of what everyone may read, as Atom: with the list's filters, what changed last first. It is the
/// same for whoever asks; what members alone read is in none.
public struct PublishedFeed {
    private static let pageSize = 50
    /// How many are looked at where not all of them belong to the list.
    private static let mostLookedAt = 500

    private let request: Request
    private let title: String
    private let page: Href
    private let feed: Href

    /// - Parameters:
    ///   - title: what the list is called.
    ///   - page: the list as people read it, with its filters; the feed is known by its address.
    ///   - feed: the feed's own address, with the same filters.
    public init(_ request: Request, title: String, page: Href, feed: Href) {
        self.request = request
        self.title = title
        self.page = page
        self.feed = feed
    }

    /// The feed of what a query finds.
    /// - Parameter belongs: whether something is in the list, where the query alone cannot tell.
    /// - Throws: `Refusal.notFound` for a kind that members alone read; `Problems` for a cursor that is none.
    public func answer(
        _ query: RegisterQuery, where belongs: ((RegisterItem) throws -> Bool)? = nil
    ) throws -> Response {
        let register = request.site.network.register
        guard query.kind.map({ register.kind($0) != nil }) ?? true else { throw Refusal.notFound }
        var query = query
        query.order = .recorded
        query.cursor = request.query["cursor"]
        query.limit = belongs == nil ? Self.pageSize : Self.mostLookedAt
        let found = try register.page(query)
        let items = try belongs.map { try Array(found.items.filter($0).prefix(Self.pageSize)) } ?? found.items
        let configuration = request.site.configuration
        let feed = AtomFeed(
            id: request.address(page.string), title: "\(title) – \(configuration.siteName)",
            author: try query.tenant.map(author) ?? configuration.siteName,
            address: request.address(self.feed.with(["cursor": query.cursor]).string),
            page: request.address(page.string),
            next: belongs == nil
                ? found.next.map { request.address(self.feed.with(["cursor": $0]).string) } : nil,
            language: request.language,
            entries: try items.map { try AtomFeed.Entry($0, for: request) })
        return .cacheable(feed.text, as: .atom, for: request)
    }

    private func author(_ slug: String) throws -> String {
        try request.site.network.find(slug).map { request.ui.name(of: $0) } ?? slug
    }
}

extension AtomFeed.Entry {
    private static let longest = 1_000

    /// What was published, by the body that did. Its id is that of the record, which stays wherever the
    /// body goes (RFC 9562, section 4).
    init(_ item: RegisterItem, for request: Request) throws {
        let tenant = try request.site.network.find(item.tenant)
        self.init(
            id: "urn:uuid:\(item.record.text)",
            title: [item.reference, item.title].filter { !$0.isEmpty }.joined(separator: " "),
            updated: item.recordedAt, link: request.address(request.href(of: item).string),
            summary: String(item.summary.prefix(Self.longest)),
            author: tenant.map { request.ui.name(of: $0) } ?? item.tenant, categories: [item.status],
            point: item.point)
        language = item.columns["language"]?.text
    }
}
