// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One published version: whose, of which record, and the head every kind shares.
public struct RegisterItem: Sendable, Hashable {
    /// `planning.application`.
    public let kind: String
    /// The slug of the tenant that published it.
    public let tenant: String
    public let record: RecordID
    public let version: Int
    /// When the act that made this version was recorded.
    public let recordedAt: Instant
    /// When it was replaced or withdrawn; nil: it stands.
    public let untilAt: Instant?
    /// The reference people know it by.
    public let reference: String
    public let title: String
    public let summary: String
    public let status: String
    public let day: Day?
    /// Where it lies, or the middle of its area.
    public let point: Point?
    /// The values of the kind's own columns; empty for a kind that declares none.
    public let columns: Values
    private let content: String?

    /// The columns of `published` it is read from; with the whole publication one more.
    static let head =
        "kind, tenant, record, version, recorded_at, until_at, reference, title, summary, status, "
        + "day, longitude, latitude"

    /// The whole publication, read when asked for; nil if the query did not ask for whole items.
    public var publication: Publication? {
        content.flatMap { JSON(stored: .text($0)) }.flatMap(Publication.init(json:))
    }

    init(row: [Value], columns: Values) throws {
        guard row.count >= 13, let kind = row[0].text, let tenant = row[1].text,
            let record = RecordID(stored: row[2]), let version = row[3].integer,
            let recordedAt = Instant(stored: row[4]), let reference = row[6].text,
            let title = row[7].text, let summary = row[8].text, let status = row[9].text
        else { throw Fault("published: a row is damaged") }
        self.kind = kind
        self.tenant = tenant
        self.record = record
        self.version = Int(version)
        self.recordedAt = recordedAt
        untilAt = Instant(stored: row[5])
        self.reference = reference
        self.title = title
        self.summary = summary
        self.status = status
        day = Day(stored: row[10])
        if let longitude = row[11].real, let latitude = row[12].real {
            point = Point(longitude: longitude, latitude: latitude)
        } else {
            point = nil
        }
        content = row.count > 13 ? row[13].text : nil
        self.columns = columns
    }
}

/// A page of the register, in the order asked for.
public struct RegisterPage: Sendable, Hashable {
    public let items: [RegisterItem]
    /// Leads to the page after this one, as the `cursor` of the same query; nil: this is the last.
    public let next: String?
    /// Leads to the page before this one; nil: this is the first.
    public let previous: String?
    /// How many there are, if the query asked.
    public let count: RegisterCount?

    /// Whether more come after this page.
    public var hasMore: Bool { next != nil }
}

/// How many publications a query finds: all of them, or "more than".
public struct RegisterCount: Sendable, Hashable {
    /// The number found. If it is not exact there are more.
    public let value: Int
    public let isExact: Bool

    /// The highest number that is counted exactly where an index alone can tell, and where each
    /// publication has to be looked at.
    static let limit = 10_000
    static let limitLookedAt = 200

    init(value: Int, isExact: Bool) {
        self.value = value
        self.isExact = isExact
    }
}

/// A publication as a map shows it.
public struct RegisterPoint: Sendable, Hashable {
    public let tenant: String
    public let record: RecordID
    public let point: Point
    public let status: String
    public let reference: String
    public let title: String
}

extension RegisterPoint {
    init?(row: [Value]) {
        guard let tenant = row[0].text, let record = RecordID(stored: row[1]),
            let longitude = row[2].real, let latitude = row[3].real, let status = row[4].text,
            let reference = row[5].text, let title = row[6].text
        else { return nil }
        self.init(
            tenant: tenant, record: record,
            point: Point(longitude: longitude, latitude: latitude), status: status,
            reference: reference, title: title)
    }
}
