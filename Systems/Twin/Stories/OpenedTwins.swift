// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Twins of the demonstration's tenants that nobody has filled: open to be read, they show what the
/// tenants publish.
public struct OpenedTwins: Sendable {
    private let hub: TwinHub

    public init(_ hub: TwinHub) { self.hub = hub }

    /// Lets anybody read the twins of these tenants, unless somebody said otherwise.
    public func open(_ slugs: [String], in network: Network) async throws {
        for slug in slugs {
            let twin = hub.twins.twin(in: try network.tenant(slug))
            guard try twin.read({ $0.last == nil }) else { continue }
            try await twin.perform(by: "system:demo", at: network.now()) { draft in
                draft.keep(["writing": false], as: "settings", "open")
            }
        }
    }
}
