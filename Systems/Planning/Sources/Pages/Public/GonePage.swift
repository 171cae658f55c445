// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// A case that cannot be shown: one that was public and was taken back (410, whatever moment is
/// asked for), one that was not public yet at the moment asked for, or one that there never was
/// (404).
struct GonePage {
    let request: Request
    private let withdrawnAt: Instant?
    private var ui: UI { request.ui }

    init(_ request: Request) throws {
        self.request = request
        withdrawnAt = try RecordID(request["id"]).flatMap {
            try request.site.network.register.withdrawnAt(tenant: request["tenant"], record: $0)
        }
    }

    func answer() throws -> Response {
        guard let until = withdrawnAt else { throw Refusal.notFound }
        if request.format != .html {
            let json: JSON = [
                "type": "about:blank", "title": .string(ui("case.gone")), "status": 410,
                "code": "gone",
            ]
            return Response(410, "application/problem+json", json.encoded())
        }
        var page = Page(
            ui("case.gone"),
            """
            <h1>\(ui("case.gone"))</h1>
            <p>\(ui("case.gone.text")) \(ui.moment(until, in: request.zone)).</p>
            <p>\(ui.link(ui("register.title"), "/register/planning"))</p>
            """)
        page.isPrivate = true
        return request.page(page, status: 410)
    }
}
