// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// Where an application begins: the authority is chosen, then a draft is started there.
enum StartPages {
    /// The authorities to which one can apply here, narrowed by what is typed.
    @Sendable static func authorities(_ request: Request) throws -> Response {
        let ui = request.ui
        let asked = request.query["q"] ?? ""
        let found = try open(in: request.site.network, at: request.now)
            .filter { matches("\($0.name) \(ui.name(of: $0))", asked) }
        let all = ui.link(ui("planning.start.all"), "/planning/apply")
        let links = found.map { UI.Link(ui.name(of: $0), "/t/\($0.slug)/planning/apply") }
            .sorted { folded($0.text) < folded($1.text) }
        var page = Page(
            ui("planning.start.title"),
            """
            <h1>\(ui("planning.start.title"))</h1>
            <p class="lead">\(ui("planning.start.lead"))</p>
            <h2>\(ui("planning.start.authority"))</h2>
            <p>\(ui("planning.start.authority.text"))</p>
            \(ui.searchBox("/planning/apply", label: ui("planning.start.find"), value: asked))
            \(if: found.isEmpty, ui.emptyState(ui("planning.start.none"), "<p>\(all)</p>"),
                else: ui.linkList(links))
            """)
        page.description = ui("planning.start.lead")
        return request.page(page)
    }

    /// What is needed, and the button that starts a draft.
    @Sendable static func start(_ request: Request) throws -> Response {
        let (ui, store) = (request.ui, try request.tenant())
        guard takesApplications(store.tenant, store, at: request.now) else {
            return notHere(request, store.tenant)
        }
        let href: Href = "/t/\(store.tenant.slug)/planning/apply"
        let title = ui("planning.start.at", ["authority": ui.name(of: store.tenant)])
        var page = Page(
            title,
            """
            <h1>\(title)</h1>
            <p class="lead">\(ui("planning.start.what"))</p>
            <h2>\(ui("planning.start.before"))</h2>
            \(list("planning.start.before", 5, ui))
            <p>\(ui("planning.start.keep"))</p>
            \(try button(request, href))
            \(try drafts(request, store))
            """)
        page.back = UI.Link(ui("planning.start.authority"), "/planning/apply")
        page.description = ui("planning.start.what")
        return request.page(page)
    }

    /// That an authority works under a law whose forms are not held here.
    private static func notHere(_ request: Request, _ tenant: Tenant) -> Response {
        let ui = request.ui
        let title = ui("planning.start.at", ["authority": ui.name(of: tenant)])
        return request.page(
            Page(
                title,
                """
                <h1>\(title)</h1>
                <p>\(ui("planning.start.not_here", ["authority": ui.name(of: tenant)]))</p>
                \(ui.linkList([UI.Link(ui("planning.start.all"), "/planning/apply")]))
                """))
    }

    /// Starts a draft and leads to its tasks.
    @Sendable static func begin(_ request: Request) async throws -> Response {
        let form = try await request.form()
        let store = try request.tenant()
        guard takesApplications(store.tenant, store, at: request.now) else {
            throw Refusal.notFound
        }
        let call = ActionCall(
            PlanningActions.start.kind, by: request.actor, given: [],
            key: form["once"].flatMap { $0.isEmpty ? nil : $0 })
        let made = try await store.perform(call, at: request.now)
        return .seeOther(
            "/t/\(store.tenant.slug)/planning/applications/\(made.row.id.text)/apply")
    }

    /// The tenants whose law these pages know, in the order of their names.
    static func open(in network: Network, at now: Instant) throws -> [Tenant] {
        try network.tenants().filter { tenant in
            guard tenant.systems.contains("planning"), let store = try? network.tenant(tenant.slug)
            else { return false }
            return takesApplications(tenant, store, at: now)
        }.sorted { folded($0.name) < folded($1.name) }
    }

    private static func takesApplications(
        _ tenant: Tenant, _ store: TenantStore, at now: Instant
    ) -> Bool {
        let moment = store.moment(for: .visitor, system: "planning", at: now)
        let scheme = try? moment.rules[.clockScheme, on: moment.today].value
        return scheme == ClockScheme.ireland2000.rawValue
    }

    /// Whether every word typed begins a word of the name; accents and case do not matter.
    static func matches(_ name: String, _ typed: String) -> Bool {
        let words = folded(name).split { !$0.isLetter && !$0.isNumber }
        let asked = folded(typed).split { !$0.isLetter && !$0.isNumber }
        return asked.allSatisfy { part in words.contains { $0.hasPrefix(part) } }
    }

    static func folded(_ text: String) -> String {
        text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    }

    private static func button(_ request: Request, _ href: Href) throws -> HTML {
        let ui = request.ui
        guard request.visitor.isSignedIn else {
            let signIn = ("/sign-in" as Href).with(["next": href.string])
            return """
                <p>\(ui("planning.start.sign_in"))</p>
                \(ui.buttons(ui.linkButton(ui("planning.start.sign_in.button"), signIn)))
                """
        }
        return ui.form(
            href, hidden: [("csrf", request.csrf), ("once", try Secret.new())],
            ui.buttons(ui.button(ui("planning.start.button"))))
    }

    /// The drafts that wait here already.
    private static func drafts(_ request: Request, _ store: TenantStore) throws -> HTML {
        guard let person = request.visitor.person else { return "" }
        let drafts = try store.read(as: request.actor) {
            try $0.list(
                Application.self,
                Query(
                    [.field("applicant", is: person), .state(.draft)], order: "id",
                    descending: true, limit: 20))
        }
        if drafts.isEmpty { return "" }
        let ui = request.ui
        let links = drafts.map { draft in
            UI.Link(
                draft.address ?? ui("planning.apply.untitled"),
                "/t/\(store.tenant.slug)/planning/applications/\(draft.id.text)/apply")
        }
        return "<h2>\(ui("planning.start.drafts"))</h2>\(ui.linkList(links))"
    }

    private static func list(_ key: String, _ count: Int, _ ui: UI) -> HTML {
        "<ul>\((1...count).map { "<li>\(ui("\(key).\($0)"))</li>" })</ul>"
    }
}
