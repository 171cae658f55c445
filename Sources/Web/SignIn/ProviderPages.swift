// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Store

/// Signing in with an identity provider: away, back, and what is said when it does not work.
struct ProviderPages {
    private let request: Request
    private let ui: UI
    private let name: String

    init(_ request: Request) {
        self.request = request
        ui = request.ui
        name = request["provider"]
    }

    private var accounts: Accounts { request.site.accounts }
    private var returnAddress: String {
        "\(request.site.configuration.address)/sign-in/with/\(name)/return"
    }

    /// Sends the browser to the provider.
    func leave() async throws -> Response {
        let next = request.query["next"]
        // Whoever is signed in comes here once more only to show who they are.
        if request.visitor.isSignedIn, request.query["again"] == nil {
            return .seeOther(request.next(next))
        }
        return try await going(next: next ?? "", linking: nil) { address, response in
            var response = response
            response.status = 303
            return response.adding("location", address.string)
        }
    }

    /// Offers the way to the provider to somebody who is signed in and will be known by it from
    /// then on. It is a page with a link and not a way straight on: a form of this site leads
    /// nowhere else, and no other site can make a browser send it.
    func connect() async throws -> Response {
        _ = try await request.form()
        guard let provider = accounts.policy.provider(name) else { throw Refusal.notFound }
        return try await going(next: "/account", linking: try request.person()) { address, response in
            let label = provider.label(in: ui.language)
            var page = Page(
                ui("people.provider.connect", ["provider": label]),
                """
                <h1>\(ui("people.provider.connect", ["provider": label]))</h1>
                <p>\(ui("people.provider.connect.text", ["provider": label]))</p>
                \(ui.buttons(ui.linkButton(ui("people.provider.go_on", ["provider": label]), address)))
                """)
            page.isPrivate = true
            page.back = UI.Link(ui("people.account.title"), "/account")
            let shown = request.page(page)
            return Response(
                status: 200, headers: shown.headers + response.headers, body: shown.body)
        }
    }

    /// Takes up whoever the provider sends back.
    func arrive() async throws -> Response {
        let answer = OpenIDAnswer(
            state: request.query["state"], code: request.query["code"],
            error: request.query["error"], issuer: request.query["iss"])
        do {
            let arrival = try await accounts.arrive(
                from: name, answer: answer, browser: request.cookie(Cookies.provider),
                current: request.visitor.person, returnAddress: returnAddress, at: request.now)
            guard let session = arrival.session else { return AccountPage.after(.provider) }
            try await request.endSession()
            return request.goingOn(session, to: request.next(arrival.next))
        } catch let failure as OpenIDFailure {
            return failed(failure)
        }
    }

    /// Begins with a cookie by which the browser is known when it comes back. Several windows of it
    /// share one.
    private func going(
        next: String, linking person: RecordID?,
        _ answer: (Href, Response) throws -> Response
    ) async throws -> Response {
        let held = request.cookie(Cookies.provider) ?? ""
        let browser = held.utf8.count == 64 ? held : try Secret.new()
        do {
            let address = try await accounts.leave(
                for: name, browser: browser, next: String(next.prefix(2_000)), linking: person,
                returnAddress: returnAddress, peer: request.peer, at: request.now)
            guard let href = Href(address) else { throw Fault("\(name): no address to go to") }
            let cookie = Response().cookie(
                Cookies.provider, browser, maxAge: 1_200,
                isSecure: request.site.configuration.isSecure)
            return try answer(href, cookie)
        } catch let failure as OpenIDFailure {
            return failed(failure)
        }
    }

    private func failed(_ failure: OpenIDFailure) -> Response {
        let isOurs = failure.kind == .unusable
        request.site.logger.log(level: isOurs ? .warning : .info, "no sign-in by a provider", metadata: [
            "provider": "\(failure.provider.name)", "kind": "\(failure.kind.rawValue)",
            "reason": "\(failure.reason)",
        ])
        let phrase = Phrase(
            "problem.openid_\(failure.kind.rawValue)",
            ["provider": failure.provider.label(in: ui.language)])
        let problems = Problems(nil, failure.kind.rawValue, phrase)
        let asked = AskedForm(ui: ui, problems: problems)
        let page = request.visitor.isSignedIn
            ? asked.page(
                ui("people.provider.failed"),
                "<p>\(ui.link(ui("people.account.title"), "/account"))</p>")
            : SignInPage(request).page(asked, next: nil)
        return request.page(page, status: isOurs ? 502 : 422)
    }
}

extension Request {
    /// What somebody sees who has signed out of a session that began at a provider, where they are
    /// still signed in: the way to end that, too. Nil where there is none.
    func signedOutPage(_ ended: ProviderSession) async -> Response? {
        let address = await site.accounts.signOutAddress(
            ended, returnAddress: "\(site.configuration.address)/signed-out", at: now)
        guard let href = address.flatMap({ Href($0) }) else { return nil }
        let label = ["provider": ended.provider.label(in: language)]
        return signedOut(
            """
            <p>\(ui("people.signed_out.provider", label))</p>
            \(ui.buttons(ui.linkButton(ui("people.signed_out.there", label), href)))
            """)
    }

    /// The page after signing out everywhere.
    func signedOut(_ more: HTML = "") -> Response {
        var request = self
        // The head of the page is a stranger's already.
        request.visitor = .nobody
        var page = Page(
            ui("people.signed_out.title"),
            """
            <h1>\(ui("people.signed_out.title"))</h1>
            \(more)
            <p>\(ui.link(ui("people.signed_out.home"), "/"))</p>
            """)
        page.isPrivate = true
        return request.page(page)
    }
}
