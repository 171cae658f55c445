// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Looks at every tenant now and then, so that whoever asks for the figures waits for no store.
public struct Sampling: Sendable {
    /// How often.
    private static let every: Duration = .seconds(15)
    private let site: Site

    public init(_ site: Site) { self.site = site }

    /// Looks again and again until it is cancelled.
    public func run() async {
        while !Task.isCancelled {
            if let threads = site.threads {
                await withTaskExecutorPreference(threads.other) { look() }
            } else {
                look()
            }
            try? await Task.sleep(for: Self.every)
        }
    }

    /// Looks once.
    public func look() {
        let (network, metrics) = (site.network, site.metrics)
        let now = network.now()
        // Without the registry nobody knows whom to look at; readiness says that it is gone.
        guard let tenants = try? network.tenants() else { return }
        let slugs = tenants.map(\.slug) + [Tenant.commons]
        var out = 0
        for slug in slugs {
            guard let condition = try? network.outbox(of: slug) else {
                out += 1
                continue
            }
            let age = condition.waitingSince.map { max(0, Double(now - $0) / 1_000) } ?? 0
            metrics.outboxWaiting[slug].set(Double(condition.waiting))
            metrics.outboxOldest[slug].set(age)
            metrics.undelivered[slug].set(Double(condition.undelivered))
        }
        let present = Set(slugs.map { [$0] })
        for family in [metrics.outboxWaiting, metrics.outboxOldest, metrics.undelivered] {
            family.keep(only: present)
        }
        metrics.tenants["in_service"].set(Double(slugs.count - out))
        metrics.tenants["out_of_service"].set(Double(out))
        if let count = try? network.sessionCount(at: now) { metrics.sessions[].set(Double(count)) }
        if let free = network.diskFree() { metrics.diskFree[].set(Double(free)) }
        metrics.sampled[].set(Double(now.milliseconds) / 1_000)
    }
}
