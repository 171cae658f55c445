// SPDX-License-Identifier: EUPL-1.2

/// What everyone may see of a record: a declared projection, put in the commons after commit.
/// The network-wide register, the map, search, feeds and open data are all faces of it.
public struct Publication: Sendable, Hashable {
    /// The kind it is published as: `planning.application`.
    public var kind: String
    /// The reference people know it by, such as a file number.
    public var reference: String
    public var title: String
    public var summary: String
    /// Where it stands, in the public's terms.
    public var status: String
    public var place: Geometry?
    /// The day lists are ordered by.
    public var day: Day?
    /// Its own columns, as its `PublishedKind` declares them.
    public var columns: Values
    /// The whole public record, as open data gives it.
    public var body: JSON
    /// Documents everyone may open.
    public var documents: [FileReference]

    public init(
        kind: String, reference: String, title: String, summary: String, status: String,
        place: Geometry? = nil, day: Day? = nil, columns: Values = [:], body: JSON,
        documents: [FileReference] = []
    ) {
        self.kind = kind
        self.reference = reference
        self.title = title
        self.summary = summary
        self.status = status
        self.place = place
        self.day = day
        self.columns = columns
        self.body = body
        self.documents = documents
    }
}

/// A kind of publication: the columns it is filtered by beside the head that all kinds share, and
/// what everyone may read of its past.
public struct PublishedKind: Sendable, Hashable {
    /// What everyone may read of versions that have been replaced (decision 0010). Of a record that
    /// is not public any more nobody may read anything, whatever its kind.
    public enum Past: Sendable, Hashable {
        /// They stay readable, so that a correction can be seen.
        case kept
        /// They are never shown: for words that may be taken back. As of a past moment it is told
        /// which records there were, each as it is now.
        case asItIsNow
    }

    /// Who may read what is published of it.
    public enum Audience: Sendable, Hashable {
        case everyone
        /// Who works for some tenant of the network (``Role/member``).
        case members
    }

    /// `planning.application`.
    public let name: String
    /// The key of the kind of record it is made of: most are named alike.
    public let record: String
    /// Who may read it at all. What was published as one kind may later be published as another.
    public let audience: Audience
    /// Whether the first page shows what is newest of it: of what is there to be found rather than
    /// read, it does not.
    public let isNews: Bool
    /// Where its list is shown: `/register/planning`.
    public let path: String
    /// Where one of it is shown, with `:tenant` and `:record` for its own; of a kind that is part
    /// of another, where that is. The name of a column stands for its text, such as a place on that
    /// page: `#:anchor`. Nil: on the page of its record, if everyone may open that.
    public let page: String?
    /// Its own columns, each indexed.
    public let columns: [PublishedColumn]
    /// What everyone may read of versions that have been replaced.
    public let past: Past
    /// Members of the body that may be taken back: a version that has been replaced shows them as
    /// they are now.
    public let takenBack: [String]
    /// The one of its columns that names the record it is part of: while nobody may read that,
    /// nobody may read this.
    public let partOf: String?
    /// Whether networks that follow this one are given it: what serves people who have never heard of
    /// whoever published it.
    public let travels: Bool

    public init(
        _ name: String, of record: String? = nil, audience: Audience = .everyone, path: String,
        page: String? = nil,
        columns: [PublishedColumn], isNews: Bool = true,
        past: Past = .kept, takenBack: [String] = [], partOf: String? = nil, travels: Bool = false
    ) {
        precondition(
            partOf.map { name in columns.contains { $0.name == name } } ?? true,
            "\(name): partOf is no column")
        // What is gone with something else would not be missed by who was told of it alone.
        precondition(
            !travels || (audience == .everyone && partOf == nil), "\(name): it is not for all by itself")
        self.name = name
        self.record = record ?? name
        self.audience = audience
        self.isNews = isNews
        self.path = path
        self.page = page
        self.columns = columns
        self.past = past
        self.takenBack = takenBack
        self.partOf = partOf
        self.travels = travels
    }
}
