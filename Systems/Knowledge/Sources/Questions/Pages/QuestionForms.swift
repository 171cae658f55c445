// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The forms on a question whose answers are offered: the desks to hand it over to, and how well an
/// answer helped.
enum QuestionForms {
    static let routes =
        routes(for: QuestionActions.handOver.kind, .roles([.officer, .manager]), handOver)
        + routes(for: QuestionActions.rate.kind, .everyone, rate)

    private static func routes(
        for action: ActionKind, _ access: Access,
        _ page: @escaping @Sendable (Request) throws -> ActionPage
    ) -> [Route] {
        let path = "/t/:tenant/knowledge/questions/:id/\(action.segment)"
        return [
            Route(.get, path, access, system: "knowledge") { try page($0).show() },
            Route(.post, path, access, system: "knowledge") { try await page($0).take() },
        ]
    }

    /// To any desk of the network.
    @Sendable private static func handOver(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Question.kind)
        var page = try ActionPage(context, QuestionActions.handOver.kind)
        page.options["to"] = try OpenDesk.all(in: request.site.network).map {
            UI.Option($0.address, "\(context.ui.name(of: $0.tenant)): \($0.name)")
        }
        return page
    }

    @Sendable private static func rate(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Question.kind)
        var page = try ActionPage(context, QuestionActions.rate.kind)
        page.options["rating"] = (1...5).map {
            UI.Option("\($0)", context.ui("knowledge.rate.rating.\($0)"))
        }
        return page
    }
}
