// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// Planning's own pages, and where they are entered.
public enum PlanningFace {
    /// Where planning's packs of rules lie.
    public static let rules = Bundle.module.bundleURL.appending(path: "Rules")

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
            words: try SystemResources.words(in: .module),
            siteMap: { ["/planning/apply"] + (try PublicPages.siteMap($0)) }, daily: PlanningDaily.run)
    }
}
