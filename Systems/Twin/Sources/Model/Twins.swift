// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// The twins of a process, each begun when it is first asked for.
public final class Twins: Sendable {
    private let twins = Mutex<[String: Twin]>([:])

    public init() {}

    /// The twin a tenant's store holds.
    /// - Parameter name: of one of several in one store; nil: the tenant's own.
    func twin(in store: TenantStore, named name: String? = nil) -> Twin {
        let ledger = name.map { "\(Twin.name):\($0)" } ?? Twin.name
        return twins.withLock { twins in
            let key = "\(store.tenant.slug)\n\(ledger)"
            if let twin = twins[key] { return twin }
            let twin = Twin(Ledger(ledger, in: store))
            twins[key] = twin
            return twin
        }
    }

    /// The twin of a tenant, if somebody asked for it before.
    func known(in slug: String, named name: String?) -> Twin? {
        let ledger = name.map { "twin:\($0)" } ?? "twin"
        return twins.withLock { $0["\(slug)\n\(ledger)"] }
    }

    /// The twin that is a branch of another.
    /// - Parameter ledger: what it writes to alone.
    func branch(_ ledger: String, in store: TenantStore, off base: TwinBase) -> Twin {
        twins.withLock { twins in
            let key = "\(store.tenant.slug)\n\(ledger)"
            if let twin = twins[key] { return twin }
            let twin = Twin(Ledger(ledger, in: store), base: base)
            twins[key] = twin
            return twin
        }
    }

    /// Lets go of a twin that is not to be used any more.
    func forget(_ twin: Twin) { twins.withLock { $0[twin.key] = nil } }
}
