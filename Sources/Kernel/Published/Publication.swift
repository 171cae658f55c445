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

/// A kind of publication: the columns it is filtered by beside the head that all kinds share.
public struct PublishedKind: Sendable, Hashable {
    /// `planning.application`.
    public let name: String
    /// Where its list is shown: `/register/planning`.
    public let path: String
    /// Its own columns, each indexed.
    public let columns: [String]

    public init(_ name: String, path: String, columns: [String]) {
        self.name = name
        self.path = path
        self.columns = columns
    }
}
