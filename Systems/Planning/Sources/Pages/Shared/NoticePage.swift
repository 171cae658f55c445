// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The notice of a decision for the applicant and the officers, before and after everyone can see
/// it: a page that prints as a letter.
enum NoticePage {
    static let route = Route(
        .get, "/t/:tenant/planning/applications/:id/notice", .signedIn, system: "planning"
    ) { request in
        let context = try DerivedContext(request, kind: Application.kind)
        let found = try context.find()
        let application = Stored<Application>(found.shown)
        guard application.decision != nil else { throw Refusal.notFound }
        let ui = context.ui
        let notice = DecisionNotice(
            application.fields, of: context.store.tenant,
            clocks: application.fields.clocks(at: context.moment), ui)
        var page = Page(
            "\(ui("planning.letter")) – \(CaseSummary.title(application.fields, ui))", notice.html)
        page.back = UI.Link(ui("planning.case.back"), context.href(found.whole.id))
        page.isPrivate = true
        return request.page(page)
    }
}
