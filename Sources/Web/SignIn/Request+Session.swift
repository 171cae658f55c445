// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension Request {
    /// Where somebody goes on after signing in: what `next` names if it is an address of this site,
    /// else the page of their work.
    func next(_ text: String?) -> Href {
        let work: Href = "/work"
        guard let text, text.hasPrefix("/") else { return work }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            // A path comes here decoded; a header holds neither blanks nor letters beyond ASCII.
            if byte == 0x20 || byte >= 0x80 {
                bytes += Href.encoded(byte).utf8
            } else {
                bytes.append(byte)
            }
        }
        return Href(String(decoding: bytes, as: UTF8.self)) ?? work
    }

    /// Leads on with a session that has just begun. The secret that guarded the visitor's forms
    /// ends with their being a visitor.
    func goingOn(_ session: String, to next: Href) -> Response {
        goingOn(session, showing: .seeOther(next))
    }

    /// The same with a page of its own in between.
    func goingOn(_ session: String, showing response: Response) -> Response {
        let isSecure = site.configuration.isSecure
        return response
            .cookie(
                Cookies.session, session, maxAge: site.accounts.sessionSeconds, isSecure: isSecure)
            .cookie(Cookies.visitor, "", maxAge: 0, isSecure: isSecure)
    }

    /// Ends the session this request came with, if any.
    /// - Returns: the session of an identity provider it was, if it was one.
    @discardableResult
    func endSession() async throws -> ProviderSession? {
        guard let secret = cookie(Cookies.session) else { return nil }
        return try await site.accounts.signOut(session: secret)
    }

    func signOut() async throws -> Response {
        _ = try await form()
        let ended = try await endSession()
        let isSecure = site.configuration.isSecure
        var response = Response.seeOther("/")
        if let ended, let page = await signedOutPage(ended) { response = page }
        return response
            .cookie(Cookies.session, "", maxAge: 0, isSecure: isSecure)
            .cookie(Cookies.visitor, "", maxAge: 0, isSecure: isSecure)
    }

    /// The visitor as an actor in the commons, where people and their roles are kept.
    var networkActor: Actor { visitor.actor(in: Tenant.commons) }

    /// The visitor's id.
    /// - Throws: `Refusal.signIn` if nobody has signed in.
    func person() throws -> RecordID {
        guard let person = visitor.person else { throw Refusal.signIn }
        return person
    }
}

extension Href {
    /// One byte, percent-encoded (RFC 3986, section 2.1).
    static func encoded(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count < 2 ? "%0\(digits)" : "%\(digits)"
    }
}
