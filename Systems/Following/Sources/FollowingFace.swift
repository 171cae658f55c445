// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The pages of what is followed, and what is offered to those who follow.
public enum FollowingFace {
    /// - Throws: `Fault` if the system's words are not beside the program.
    public static func face() throws -> Face {
        Face(
            .following,
            routes: Offering.routes + FollowingPage.routes + ItemPage.routes + FollowPage.routes
                + NetworkPage.routes + KindsPage.routes,
            navigation: [Face.Entrance("following.title", "/following")],
            work: [
                Face.Entrance(
                    "following.manage", "/t/:tenant/following/networks",
                    for: .roles([.administrator, .auditor]))
            ],
            words: try SystemResources.words(in: .module),
            siteMap: { _ in ["/following"] },
            daily: { try await $0.mendChanges() },
            jobs: FollowJobs.handlers)
    }
}
