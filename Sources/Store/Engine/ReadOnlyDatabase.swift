// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A store that could not be brought to the schema of this release: it is read as it is, and every
/// act is refused until it has been.
struct ReadOnlyDatabase: Database {
    /// After how long it is tried again.
    static let again: Duration = .seconds(60)

    private let database: any Database
    /// When it was last tried.
    let since = ContinuousClock.now

    init(_ database: any Database) { self.database = database }

    static var refusal: Refusal { .outOfService(Phrase("store.read_only")) }

    func read<T>(_ body: (any Connection) throws -> T) throws -> T { try database.read(body) }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T { throw Self.refusal }

    func writeAlone<T>(_ body: (any Connection) throws -> T) throws -> T { throw Self.refusal }

    func sealing(with seal: @escaping WriteQueue.Seal) {}
    func counting(in metrics: Metrics) {}
    func edition() throws -> String { try database.edition() }
    var tellsEditionAtOnce: Bool { database.tellsEditionAtOnce }
    func close() throws { try database.close() }
}

extension TableSet {
    /// The tables as a store has them that was not brought forward: fields it has no column for are
    /// empty.
    func fitted(to connection: any Connection) throws -> TableSet {
        let present = try connection.tables()
        return TableSet(
            try all.map { table in
                guard present.contains(table.kind.table) else { return table }
                let columns = try connection.columns(of: table.kind.table)
                return RecordTable(table.kind, lacking: Set(table.kind.names.all).subtracting(columns))
            })
    }
}
