// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One thing that changed in what this network offers to others.
public struct OfferedChange: Sendable {
    /// Its place in the order of changes.
    public let number: Int64
    public let record: RecordID
    public let version: Int
    /// What everyone reads of it now; nil: it was withdrawn.
    public let item: RegisterItem?
}

/// What changed after a place in the order of changes.
public struct OfferedChanges: Sendable {
    public let changes: [OfferedChange]
    /// Up to where this tells everything.
    public let reached: Int64
    /// The number of the last change there is.
    public let end: Int64
    /// Another text once the order of changes is another one: after a backup was put back.
    public let origin: String
}

extension Network {
    /// The kinds of publication that travel.
    public var travellingKinds: [PublishedKind] {
        systems.publishedKinds.values.filter(\.travels).sorted { $0.name < $1.name }
    }

    /// What changed, oldest first, of what everyone may read and what travels.
    /// - Parameters:
    ///   - kinds: as what it travels now or did.
    ///   - limit: how many changes at most. There may be fewer, and more after them: so many are looked
    ///     at for one question and no more.
    public func changes(after last: Int64, of kinds: Set<String>, limit: Int) throws -> OfferedChanges {
        try commons.database.read { connection in
            let (end, origin) = try Self.end(of: connection)
            let reading = OfferedReading(kinds: systems.publishedKinds, asked: kinds, connection: connection)
            var (reached, found) = (last, [OfferedChange]())
            for _ in 0..<OfferedReading.mostTurns where found.count < limit && reached < end {
                reached = try reading.more(after: reached, limit: limit, into: &found)
            }
            return OfferedChanges(changes: found, reached: reached, end: end, origin: origin)
        }
    }

    /// Notes changes that were not noted as they were made.
    public func mendChanges() async throws {
        let kinds = Array(systems.publishedKinds.values)
        let lacks = try commons.database.read { try PublishedChanges.Lacks(kinds, on: $0) }
        if lacks.isNothing { return }
        try await commons.database.write { try PublishedChanges.mend(kinds, on: $0) }
    }

    /// Where the order of changes ends, and what it is known by.
    private static func end(of connection: any Connection) throws -> (Int64, String) {
        let end = try connection.value("SELECT max(number) FROM published_change")?.integer ?? 0
        return (end, try connection.origin())
    }
}

extension Connection {
    /// What a store is known by as long as its journal goes on: its first seal, and the copy it was put
    /// back from, if it was.
    func origin() throws -> String {
        let first = try value("SELECT digest FROM seal ORDER BY number LIMIT 1")?.text
        let mark = try marks()[StoreFilling.mark]
        return String(Digest.of("\(first ?? "") \(mark ?? "")".utf8).prefix(16))
    }
}

/// Reads the order of changes for one question.
private struct OfferedReading {
    /// How many rows are looked at at once, and how often.
    private static let batch = 500
    static let mostTurns = 10

    let kinds: [String: PublishedKind]
    let asked: Set<String>
    let connection: any Connection

    /// Adds what there is after a number.
    /// - Returns: how far it has looked.
    func more(after last: Int64, limit: Int, into found: inout [OfferedChange]) throws -> Int64 {
        let readable = Readable(kinds: kinds, audience: .everyone).now(of: nil)
        let rows = try connection.rows(
            "SELECT c.number, c.record, c.version, p.item, p.kind, c.kinds "
                + "FROM published_change c LEFT JOIN published p ON p.item = c.item AND "
                + readable.joined(separator: " AND ")
                + " WHERE c.number > $1 ORDER BY c.number LIMIT \(Self.batch)", [.integer(last)])
        var reached = last
        var new: [(number: Int64, record: RecordID, version: Int, item: Int64?)] = []
        for row in rows where found.count + new.count < limit {
            guard let number = row[0].integer, let record = RecordID(stored: row[1]),
                let version = row[2].integer
            else { throw Fault("published_change: a row is damaged") }
            reached = number
            let ever = Set((row[5].text ?? "").split(separator: " ").map(String.init))
            if ever.isDisjoint(with: asked) { continue }
            let isOffered = row[4].text.map { asked.contains($0) && kinds[$0]?.travels == true } ?? false
            new.append((number, record, Int(version), isOffered ? row[3].integer : nil))
        }
        let numbers = new.compactMap(\.item)
        let items = try ItemReader(kinds: kinds, isWhole: false, connection: connection).items(numbers)
        let byNumber = Dictionary(zip(numbers, items), uniquingKeysWith: { first, _ in first })
        found += new.map { change in
            OfferedChange(
                number: change.number, record: change.record, version: change.version,
                item: change.item.flatMap { byNumber[$0] })
        }
        return reached
    }
}
