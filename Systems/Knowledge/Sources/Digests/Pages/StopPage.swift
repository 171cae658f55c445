// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Stopping to follow a body with one press: by the link in a mail, whoever has it, or signed in. Asking for
/// the page changes nothing, since programs that look through mail do that, too.
struct StopPage {
    private static let path = "/t/:tenant/knowledge/digest"

    static let routes = [
        Route(.get, "\(path)/stop", .everyone, system: "knowledge") { try StopPage($0).ask() },
        Route(.post, "\(path)/stop", .everyone, system: "knowledge") { try await StopPage($0).stop() },
        Route(.post, "\(path)/again", .everyone, system: "knowledge") { try await StopPage($0).goOn() },
    ]

    private let request: Request
    private let store: TenantStore
    private let link: StopLink?
    private var ui: UI { request.ui }
    private var body: [String: String] { ["body": ui.name(of: store.tenant)] }

    private init(_ request: Request) throws {
        self.request = request
        store = try request.tenant()
        link = try StopLink(request)
    }

    private func ask() throws -> Response {
        guard let link else { return .seeOther("/digest") }
        return page(
            "knowledge.digest.stop",
            ui.buttonForm(
                try link.href(signedBy: request.site.accounts), ui("knowledge.digest.stop.button"),
                .primary))
    }

    /// What mail programs send by themselves (RFC 8058) is no form of ours and has no cookie; that the
    /// link was made here is enough.
    private func stop() async throws -> Response {
        guard let link else { return try await bySession(DigestActions.stop.kind) }
        try await take(DigestActions.stop.kind, on: link.subscription, by: DigestActions.link)
        let again = try link.href(signedBy: request.site.accounts, "again")
        return page("knowledge.digest.stopped", ui.buttonForm(again, ui("knowledge.digest.again")))
    }

    private func goOn() async throws -> Response {
        guard let link else { return try await bySession(DigestActions.again.kind) }
        try await take(DigestActions.again.kind, on: link.subscription, by: DigestActions.link)
        return page(
            "knowledge.digest.goes_on",
            ui.buttonForm(
                try link.href(signedBy: request.site.accounts), ui("knowledge.digest.stop.button")))
    }

    private func bySession(_ action: ActionKind) async throws -> Response {
        guard request.visitor.isSignedIn else { throw Refusal.signIn }
        let form = try await request.form()
        guard let id = RecordID(form["id"] ?? "") else { throw Refusal.notFound }
        try await take(action, on: id, by: request.actor)
        let page: Href = form["from"] == "body"
            ? "/t/\(store.tenant.slug)/knowledge/digest" : "/digest"
        return .seeOther(page.with(["done": action.segment]))
    }

    /// Pressed twice it comes to the same.
    private func take(_ action: ActionKind, on id: RecordID, by actor: Actor) async throws {
        do {
            _ = try await store.perform(ActionCall(action, by: actor, on: id), at: request.now)
        } catch Refusal.notNow { return }
    }

    private func page(_ key: String, _ more: HTML) -> Response {
        var page = Page(
            ui(key, body),
            """
            <h1>\(ui(key, body))</h1>
            <p>\(ui("\(key).text", body))</p>
            \(more)
            """)
        page.isPrivate = true
        return request.page(page)
    }
}
