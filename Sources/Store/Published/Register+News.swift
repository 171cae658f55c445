// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something that came to the commons lately.
public struct RegisterNews: Sendable {
    /// As it stands now, whole.
    public let item: RegisterItem
    /// The values its kind's own columns had before; nil: it was not there for this audience.
    public let before: Values?
}

/// What came to the commons since somebody last looked. Places are numbers in the order in which
/// publications came, whenever what they tell of was done: so none is passed over that came late.
extension Register {
    /// The place of what came last.
    public func lastPlace() throws -> Int {
        try database.read { Int(try $0.value("SELECT max(item) FROM published")?.integer ?? 0) }
    }

    /// What came between two places and stands, in the order in which it came.
    /// - Parameters:
    ///   - kinds: of which kinds; those that are not open to this audience are left out.
    ///   - since: what was done before is old, whenever it came.
    ///   - limit: how many at most; of more the newest.
    public func news(
        of kinds: [PublishedKind], after: Int, until: Int, since: Instant, limit: Int = 5_000
    ) throws -> [RegisterNews] {
        let names = kinds.map(\.name).filter { kind($0) != nil }
        guard after < until, !names.isEmpty else { return [] }
        return try database.read { connection in
            let places = names.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
            // Found by when it was done, of which there is an index; then looked at for its place.
            let conditions = ([
                "p.item + 0 > $1", "p.item + 0 <= $2", "p.recorded_at >= $3", "p.kind IN (\(places))",
            ] + readable.now(of: nil)).joined(separator: " AND ")
            let numbers = try connection.rows(
                "SELECT p.item FROM published p WHERE \(conditions) "
                    + "ORDER BY p.recorded_at DESC LIMIT \(limit)",
                [.integer(Int64(after)), .integer(Int64(until)), since.stored] + names.map(Value.text)
            ).compactMap { $0[0].integer }
            return try items(numbers.sorted(), isWhole: true, connection).map { item in
                RegisterNews(item: item, before: try before(item, after, since, connection))
            }
        }
    }

    /// What a record's own columns said before, to this audience.
    private func before(
        _ item: RegisterItem, _ place: Int, _ since: Instant, _ connection: any Connection
    ) throws -> Values? {
        let rows = try connection.rows(
            "SELECT item, kind FROM published WHERE tenant = $1 AND record = $2 AND version < $3 "
                + "AND (item <= $4 OR recorded_at < $5) ORDER BY item DESC",
            [
                .text(item.tenant), item.record.stored, .integer(Int64(item.version)),
                .integer(Int64(place)), since.stored,
            ])
        guard let last = rows.first(where: { $0[1].text.flatMap { kind($0) } != nil }),
            let number = last[0].integer
        else { return nil }
        return try items([number], isWhole: false, connection).first?.columns ?? [:]
    }
}
