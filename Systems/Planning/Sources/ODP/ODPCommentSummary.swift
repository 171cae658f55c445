// SPDX-License-Identifier: EUPL-1.2

/// How many comments the sender counts, which may be more than it sends.
public struct ODPCommentSummary: Sendable, Hashable {
    public var total: Int?
    /// How many bodies were asked.
    public var consulted: Int?
    public var bySentiment: [String: Int] = [:]

    init?(_ at: ODPCursor) {
        guard at.hasMembers else { return nil }
        total = at["totalComments"].count()
        consulted = at["totalConsulted"].count()
        for (name, count) in at["sentiment"].members { bySentiment[name] = count.count() }
    }
}
