// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What an organisation made of another's practice: with the clock that asks whether it worked, and
/// what is new at the origin.
enum AdoptionPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/adoptions/:id", .everyone, formats: [.json],
            system: "knowledge", answer: answer),
        Route(
            .get, "/t/:tenant/knowledge/things/:id", .staff, formats: [.json], system: "knowledge",
            answer: thing),
    ]

    @Sendable private static func answer(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: Adoption.kind)
        let found = try context.find(asOf: try request.asOf())
        guard request.format == .html else { return try RecordPage.answer(context) }
        let adoption = Stored<Adoption>(found.whole)
        let (ui, references) = (context.ui, try References([found.shown], in: context))
        var page = try RecordPage.page(found, references, context)
        let practice = request.href(
            "/t/\(adoption.origin)/knowledge/practices/\(adoption.practice.text)",
            of: adoption.origin, knownTo: context.slug)
        let origin = try request.site.network.find(adoption.origin).map { ui.name(of: $0) }
        let from = ui("knowledge.adoption.from", ["body": origin ?? adoption.origin])
        page.main = """
            \(page.main)
            <p>\(ui.link(from, practice))</p>
            \(if: adoption.state != .ended,
                ui.clock(ClockView(context).face(adoption.fields.clock(at: context.moment))))
            """
        page.breadcrumbs = context.trail(ui("knowledge.practices"), "/practices")
        return request.page(page)
    }

    /// A thing, and whether its origin has a newer edition.
    @Sendable private static func thing(_ request: Request) throws -> Response {
        let context = try DerivedContext(request, kind: Thing.kind)
        let found = try context.find(asOf: try request.asOf())
        guard request.format == .html else { return try RecordPage.answer(context) }
        let thing = Stored<Thing>(found.whole)
        let ui = context.ui
        var page = try RecordPage.page(found, try References([found.shown], in: context), context)
        guard let (origin, practice) = thing.fields.source else { return request.page(page) }
        let there = try request.site.network.register.item(tenant: origin, record: practice)?
            .publication.flatMap(OfferedThing.init)
        let body = try request.site.network.find(origin).map { ui.name(of: $0) } ?? origin
        let isNewer = (there?.edition ?? 0) > thing.originEdition ?? 0
        let text = there == nil ? "gone" : isNewer ? "newer" : "same"
        page.main = """
            \(page.main)
            \(ui.inset("""
                <p>\(ui("knowledge.origin.\(text)", ["body": body]))</p>
                \(if: isNewer && thing.isOurs == true, "<p>\(ui("knowledge.origin.ours"))</p>")
                <p>\(ui.link(
                    ui("knowledge.origin.see"),
                    request.href(
                        "/t/\(origin)/knowledge/practices/\(practice.text)", of: origin,
                        knownTo: context.slug)))</p>
                """))
            """
        return request.page(page)
    }
}
