// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Where one tenant's store is held once it is open. Whoever asks first opens it; others who ask
/// for the same tenant wait meanwhile, those who ask for another do not.
final class TenantSlot: Sendable {
    private struct State {
        var store: TenantStore?
        /// Why it could not be opened, and when that was tried.
        var failure: (any Error, ContinuousClock.Instant)?
    }

    /// How long a store that cannot be opened is left alone, so that asking for it costs little.
    private static let leftAlone: Duration = .seconds(1)

    private let state = Mutex(State())
    private let steady: Steady

    init(_ steady: @escaping Steady) { self.steady = steady }

    /// The store, as the registry says the tenant is now.
    /// - Parameters:
    ///   - open: opens the file.
    ///   - make: the store of the tenant on an open file.
    func store(
        of tenant: Tenant, open: () throws -> any Database,
        make: (Tenant, any Database) -> TenantStore
    ) throws -> TenantStore {
        try state.withLock { state in
            if let store = state.store, Self.isDue(store.database) { state.store = nil }
            if let store = state.store, store.tenant == tenant { return store }
            if let (error, at) = state.failure, steady() - at < Self.leftAlone {
                throw error
            }
            do {
                let store = make(tenant, try state.store?.database ?? open())
                state.store = store
                state.failure = nil
                return store
            } catch {
                state.failure = (error, steady())
                throw error
            }
        }
    }

    /// Whether a store that could not be brought forward is tried once more.
    private static func isDue(_ database: any Database) -> Bool {
        (database as? ReadOnlyDatabase).map { $0.since.duration(to: .now) > ReadOnlyDatabase.again } ?? false
    }

    /// Takes the store out, to close it.
    func empty() -> TenantStore? {
        state.withLock { state in
            defer { state.store = nil }
            return state.store
        }
    }
}
