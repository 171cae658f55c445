// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What is new between two places of the commons, as each audience may read it at the moment it is asked:
/// read once, and looked through for everybody.
struct News: Sendable {
    private let byAudience: [PublishedKind.Audience: [NewsItem]]

    /// - Parameter since: what was done before is old, whenever it came.
    init(_ network: Network, after: Int, until: Int, since: Instant) throws {
        var found: [PublishedKind.Audience: [NewsItem]] = [:]
        for audience in [PublishedKind.Audience.everyone, .members] {
            let register = network.register(for: audience)
            found[audience] = try register
                .news(of: PublishedKind.news, after: after, until: until, since: since)
                .filter(Self.isNew)
                .compactMap { try Self.item($0.item, register) }
                .reversed()
        }
        byAudience = found
    }

    var isEmpty: Bool { byAudience.values.allSatisfy(\.isEmpty) }

    /// What belongs to an interest, the newest first.
    func items(of interest: Interest, for audience: PublishedKind.Audience) -> [NewsItem] {
        (byAudience[audience] ?? []).filter(interest.includes)
    }

    /// What was there before is new only as another edition: whoever mends a word tells nobody.
    private static func isNew(_ news: RegisterNews) -> Bool {
        guard let before = news.before else { return true }
        return news.item.kind == PublishedKind.guide.name
            && before["edition"] != news.item.columns["edition"]
    }

    private static func item(_ item: RegisterItem, _ register: Register) throws -> NewsItem? {
        let guide = item.kind.hasSuffix("round")
            ? item.columns["guide"]?.text.flatMap { RecordID($0) } : nil
        return NewsItem(
            item, about: try guide.flatMap { try register.item(tenant: item.tenant, record: $0) })
    }
}
