// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// From a request to its answer: the route, the visitor, the right, the handler, and whatever was
/// thrown on the way as an answer of its own.
struct Answering {
    let site: Site

    /// The answer, and the request with what was found out about it.
    func answer(_ sent: Request) async -> (Response, Request) {
        var request = sent
        var response: Response
        if let door = site.door(to: sent.path), !sent.isMalformed {
            request.route = door.path
            response = await door.answer(request)
            if request.method == .head { response = response.headed() }
            let headers = SecurityHeaders(configuration: site.configuration)
            return (headers.addedForPrograms(to: response), request)
        }
        request.language = language(of: request)
        do {
            response = try await respond(&request)
        } catch Refusal.signIn where request.isFormOfThisSite {
            response = await KeptFormPage(request, sent: request.passedOver()).signIn()
        } catch {
            response = Failure(request: request).answer(error)
        }
        if request.method == .head { response = response.headed() }
        return (SecurityHeaders(configuration: site.configuration).added(to: response), request)
    }

    /// The answer to a request there is no place for; it costs next to nothing.
    func overloaded(_ sent: Request) -> (Response, Request) {
        var request = sent
        request.language = language(of: request)
        let response = Failure(request: request).answer(Overloaded())
        return (SecurityHeaders(configuration: site.configuration).added(to: response), request)
    }

    private func respond(_ request: inout Request) async throws -> Response {
        if request.isMalformed { throw RequestBody.BrokenOff() }
        guard request.path.utf8.count <= 2_000 else { throw Refusal.notFound }
        switch site.router.find(request.method, request.path) {
        case .nothing: throw Refusal.notFound
        case .otherMethods(let methods):
            let allowed = methods.map(\.rawValue).joined(separator: ", ")
            return Failure(request: request).methodNotAllowed(allowed)
        case .match(let match):
            request.parameters = match.parameters
            request.route = match.route.path
            request.format =
                match.format
                ?? Format.accepted(request.headers["accept"] ?? "", of: match.route.formats.union([.html]))
                ?? .html
            if let tenant = request.parameters["tenant"], try site.network.find(tenant) != nil {
                request.tenantSlug = tenant
            }
            try identify(&request)
            try request.place?.confirm(request)
            if !request.isAPI, request.visitor.isSignedIn, let secret = request.cookie(Cookies.session) {
                await site.accounts.noteUse(session: secret, at: request.now)
            }
            try refuseForged(request)
            if let refused = try refusal(request, match.route) { return refused }
            try match.route.check(request.query)
            let ticket = match.route.isKept && request.format == .html
                ? try site.keptPages.ticket(for: request) : nil
            var response = try await match.route.answer(request)
            guard let ticket, response.status == 200 else {
                return withVisitorCookie(request, response)
            }
            response.ticket = ticket
            return response.adding("cache-control", "no-cache")
        }
    }

    /// Who sends it: in the API by a token alone, elsewhere by a session's cookie alone.
    private func identify(_ request: inout Request) throws {
        if request.isAPI {
            request.visitor = try request.bearer()
        } else if let secret = request.cookie(Cookies.session),
            let visitor = try site.accounts.visitor(session: secret, at: request.now)
        {
            request.visitor = visitor
        }
        request.visitorSecret = request.cookie(Cookies.visitor) ?? ""
        if request.visitorSecret.utf8.count != 64 { request.visitorSecret = try Secret.new() }
    }

    /// Browsers say where a form was sent from; one from another site is refused unread.
    private func refuseForged(_ request: Request) throws {
        guard !request.method.isSafe, !request.isAPI else { return }
        if request.headers["sec-fetch-site"] == "cross-site" { throw ExpiredForm() }
        if let origin = request.headers["origin"], origin != "null",
            request.headers["host"] != nil, !request.isOwn(origin: origin)
        {
            throw ExpiredForm()
        }
    }

    private func refusal(_ request: Request, _ route: Route) throws -> Response? {
        if let slug = request.parameters["tenant"] {
            guard let tenant = try site.network.find(slug) else {
                if let there = try site.network.movedTo(slug) {
                    return Failure(request: request).moved(to: there)
                }
                throw Refusal.notFound
            }
            // A token opens one tenant; with it, every other looks as if it were not there. What a
            // tenant has published lies elsewhere.
            let isInside = route.path.hasPrefix("/t/") || route.path.hasPrefix("/api/t/")
            if isInside, let token = request.visitor.token, token.tenant != slug {
                throw Refusal.notFound
            }
            if let system = route.system, !tenant.systems.contains(system) {
                throw Refusal.notFound
            }
        }
        switch route.access {
        case .everyone: return nil
        case .signedIn where request.visitor.isSignedIn: return nil
        case .roles(let roles) where !request.actor.roles.isDisjoint(with: roles): return nil
        case .signedIn, .roles:
            if request.visitor.isSignedIn { throw Refusal.notFound }
            throw Refusal.signIn
        }
    }

    /// The language: asked for by `lang=`, else chosen before, else what the browser prefers.
    private func language(of request: Request) -> Language {
        let known = site.words.languages
        let wanted = [request.query["lang"], request.cookie(Cookies.language)].compactMap { $0 }
        let preferred = (request.headers["accept-language"] ?? "").split(separator: ",").map {
            String($0.prefix { $0 != ";" && $0 != "-" }).trimmingCharacters(in: .whitespaces)
        }
        for code in wanted + preferred {
            if let language = known.first(where: { $0.code == code }) { return language }
        }
        return .english
    }

    private func withVisitorCookie(_ request: Request, _ response: Response) -> Response {
        var response = response
        let isPage = response.header("content-type")?.hasPrefix("text/html") ?? false
        let isSecure = site.configuration.isSecure
        if isPage, request.cookie(Cookies.visitor) != request.visitorSecret, request.visitor.csrf == nil {
            response = response.cookie(
                Cookies.visitor, request.visitorSecret, maxAge: 86_400, isSecure: isSecure)
        }
        if let code = request.query["lang"], code == request.language.code {
            response = response.cookie(
                Cookies.language, code, maxAge: 31_536_000, isSecure: isSecure)
        }
        return response
    }
}

/// The cookies the product sets; none of them follows anybody anywhere.
public enum Cookies {
    public static let session = "talka_session"
    /// Guards the forms of somebody who is not signed in.
    public static let visitor = "talka_visitor"
    public static let language = "talka_language"
    /// A sign-in whose password was right and whose code is awaited.
    public static let step = "talka_step"
    /// By this a browser is known that comes back from an identity provider.
    public static let provider = "talka_provider"

    /// What one is called on the wire. With the prefix a browser takes it only by HTTPS, from this
    /// host itself and for all of it (RFC 6265bis, section 4.1.3): no neighbouring host, and nobody
    /// on a plain connection, can set one. One without is not looked at where all are to have it.
    public static func sent(_ name: String, isSecure: Bool) -> String {
        isSecure ? "__Host-\(name)" : name
    }
}
