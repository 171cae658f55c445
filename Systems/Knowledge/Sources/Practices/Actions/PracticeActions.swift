// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done with practices, the things that come with them, and their adoptions.
enum PracticeActions {
    static let all = telling + things + adopting

    /// When it is asked whether a practice worked.
    static let reviewAfter = Period.months(6)
    /// How long there is to say so: nobody can before.
    static let reviewWithin = Period.months(1)
}
