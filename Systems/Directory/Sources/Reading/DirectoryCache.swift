// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// The directory as it stands, kept at hand until the commons' journal moves on.
final class DirectoryCache: Sendable {
    private struct Kept: Sendable {
        let network: ObjectIdentifier
        let entry: Int
        let snapshot: DirectorySnapshot
    }

    private let kept = Mutex<Kept?>(nil)

    /// The directory now, or as it was recorded at a moment. It is read as the directory's own
    /// job, and the pages show all of it: every entry is for everyone.
    func snapshot(of network: Network, asOf: Instant?) throws -> DirectorySnapshot {
        try network.commons.read(as: .system("directory")) { reader in
            if let asOf { return try DirectorySnapshot(reader, asOf: asOf) }
            let entry = try reader.journal(JournalFilter(limit: 1)).first?.number ?? 0
            let network = ObjectIdentifier(network)
            if let kept = kept.withLock({ $0 }), kept.network == network, kept.entry == entry {
                return kept.snapshot
            }
            let snapshot = try DirectorySnapshot(reader, asOf: nil)
            kept.withLock { $0 = Kept(network: network, entry: entry, snapshot: snapshot) }
            return snapshot
        }
    }
}
