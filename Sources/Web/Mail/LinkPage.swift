// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Where links in mails lead. Asking for one changes nothing, since programs that look through mail
/// ask for them, too; a button does.
struct LinkPage {
    private let request: Request
    private let ui: UI

    init(_ request: Request) {
        self.request = request
        ui = request.ui
    }

    /// Only whoever is signed in to the account can say that the address is theirs.
    func confirm() -> Response {
        guard request.visitor.isSignedIn else {
            let own = ("/confirm-email" as Href).with(["token": request.query["token"]])
            return .seeOther(("/sign-in" as Href).with(["next": own.string]))
        }
        return request.page(
            page("people.confirm.title", "people.confirm.text", ui.buttonForm(
                "/confirm-email", ui("people.confirm.button"),
                hidden: [("csrf", request.csrf), ("token", request.query["token"] ?? "")])))
    }

    func takeConfirmation() async throws -> Response {
        let form = try await request.form()
        do {
            try await request.site.accounts.confirm(
                form["token"] ?? "", by: request.person(), at: request.now)
        } catch Refusal.notFound {
            return request.page(Self.outdated(ui, again: "/account"), status: 404)
        }
        return request.page(page("people.confirm.done", "people.confirm.done.text", ""))
    }

    func stop() -> Response {
        let address = ("/mail/stop" as Href).with([
            ("person", request.query["person"]), ("signature", request.query["signature"]),
        ])
        return request.page(
            page(
                "mail.stop.title", "mail.stop.text",
                ui.buttonForm(address, ui("mail.stop.button"), hidden: [])))
    }

    /// One press, or what mail programs send by themselves (RFC 8058): no form of ours, no cookie;
    /// that the address was made here is enough.
    func takeStop() async throws -> Response {
        try await request.site.accounts.stopMail(
            of: request.query["person"] ?? "", signature: request.query["signature"] ?? "",
            at: request.now)
        return request.page(page("mail.stop.done", "mail.stop.done.text", ""))
    }

    private func page(_ title: String, _ text: String, _ more: HTML) -> Page {
        var page = Page(
            ui(title),
            """
            <h1>\(ui(title))</h1>
            <p>\(ui(text))</p>
            \(more)
            """)
        page.isPrivate = true
        return page
    }

    /// A link that has been used, or is too old.
    static func outdated(_ ui: UI, again: Href) -> Page {
        var page = Page(
            ui("people.link.outdated"),
            """
            <h1>\(ui("people.link.outdated"))</h1>
            <p>\(ui("people.link.outdated.text"))</p>
            <p>\(ui.link(ui("people.link.again"), again))</p>
            """)
        page.isPrivate = true
        return page
    }
}
