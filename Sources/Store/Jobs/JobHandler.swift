// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Looks for what is to be done that nobody asked for in an act: before jobs of a store are taken.
public typealias JobFeed = @Sendable (_ store: TenantStore, _ now: Instant) async throws -> Void

/// Who does the jobs of one kind in this process.
public struct JobHandler: Sendable {
    public typealias Run = @Sendable (_ work: RunningJob) async throws -> Void

    /// In which stores one falls due by itself.
    public enum Place: Sendable, Hashable {
        /// In the commons alone, once for the whole network.
        case commons
        case everyStore
        /// In those of tenants that have this system.
        case tenants(with: String)
    }

    public let name: String
    public let retry: Retry
    public let recurrence: (every: Recurrence, place: Place)?
    let run: Run

    /// - Parameter name: the kind's; its last part names who acts, as `system:NAME`.
    public init(
        _ name: String, retry: Retry = Retry(), every recurrence: (Recurrence, in: Place)? = nil,
        run: @escaping Run
    ) {
        self.name = name
        self.retry = retry
        self.recurrence = recurrence.map { (every: $0.0, place: $0.in) }
        self.run = run
    }

    /// The one a system declares.
    init(_ kind: JobKind, of system: System) {
        let place = system.isCommons ? Place.commons : .tenants(with: system.name)
        self.init(kind.name, retry: kind.retry, every: kind.recurrence.map { ($0, in: place) }) {
            try await kind.run($0)
        }
    }

    /// Those the systems declare, and what every network has.
    public static func all(of network: Network) -> [JobHandler] {
        [tidying, clearing] + network.systems.all.flatMap { system in
            system.jobs.map { JobHandler($0, of: system) }
        }
    }

    /// How long, in seconds, what was done can still be seen.
    static let kept = 30 * 24 * 60 * 60

    private static let clearing = JobHandler(
        "documents.clear", retry: Retry(attempts: 5), every: (.daily, in: .everyStore)
    ) { work in
        try await work.store.clearUploads(from: work.network.documents, at: work.now)
    }

    private static let tidying = JobHandler(
        "store.tidy", retry: Retry(attempts: 5), every: (.daily, in: .everyStore)
    ) { work in
        let oldest = work.now.adding(seconds: -kept)
        try await work.store.database.write { try JobTable.forget(before: oldest, on: $0) }
        if work.store.tenant.slug == Tenant.commons { try await work.store.database.tidySearch() }
    }
}
