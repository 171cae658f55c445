// SPDX-License-Identifier: EUPL-1.2

import Synchronization

/// Rings when something was written that may have to be done; whoever does jobs in this process
/// answers it. In a process that does none it rings unheard.
final class JobBell: Sendable {
    private let hearer = Mutex<(@Sendable (String) -> Void)?>(nil)

    func answer(_ hear: @escaping @Sendable (String) -> Void) { hearer.withLock { $0 = hear } }

    func ring(_ slug: String) { hearer.withLock { $0 }?(slug) }
}
