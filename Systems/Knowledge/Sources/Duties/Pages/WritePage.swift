// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Writing to a duty at another tenant. Where no post has that duty nobody would read it: that is said
/// before anything is sent.
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
            var page = try page(request)
            var sent = try await page.received()
            let problems = try missing(sent.form["duty"], at: sent.form["other"], request)
            if problems.all.isEmpty { return try await page.take(sent) }
            sent.problems = problems
            let ask = ("/ask" as Href).with(["place": sent.form["other"]])
            page.above = "<p>\(request.ui.link(request.ui("knowledge.duty_ask"), ask))</p>"
            return try page.answer(sent, status: 422)
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

    /// That a tenant has made no post for a duty.
    private static func missing(_ duty: String?, at slug: String?, _ request: Request) throws -> Problems {
        guard let duty = duty.flatMap(Duty.init(rawValue:)), let slug,
            let tenant = try request.site.network.find(slug)
        else { return Problems() }
        let posts = try request.register.page(
            RegisterQuery(
                kind: PublishedKind.post.name, tenant: slug, conditions: [.equal("duty", duty)], limit: 1))
        guard posts.items.isEmpty else { return Problems() }
        return Problems(
            "duty", "no_post",
            Phrase("knowledge.problem.duty_no_post", ["body": request.ui.name(of: tenant)]))
    }
}
