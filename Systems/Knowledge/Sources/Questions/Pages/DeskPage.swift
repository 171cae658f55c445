// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A desk: what it answers, whom, and in how many days.
enum DeskPage {
    static let routes = [
        Route(.get, "/t/:tenant/knowledge/desks/:id", .everyone, formats: [.json], system: "knowledge") {
            try answer($0)
        }
    ]

    private static func answer(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: HelpDesk.kind)
        guard request.format == .html else { return try RecordPage.answer(context) }
        let found = try context.find(asOf: try request.asOf())
        var page = try RecordPage.page(found, try References([found.shown], in: context), context)
        page.breadcrumbs = context.trail(context.ui("knowledge.desks"), "/ask/desks")
        return request.page(page)
    }
}
