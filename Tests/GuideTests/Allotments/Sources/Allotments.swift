// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

extension System {
    /// Allotments: plots of a council, let to residents.
    public static let allotments = System(
        "allotments", records: [Plot.self, Letting.self],
        actions: [Plot.add.kind] + Letting.actions, published: [.plot])
}

/// What people see of it that is not derived.
public enum AllotmentsFace {
    /// Where its rules lie.
    public static let rules = Bundle.module.bundleURL.appending(path: "Rules")

    /// - Throws: `Fault` if its words are not beside the program.
    public static func face() throws -> Face {
        Face(
            .allotments, routes: [FreePlots.route, PlotPage.route],
            navigation: [Face.Entrance("allotments.title", "/allotments")],
            words: try SystemResources.words(in: .module), siteMap: { _ in ["/allotments"] })
    }
}
