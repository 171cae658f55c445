// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One store, open: many readers on snapshots, writes that share commits.
///
/// Every commit is on the disk before anybody is told. Writes that wait together share one commit,
/// each in a savepoint of its own; at most one process writes a store at a time.
protocol Database: Sendable {
    /// Reads on one snapshot, on the caller's thread. A read within a read is on the same one.
    func read<T>(_ body: (any Connection) throws -> T) throws -> T

    /// Writes in a commit shared with whoever else writes now. Returns once it is on the disk.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// What is run once at the end of every shared commit, within it: the journal's seal.
    func sealing(with seal: @escaping WriteQueue.Seal)

    /// Where it counts its commits.
    func counting(in metrics: Metrics)

    /// Writes alone and at once, for opening and migrating.
    func writeAlone<T>(_ body: (any Connection) throws -> T) throws -> T

    /// What the store is at: another text whenever anything was committed to it, by whichever
    /// process. It may be another one though nothing was.
    func edition() throws -> String

    /// Whether that takes no journey to a server.
    var tellsEditionAtOnce: Bool { get }

    /// Waits for what is being written, and lets go of the store.
    func close() throws
}
