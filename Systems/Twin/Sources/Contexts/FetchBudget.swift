// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// How many more contexts are fetched for one request. Each may keep it waiting for seconds, and one request
/// can name thousands; counted rather than timed, so that the same request is answered the same on a busy
/// machine.
final class FetchBudget: Sendable {
    private let left: Mutex<Int>

    init(_ most: Int = 30) { left = Mutex(most) }

    /// Has one more be fetched.
    /// - Throws: if there were too many already.
    func take(for url: String) throws(TwinProblem) {
        let isLeft = left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
        guard isLeft else {
            throw TwinProblem(
                .contextNotAvailable,
                "The JSON-LD context at \(url.prefix(200)) is one too many that would have to be fetched "
                    + "at once; those before it are at hand from now on.", at: "/@context", clause: "5.5.6")
        }
    }
}
