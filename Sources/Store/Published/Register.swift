// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Everything the network's tenants have published, read by everyone: the register, the map,
/// search, feeds and open data are faces of it.
public struct Register: Sendable {
    private let database: SQLiteDatabase
    private let kinds: [String: PublishedKind]

    /// The most items of a page, and points of a map.
    public static let largestPage = 1_000
    public static let mostPoints = 5_000

    /// The register of a commons.
    public init(commons: TenantStore) {
        database = commons.database
        kinds = commons.systems.publishedKinds
    }

    /// The kinds of publication there are, by name.
    public var publishedKinds: [PublishedKind] { kinds.values.sorted { $0.name < $1.name } }

    /// The kind of that name.
    public func kind(_ name: String) -> PublishedKind? { kinds[name] }

    /// A page of what a query asks for.
    /// - Throws: `Problems` for a cursor that is none; `Fault` for a column the kind does not
    ///   declare.
    public func page(_ query: RegisterQuery) throws -> RegisterPage {
        let limit = min(max(1, query.limit), Self.largestPage)
        let cursor = try query.cursor.map { try RegisterCursor($0, for: query.order) }
        let isBackward = cursor?.isBackward ?? false
        func turn(_ place: RegisterCursor.Place?, isBackward: Bool) -> String? {
            place.map { RegisterCursor(query.order, $0, isBackward: isBackward).text }
        }
        return try database.read { connection in
            let search = search(query, connection)
            var places = try search.find(from: cursor, limit: limit + 1)
            let isMore = places.count > limit
            if isMore { places.remove(at: isBackward ? 0 : limit) }
            return RegisterPage(
                items: try items(places.map(\.item), isWhole: query.isWhole, connection),
                next: isBackward || isMore ? turn(places.last, isBackward: false) : nil,
                previous: (isBackward ? isMore : cursor != nil)
                    ? turn(places.first, isBackward: true) : nil,
                count: query.isCounted ? try search.count() : nil)
        }
    }

    /// How many publications a query finds, whatever its page.
    public func count(_ query: RegisterQuery) throws -> RegisterCount {
        try database.read { try search(query, $0).count() }
    }

    /// The newest of what a query finds, as points on a map.
    /// - Parameter limit: the most points, at most `mostPoints`.
    public func points(_ query: RegisterQuery, limit: Int = 2_000) throws -> [RegisterPoint] {
        try database.read { connection in
            let places = try search(query, connection)
                .find(from: nil, limit: min(max(1, limit), Self.mostPoints))
            return try places.compactMap { place in
                try connection.rows(
                    "SELECT tenant, record, longitude, latitude, status, reference, title "
                        + "FROM published WHERE item = $1 AND longitude IS NOT NULL",
                    [.integer(place.item)]
                ).first.flatMap(RegisterPoint.init(row:))
            }
        }
    }

    /// A record as it is published, or was at a moment; nil if it is not, or was not.
    public func item(tenant: String, record: RecordID, asOf: Instant? = nil) throws
        -> RegisterItem?
    {
        try one("tenant = $1 AND record = $2", [.text(tenant), record.stored], asOf)
    }

    /// What a tenant publishes under a reference, exactly as it is written.
    public func item(tenant: String, reference: String, asOf: Instant? = nil) throws
        -> RegisterItem?
    {
        try one("tenant = $1 AND reference = $2", [.text(tenant), .text(reference)], asOf)
    }

    /// Every version of a record that was ever published, oldest first, with its content. A last
    /// one with an `untilAt` has been withdrawn.
    public func versions(tenant: String, record: RecordID) throws -> [RegisterItem] {
        try database.read { connection in
            let numbers = try connection.rows(
                "SELECT item FROM published WHERE tenant = $1 AND record = $2 ORDER BY version",
                [.text(tenant), record.stored]
            ).compactMap { $0[0].integer }
            return try items(numbers, isWhole: true, connection)
        }
    }

    /// How the engine answers a query, in its own words: for tests and for finding out why
    /// something is slow.
    public func plan(_ query: RegisterQuery) throws -> [String] {
        let cursor = try query.cursor.map { try RegisterCursor($0, for: query.order) }
        return try database.read { try search(query, $0).plan(from: cursor) }
    }

    private func search(_ query: RegisterQuery, _ connection: any Connection) -> RegisterSearch {
        RegisterSearch(query: query, kinds: kinds, connection: connection)
    }

    private func one(_ condition: String, _ arguments: [Value], _ asOf: Instant?) throws
        -> RegisterItem?
    {
        var (condition, arguments) = (condition, arguments)
        if let asOf {
            arguments.append(asOf.stored)
            condition += " AND recorded_at <= $3 AND (until_at IS NULL OR until_at > $3)"
        } else {
            condition += " AND until_at IS NULL"
        }
        return try database.read { connection in
            let number = try connection.value(
                "SELECT item FROM published WHERE \(condition) ORDER BY item DESC LIMIT 1",
                arguments)
            return try items(number?.integer.map { [$0] } ?? [], isWhole: true, connection).first
        }
    }

    /// The items of these numbers, in this order.
    private func items(_ numbers: [Int64], isWhole: Bool, _ connection: any Connection) throws
        -> [RegisterItem]
    {
        let content = isWhole ? ", content" : ""
        return try numbers.compactMap { number in
            let row = try connection.rows(
                "SELECT \(RegisterItem.head)\(content) FROM published WHERE item = $1",
                [.integer(number)]
            ).first
            guard let row else { return nil }
            return try RegisterItem(row: row, columns: columns(of: number, row[0], connection))
        }
    }

    private func columns(of item: Int64, _ kind: Value, _ connection: any Connection) throws
        -> Values
    {
        guard let kind = kind.text.flatMap({ kinds[$0] }), !kind.columns.isEmpty else { return [:] }
        let row = try connection.rows(
            "SELECT \(kind.columns.joined(separator: ", ")) FROM \(kind.table) WHERE item = $1",
            [.integer(item)]
        ).first
        return Values(zip(kind.columns, row ?? []))
    }
}

extension RegisterPoint {
    fileprivate init?(row: [Value]) {
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

extension Network {
    /// What everyone may read of the whole network.
    public var register: Register { Register(commons: commons) }
}
