// SPDX-License-Identifier: EUPL-1.2

import Store
import Web

/// All that digests have pages and jobs for.
enum DigestFace {
    static let routes = FollowPage.routes + FollowingPage.routes + DigestPage.routes + StopPage.routes

    @Sendable static func jobs(_ site: Site) -> [JobHandler] {
        [DigestBuilding.handler(site)] + Alerts.handlers(site)
    }
}
