// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Store

/// Switching a system on: the tenant gets it, and the directory hears of it as a dated fact.
enum Switching {
    /// - Returns: what is missing for the directory to say so; nil if nothing is.
    @discardableResult
    static func on(_ system: String, for slug: String, in network: Network) async throws -> String? {
        switch try await DirectorySetup.switchOn(
            system, for: slug, in: network, by: .system("setup"))
        {
        case .recorded: nil
        case .unknownOrganisation:
            """
            The directory does not say so: it has no organisation “\(slug)”. Record it under \
            /t/commons (or with `talka directory load`), then switch the system on once more.
            """
        }
    }
}
