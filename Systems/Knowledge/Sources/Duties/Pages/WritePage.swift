// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Writing to a duty at another tenant.
enum WritePage {
    private static let path = "/t/:tenant/knowledge/duty-messages/new/write-to-duty"

    static let routes = [
        Route(.get, path, .roles([.officer, .manager]), system: "knowledge") { request in
            let page = try page(request)
            var draft = try page.blank()
            draft.form.put(request.query["to"] ?? "", under: "other")
            draft.form.put(request.query["duty"] ?? "", under: "duty")
            return try page.answer(draft)
        },
        Route(.post, path, .roles([.officer, .manager]), system: "knowledge") { request in
            try await page(request).take()
        },
    ]

    private static func page(_ request: Request) throws -> ActionPage {
        let context = try DerivedContext(request, kind: DutyMessage.kind)
        var page = try ActionPage(context, DutyActions.write.kind)
        let others = try request.site.network.tenants().filter {
            $0.slug != context.slug && $0.systems.contains("knowledge")
        }
        if others.count <= 500 {
            page.options["other"] = others.map { UI.Option($0.slug, context.ui.name(of: $0)) }
                .sorted { $0.label < $1.label }
        }
        return page
    }
}
