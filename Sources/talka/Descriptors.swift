// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Store

/// How many files and sockets the system lets the process have open. It must never come to the last:
/// what is below us (libdispatch) ends the process then, whoever holds the others.
enum Descriptors {
    /// What one store takes at most: a writer and four readers, each with the file and its log, and
    /// what they share.
    private static let ofStore = 11
    /// Connections to a database, to other servers, documents on their way, tenants that are opened
    /// meanwhile, and connections that are accepted only to be closed.
    private static let others = 300

    /// Asks for as many as there may be, and tells how many connections that leaves room for.
    /// - Parameter wanted: how many there should be at most.
    static func connections(_ wanted: Int, beside network: Network, _ logger: Logger) throws -> Int {
        let most = raised()
        var stores = 0
        if case .sqlite = network.address { stores = try network.tenants().count + 1 }
        let room = max(50, most - others - stores * ofStore)
        if room < wanted {
            logger.warning(
                "fewer connections than asked for: too few descriptors",
                metadata: ["connections": "\(room)", "descriptors": "\(most)"])
        }
        return min(wanted, room)
    }

    /// How many there may be, once as many as allowed have been asked for.
    private static func raised() -> Int {
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0 else { return 1_024 }
        let wanted = min(limit.rlim_max, 1 << 16)
        if limit.rlim_cur < wanted {
            limit.rlim_cur = wanted
            _ = setrlimit(kind, &limit)
            _ = getrlimit(kind, &limit)
        }
        return Int(min(limit.rlim_cur, 1 << 20))
    }

    #if canImport(Glibc)
    private static let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let kind = RLIMIT_NOFILE
    #endif
}
