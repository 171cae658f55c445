// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whether a practice is ripe to be taken up widely: several did as it says, most of those who looked
/// back say that it worked, and nobody who did says that it did not.
struct ScaleUp: Sendable {
    /// Of fewer than these nothing can be said.
    static let leastAdopters = 2
    static let leastWorked = 1

    let adopters: Int
    let worked: Int
    let partly: Int
    let failed: Int

    init(_ reuses: [Reuse]) {
        adopters = Set(reuses.map(\.tenant)).count
        worked = reuses.count { $0.worked == .yes }
        partly = reuses.count { $0.worked == .partly }
        failed = reuses.count { $0.worked == .no }
    }

    var isCandidate: Bool {
        adopters >= Self.leastAdopters && worked >= Self.leastWorked && failed == 0
            && worked >= partly
    }

    /// For an order among candidates.
    var weight: Int { 3 * worked + partly + adopters }
}
