// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What an applicant comes for: to apply, to see their applications, and to do their part in each.
enum ApplyingPages {
    static let routes: [Route] = [
        Route(.get, "/planning/apply", .everyone, answer: StartPages.authorities),
        Route(.get, "/planning/mine", .signedIn, answer: MinePage.answer),
        Route(
            .get, "/t/:tenant/planning/apply", .everyone, system: "planning",
            answer: StartPages.start),
        Route(
            .post, "/t/:tenant/planning/apply", .signedIn, system: "planning",
            answer: StartPages.begin),
        // What would be one form of everything is a start page and its tasks.
        Route(
            .get, "/t/:tenant/planning/applications/new/start-application", .everyone,
            system: "planning"
        ) { .seeOther("/t/\($0["tenant"])/planning/apply") },
        draft(.get, "apply") { try TaskListPage($0).answer() },
        draft(.get, "apply/check") { try CheckPage($0).answer() },
        draft(.get, "apply/fee") { try TaskListPage($0).fee() },
        draft(.get, "apply/:section") { try SectionPage($0).show() },
        draft(.post, "apply/:section") { try await SectionPage($0).save() },
        draft(.post, PlanningActions.discard.kind.segment) { draft in
            let action = PlanningActions.discard.kind
            var page = try ActionPage(draft.context, action)
            page.next = { _ in ("/planning/mine" as Href).with(["done": action.segment]) }
            return try await page.take()
        },
        draft(.get, "lodge") { try LodgePage($0).show() },
        draft(.post, "lodge") { try await LodgePage($0).take() },
        Route(
            .get, "/t/:tenant/planning/applications/:id/lodged", .signedIn, system: "planning",
            answer: LodgePage.lodged),
    ]

    /// A page of a draft. Once the application is lodged it leads to its case.
    private static func draft(
        _ method: Method, _ path: String,
        _ answer: @escaping @Sendable (Draft) async throws -> Response
    ) -> Route {
        Route(
            method, "/t/:tenant/planning/applications/:id/\(path)", .signedIn, system: "planning"
        ) { request in
            guard let draft = try Draft(request) else {
                return .seeOther(
                    "/t/\(request["tenant"])/planning/applications/\(request["id"])")
            }
            return try await answer(draft)
        }
    }
}
