// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Store
import Synchronization

/// A disk that has no room for any commit while it is told so, with stores in files on it; gone when the test
/// is.
package final class TestDisk: Trial {
    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "talka-disk-\(UUID().uuidString)").path
    private let queue = DispatchQueue(label: "test.disk")
    private let isFull = Atomic<Bool>(false)

    package init() {}

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Lets it have no room, or some again.
    package func fill(_ isFull: Bool) { self.isFull.store(isFull, ordering: .releasing) }

    /// A network on it.
    package func network(_ systems: [System], at clock: TestClock) throws -> Network {
        try Network(
            in: directory, trial: self, shape: NetworkShape([.network] + systems, { clock.now }),
            law: try TestNetwork.law(), timepiece: { clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    package func before(_ sql: String, in store: String) throws {
        guard sql == "COMMIT", isFull.load(ordering: .acquiring) else { return }
        throw Fault("no room is left", isStorageFull: true)
    }

    package func after(_ sql: String, in store: String) throws {}

    package func run(_ writes: @escaping @Sendable () -> Void) { queue.async(execute: writes) }

    package var now: ContinuousClock.Instant { .now }
}
