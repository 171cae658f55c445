// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension JobHandler {
    /// What falls due by itself in a system, as its face declares it: every hour, since days end at
    /// different hours in different places.
    public static func daily(_ face: Face) -> JobHandler {
        noted("\(face.system.name).daily", as: "daily:\(face.system.name)") {
            try await face.daily($0)
        }
    }

    /// Every journal's end has a witness elsewhere each day, as soon as the day has begun.
    public static let witnessing = noted("network.witness", as: "daily:witness") {
        try await $0.witnessJournals()
    }

    /// A job of the commons whose outcome is noted for the platform team.
    private static func noted(
        _ kind: String, as name: String, _ body: @escaping @Sendable (Network) async throws -> Void
    ) -> JobHandler {
        JobHandler(
            kind, retry: Retry(attempts: 4, first: 60), every: (.hourly, in: .commons)
        ) { work in
            let network = work.network
            do {
                try await body(network)
            } catch let cancelled as CancellationError {
                throw cancelled
            } catch {
                let note = OperationNote(
                    name, at: network.now(), .failed, detail: network.said(error))
                try? await network.note(operation: note)
                throw error
            }
            try await network.note(operation: OperationNote(name, at: network.now(), .done))
        }
    }
}
