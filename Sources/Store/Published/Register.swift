// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Everything the network's tenants have published, read by everyone: the register, the map,
/// search, feeds and open data are faces of it.
public struct Register: Sendable {
    let database: any Database
    private let kinds: [String: PublishedKind]
    private let audience: PublishedKind.Audience

    /// The most items of a page, and points of a map.
    public static let largestPage = 1_000
    public static let mostPoints = 5_000

    /// The register of a commons, as an audience may read it.
    public init(commons: TenantStore, for audience: PublishedKind.Audience = .everyone) {
        database = commons.database
        self.audience = audience
        kinds = commons.systems.publishedKinds
    }

    /// The kinds of publication there are for this audience, by name.
    public var publishedKinds: [PublishedKind] {
        kinds.values.filter(isOpen).sorted { $0.name < $1.name }
    }

    /// The kind of that name.
    public func kind(_ name: String) -> PublishedKind? {
        kinds[name].flatMap { isOpen($0) ? $0 : nil }
    }

    private func isOpen(_ kind: PublishedKind) -> Bool {
        audience == .members || kind.audience == .everyone
    }

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
            let (found, count) = try find(search, from: cursor, limit: limit + 1)
            var places = found
            let isMore = places.count > limit
            if isMore { places.remove(at: isBackward ? 0 : limit) }
            return RegisterPage(
                items: try items(places.map(\.item), isWhole: query.isWhole, connection),
                next: isBackward || isMore ? turn(places.last, isBackward: false) : nil,
                previous: (isBackward ? isMore : cursor != nil)
                    ? turn(places.first, isBackward: true) : nil,
                count: count)
        }
    }

    private func find(
        _ search: RegisterSearch, from cursor: RegisterCursor?, limit: Int
    ) throws -> ([RegisterCursor.Place], RegisterCount?) {
        guard search.query.isCounted else {
            return (try search.find(from: cursor, limit: limit), nil)
        }
        if cursor == nil { return try search.findCounting(limit: limit) }
        return (try search.find(from: cursor, limit: limit), try search.count())
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

    /// A record as it is published, or as everyone may read it of a past moment; nil if it is not
    /// public now, or was not then.
    public func item(tenant: String, record: RecordID, asOf: Instant? = nil) throws
        -> RegisterItem?
    {
        try one("p.record = $2", [.text(tenant), record.stored], asOf)
    }

    /// What a tenant publishes under a reference, exactly as it is written.
    public func item(tenant: String, reference: String, asOf: Instant? = nil) throws
        -> RegisterItem?
    {
        try one("p.reference = $2", [.text(tenant), .text(reference)], asOf)
    }

    /// Every version of a record that everyone may read, oldest first, with its content; none of a
    /// record that is not public now.
    public func versions(tenant: String, record: RecordID) throws -> [RegisterItem] {
        try database.read { connection in
            let mine = ["p.tenant = $1", "p.record = $2"]
            let condition = (mine + readable.ever).joined(separator: " AND ")
            let numbers = try connection.rows(
                "SELECT p.item FROM published p WHERE \(condition) ORDER BY p.version",
                [.text(tenant), record.stored]
            ).compactMap { $0[0].integer }
            return try items(numbers, isWhole: true, connection)
        }
    }

    /// When a record that had been public was withdrawn; nil: it stands, or never was public.
    public func withdrawnAt(tenant: String, record: RecordID) throws -> Instant? {
        try database.read { connection in
            Instant(
                stored: try connection.value(
                    "SELECT until_at FROM published WHERE tenant = $1 AND record = $2 "
                        + "ORDER BY version DESC LIMIT 1", [.text(tenant), record.stored]) ?? .null)
        }
    }

    /// How the engine answers a query, in its own words: for tests and for finding out why
    /// something is slow.
    public func plan(_ query: RegisterQuery) throws -> [String] {
        let cursor = try query.cursor.map { try RegisterCursor($0, for: query.order) }
        return try database.read { try search(query, $0).plan(from: cursor) }
    }

    var readable: Readable { Readable(kinds: kinds, audience: audience) }

    func read<T>(_ body: (any Connection) throws -> T) throws -> T { try database.read(body) }

    func search(_ query: RegisterQuery, _ connection: any Connection) -> RegisterSearch {
        RegisterSearch(query: query, kinds: kinds, audience: audience, connection: connection)
    }

    private func one(_ condition: String, _ arguments: [Value], _ asOf: Instant?) throws
        -> RegisterItem?
    {
        let shown = asOf.map { _ in readable.then("$3", of: nil) } ?? readable.now(of: nil)
        let condition = (["p.tenant = $1", condition] + shown).joined(separator: " AND ")
        let arguments = arguments + (asOf.map { [$0.stored] } ?? [])
        return try database.read { connection in
            let number = try connection.value(
                "SELECT p.item FROM published p WHERE \(condition) ORDER BY p.item DESC LIMIT 1",
                arguments)
            return try items(number?.integer.map { [$0] } ?? [], isWhole: true, connection).first
        }
    }

    func items(_ numbers: [Int64], isWhole: Bool, _ connection: any Connection) throws
        -> [RegisterItem]
    {
        try ItemReader(kinds: kinds, isWhole: isWhole, connection: connection).items(numbers)
    }
}

extension Network {
    /// What everyone may read of the whole network.
    public var register: Register { Register(commons: commons) }

    /// What an audience may read of it.
    public func register(for audience: PublishedKind.Audience) -> Register {
        Register(commons: commons, for: audience)
    }
}
