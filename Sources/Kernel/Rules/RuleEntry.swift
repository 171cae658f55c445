// SPDX-License-Identifier: EUPL-1.2

/// A rule as a page lists it: what it says on a day, by what authority, how sure we are.
public struct RuleEntry: Sendable, Hashable {
    /// The jurisdiction's code.
    public let jurisdiction: String
    /// The system's name.
    public let system: String
    /// The rule's name.
    public let key: String
    /// What it says.
    public let content: RuleContent
    /// The first day on which it says so.
    public let from: Day
    /// The last day on which it says so; nil while nothing says otherwise.
    public let until: Day?
    /// The law or page it comes from.
    public let source: String
    /// Whether it was checked against its source.
    public let certain: Bool
    /// What its author wanted known.
    public let note: String?
    /// The reading's name; nil where there is one reading only.
    public let reading: String?
    /// What speaks for the reading.
    public let readingSource: String?
    /// Whether this reading is the one followed.
    public let isFollowed: Bool
    /// Whether a tenant's own file says it.
    public let isTenantsOwn: Bool
}
