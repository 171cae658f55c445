// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension JobHandler {
    /// What falls due by itself in a system, as its face declares it: every hour, since days end at
    /// different hours in different places. How it went is noted for the platform team.
    public static func daily(_ face: Face) -> JobHandler {
        let name = "daily:\(face.system.name)"
        return JobHandler(
            "\(face.system.name).daily", retry: Retry(attempts: 4, first: 60),
            every: (.hourly, in: .commons)
        ) { work in
            let network = work.network
            do {
                try await face.daily(network)
            } catch let cancelled as CancellationError {
                throw cancelled
            } catch {
                try? await network.note(
                    operation: OperationNote(name, at: network.now(), .failed, detail: "\(error)"))
                throw error
            }
            try await network.note(operation: OperationNote(name, at: network.now(), .done))
        }
    }
}
