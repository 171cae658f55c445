// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Asking for further information: what was asked before, and what asking today does to the clocks.
enum RequestInformationPage {
    private static let action = PlanningActions.requestInformation.kind
    static let routes = OfficerAction.routes(action, page: page)

    @Sendable private static func page(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: Application.kind)
        var page = try ActionPage(context, action)
        guard let row = page.found?.whole else { throw Refusal.notFound }
        let application = Stored<Application>(row)
        page.above = """
            \(CaseParts(context, row).about)
            \(CaseParts(context, row).information)
            \(try consequences(application, context))
            """
        return page
    }

    /// The clocks as they will stand once it is asked for today.
    private static func consequences(
        _ application: Stored<Application>, _ context: DerivedContext
    ) throws -> HTML {
        var whatIf = WhatIf()
        whatIf.askedOn = context.moment.today
        let then = try whatIf.clocks(of: application.dates, at: context.moment).then
        let view = ClockView(context)
        let clocks = then.filter {
            [ClockName.decision, ClockName.informationReply].contains($0.name)
        }
        return """
            <h2>\(context.ui("planning.ask.then"))</h2>
            \(clocks.map { context.ui.clock(view.face($0)) })
            """
    }
}
