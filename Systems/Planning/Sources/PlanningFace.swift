// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Web

/// Planning's own pages, and where they are entered.
public enum PlanningFace {
    /// Where planning's packs of rules lie.
    public static let rules = Bundle.module.bundleURL.appending(path: "Rules")

    /// Operations of the API beside those that are derived.
    public static let operations = [ClocksOperation.operation] + PublicPages.operations

    /// - Throws: `Fault` if the system's words are not beside the program.
    public static func face() throws -> Face {
        Face(
            .planning,
            routes: ApplyingPages.routes + AnswerInformationPage.routes + OfficerPages.routes
                + PublicPages.routes,
            navigation: [
                Face.Entrance("planning.nav.apply", "/planning/apply"),
                Face.Entrance("planning.nav.register", "/register/planning"),
            ],
            tasks: [
                Face.Entrance("planning.nav.apply", "/planning/apply"),
                Face.Entrance("planning.nav.say", "/register/planning?open=true"),
                Face.Entrance("planning.nav.follow", "/register/planning/find"),
            ],
            work: [
                Face.Entrance("planning.inbox", "/t/:tenant/planning/inbox", for: .staff),
                Face.Entrance("planning.here", "/t/:tenant/planning/apply", in: ["ie"]),
                Face.Entrance("planning.nav.register", "/t/:tenant/planning/register"),
                Face.Entrance("planning.mine", "/planning/mine", for: .signedIn),
            ],
            words: try SystemResources.words(in: .module),
            siteMap: { ["/planning/apply"] + (try PublicPages.siteMap($0)) }, daily: PlanningDaily.run)
    }
}
