// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The notice of a published decision, as a letter that everyone may read and print.
enum PublicNoticePage {
    @Sendable static func answer(_ request: Request) throws -> Response {
        guard let found = try PublicCase.find(request), found.hasNotice else {
            throw Refusal.notFound
        }
        let ui = request.ui
        let notice = DecisionNotice(
            found.application, of: found.tenant, clocks: found.clocks, ui)
        let isDemo = request.site.configuration.isDemonstration || found.tenant.isDemo
        var page = Page(
            ui("notice_document.title", ["file": found.item.reference]),
            """
            \(if: isDemo, "<p>\(ui.tag(ui("notice_document.demo"), .attention))</p>")
            \(notice.html)
            """)
        page.back = UI.Link(found.title, found.href)
        page.canonical = Href(request.site.configuration.address + found.href.string + "/notice")
        return request.page(page, tenant: found.tenant)
    }
}
