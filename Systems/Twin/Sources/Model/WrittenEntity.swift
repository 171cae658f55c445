// SPDX-License-Identifier: EUPL-1.2

import Synchronization

/// An entity as most readers ask for it, written once for all of them; of a twin only so much is kept.
final class WrittenEntity: Sendable {
    /// How much of a twin is kept written.
    final class Shelf: Sendable {
        private let free: Atomic<Int>

        /// - Parameter size: in bytes.
        init(size: Int = 32 << 20) { free = Atomic(size) }

        fileprivate func take(_ count: Int) -> Bool {
            if free.subtract(count, ordering: .relaxed).newValue >= 0 { return true }
            give(count)
            return false
        }

        fileprivate func give(_ count: Int) { free.add(count, ordering: .relaxed) }
    }

    let bytes: [UInt8]
    private let shelf: Shelf

    /// Nil: there is no room for it.
    init?(_ bytes: [UInt8], on shelf: Shelf) {
        guard shelf.take(bytes.count) else { return nil }
        (self.bytes, self.shelf) = (bytes, shelf)
    }

    deinit { shelf.give(bytes.count) }
}
