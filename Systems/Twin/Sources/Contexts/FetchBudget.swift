// SPDX-License-Identifier: EUPL-1.2

import Synchronization

/// How many more contexts are fetched for one request. Each may keep it waiting for seconds, and one request
/// can name thousands; counted rather than timed, so that the same request is answered the same on a busy
/// machine.
final class FetchBudget: Sendable {
    private let left: Mutex<Int>

    init(_ most: Int = 30) { left = Mutex(most) }

    /// Whether one more may be fetched.
    func take() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }
}
