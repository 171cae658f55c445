// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What one process at a time does for a ledger, such as listening to somebody.
extension Ledger {
    private func lease(_ what: String) -> String { "ledger/\(name)/\(what)" }

    /// Takes something on, or holds it for longer.
    /// - Parameter holder: who; nobody else is called so.
    /// - Returns: whether it is the holder's now.
    public func hold(
        _ what: String, for holder: String, seconds: Int, at now: Instant
    ) async throws -> Bool {
        try await Lease.take(lease(what), for: holder, seconds: seconds, at: now, in: store.database)
    }

    /// Lets others have it at once.
    public func letGo(_ what: String, of holder: String) async throws {
        try await Lease.release(lease(what), of: holder, in: store.database)
    }
}
