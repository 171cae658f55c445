// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension System {
    /// Following: what this network offers to others, and what it shows of theirs. It works on the
    /// commons alone.
    public static let following = System(
        "following", isCommons: true, records: [FollowedNetwork.self, FollowedItem.self],
        actions: FollowActions.all, published: [.followedItem])
}
