// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// What a twin does by itself while it is served: it lets go what has expired.
final class TwinWork: Sendable {
    private let twin: Twin
    private let outside: Outside?
    private let now: @Sendable () -> Instant

    init(_ twin: Twin, outside: Outside?, now: @escaping @Sendable () -> Instant) {
        (self.twin, self.outside, self.now) = (twin, outside, now)
    }

    func begin() throws {}
}
