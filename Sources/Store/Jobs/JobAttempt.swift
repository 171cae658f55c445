// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One attempt at a job, from when it was taken to what is to become of it.
struct JobAttempt: Sendable {
    private let taken: JobTable.Taken
    private let handler: JobHandler
    private let store: TenantStore
    private let network: Network
    private let chance: Double

    init(
        _ taken: JobTable.Taken, _ handler: JobHandler, _ store: TenantStore, _ network: Network,
        chance: Double
    ) {
        self.taken = taken
        self.handler = handler
        self.store = store
        self.network = network
        self.chance = chance
    }

    /// Runs it, and holds it meanwhile.
    func ending() async -> JobTable.Ending {
        // Each attempt before ended with its process, or it would have been counted as a failure.
        if taken.attempt > handler.retry.attempts {
            return .dead("every process that began it has ended with it")
        }
        do {
            try await network.metrics.span(taken.kind, ofKind: .consumer) { span in
                span?.attributes["talka.tenant"] = store.tenant.slug
                span?.attributes["talka.attempt"] = taken.attempt
                try await held()
            }
            return .done
        } catch let hopeless as Hopeless {
            return .dead(hopeless.description)
        } catch is CancellationError {
            return .givenBack
        } catch {
            let words = words(error)
            if taken.attempt >= handler.retry.attempts { return .dead(words) }
            let wait = handler.retry.wait(after: taken.attempt, chance: chance)
            return .failed(words, againAt: network.now().adding(seconds: wait))
        }
    }

    private func held() async throws {
        let work = RunningJob(taken, in: store, of: network)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await handler.run(work) }
            group.addTask { try await hold() }
            // Whichever ends first: the work, or the hold on it.
            try await group.next()
            group.cancelAll()
        }
    }

    /// Gives a sign of life again and again.
    /// - Throws: `CancellationError` once it is another's.
    private func hold() async throws {
        while true {
            try await Task.sleep(for: .seconds(JobRunner.lease / 3))
            let (taken, end) = (taken, network.now().adding(seconds: JobRunner.lease))
            let isOwn = try? await store.database.write {
                try JobTable.renew(taken, until: end, on: $0)
            }
            if isOwn == false { throw CancellationError() }
        }
    }

    /// What went wrong, in words that hold nothing of what somebody typed.
    private func words(_ error: any Error) -> String {
        switch error {
        case let problems as Problems:
            problems.all.map { "\($0.field ?? "input"): \($0.code)" }.joined(separator: "; ")
        default: network.said(error)
        }
    }
}
