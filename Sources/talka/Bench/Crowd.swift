// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Synchronization

/// Several threads that do the same at once.
enum Crowd {
    /// What each of so many threads came to.
    static func run<T: Sendable>(_ count: Int, _ body: @Sendable (_ number: Int) -> T) -> [T] {
        let results = Mutex<[T]>([])
        DispatchQueue.concurrentPerform(iterations: count) { number in
            let result = body(number)
            results.withLock { $0.append(result) }
        }
        return results.withLock { $0 }
    }
}
