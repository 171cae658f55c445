// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Store

/// Switching a system on: the tenant gets it, and the directory hears of it as a dated fact.
enum Switching {
    static func on(_ system: String, for slug: String, in network: Network) async throws {
        try await DirectorySetup.switchOn(system, for: slug, in: network, by: .system("setup"))
    }
}
