// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// An action on a case whose page officers get in place of the derived one.
enum OfficerAction {
    /// Showing the page and taking the action, for those who work on cases here.
    static func routes(
        _ action: ActionKind, page: @escaping @Sendable (Request) throws -> ActionPage
    ) -> [Route] {
        let path = "/t/:tenant/planning/applications/:id/\(action.segment)"
        let officers = Access.roles([.officer, .manager])
        return [
            Route(.get, path, officers, system: "planning") { try page($0).show() },
            Route(.post, path, officers, system: "planning") { try await page($0).take() },
        ]
    }
}
