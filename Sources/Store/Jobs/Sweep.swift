// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Looks for what was written and not carried: by a process that died after its commit. One
/// process does it for all; each carries itself what it has written.
struct Sweep {
    static let lease = "outboxes"
    /// How long, in seconds, it is another's after a process stopped looking. With the time between
    /// two looks every outbox is looked at within half a minute.
    private static let held = 15
    /// What is younger, in seconds, is left to whoever wrote it.
    private static let young = 5

    let network: Network
    let holder: String

    func carryLeftBehind(at now: Instant) async throws {
        let commons = network.commons.database
        guard
            try await Lease.take(
                Self.lease, for: holder, seconds: Self.held, at: now, in: commons)
        else { return }
        let old = now.adding(seconds: -Self.young)
        for tenant in [network.commons.tenant] + (try network.tenants()) {
            // One that is out of service is looked at again the next time.
            let isLeft = try? network.tenant(tenant.slug).database.read {
                try $0.value("SELECT 1 FROM outbox WHERE at < $1 LIMIT 1", [old.stored]) != nil
            }
            if isLeft == true { network.carry(tenant.slug) }
        }
    }
}
