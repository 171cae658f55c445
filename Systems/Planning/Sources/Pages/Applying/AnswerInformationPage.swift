// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The page on which a request for further information is answered: what was asked stands above
/// the answer, with the last day for it.
enum AnswerInformationPage {
    private static let action = PlanningActions.answerInformation.kind
    private static let path =
        "/t/:tenant/planning/applications/:id/\(PlanningActions.answerInformation.kind.segment)"

    static let routes = [
        Route(.get, path, .signedIn, system: "planning") { try page($0).show() },
        Route(.post, path, .signedIn, system: "planning") { try await page($0).take() },
    ]

    private static func page(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Application.kind)
        var page = try ActionPage(context, action)
        guard let row = page.found?.whole else { throw Refusal.notFound }
        let application = Stored<Application>(row)
        page.above = above(application, context)
        return page
    }

    private static func above(
        _ application: Stored<Application>, _ context: DerivedContext
    ) -> HTML {
        let ui = context.ui
        guard let round = application.informationRounds.last else { return "" }
        let clock = application.fields.clocks(at: context.moment)
            .first { $0.name == ClockName.informationReply }
        return """
            <h2>\(ui("planning.information.items"))</h2>
            <ol>\(round.items.map { "<li>\($0)</li>" })</ol>
            \(clock.map { ui.clock(ClockView(context).face($0)) })
            """
    }
}
