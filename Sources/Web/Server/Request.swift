// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store

/// One request, with everything an answer may depend on: nothing is asked of the surroundings.
public struct Request: Sendable {
    public let method: Method
    /// The path as sent, percent-decoded, without its query.
    public let path: String
    public let query: FormData
    /// The path as it was sent, nothing of it decoded: for names that hold a slash.
    public let rawPath: String
    /// The query as it was sent, without its question mark: for what is signed for this very question.
    public let rawQuery: String
    /// By lower-case name; of several of one name the values joined by commas.
    public let headers: [String: String]
    public internal(set) var body: RequestBody
    /// The address it comes from: of the connection, or what a trusted proxy says.
    public let peer: String
    /// What names it in the log, in its answer, and to the proxy before us.
    public let id: String
    /// The trace it belongs to, if a trusted proxy says so.
    let trace: TraceContext?
    /// The span it is, where traces are kept.
    var span: TraceContext?
    /// Whether it came by HTTPS; nil: nobody says.
    let isByHTTPS: Bool?
    /// Whether a trusted proxy sent it.
    let isFromProxy: Bool
    public let now: Instant
    public let site: Site

    /// Whether it names no host, or several (RFC 9112, section 3.2).
    var isMalformed = false
    /// Where it is worked on; nil where no place is needed.
    var place: Place?
    /// Filled by the router: the pattern of the route, never what was asked for.
    var route = "none"
    /// The slug of the tenant the path names, if there is such a tenant.
    var tenantSlug = ""
    /// Filled by the router: what the route's `:places` matched.
    public internal(set) var parameters: [String: String] = [:]
    public internal(set) var format: Format = .html
    public internal(set) var language: Language = .english
    public internal(set) var visitor: Visitor = .nobody
    /// The secret against forged forms of somebody without a session; a cookie holds it too.
    public internal(set) var visitorSecret: String = ""

    /// - Parameter peer: the address the connection comes from.
    public init(
        _ method: Method, _ path: String, query: FormData = FormData(),
        rawPath: String? = nil, rawQuery: String = "",
        headers: [String: String] = [:], body: RequestBody = RequestBody(), peer: String = "",
        now: Instant, site: Site
    ) {
        let origin = site.configuration.proxies.origin(peer, headers)
        var headers = headers
        if let host = origin.host { headers["host"] = host }
        self.method = method
        self.path = path
        self.query = query
        self.rawPath = rawPath ?? path
        self.rawQuery = rawQuery
        self.headers = headers
        self.body = body
        self.peer = origin.peer
        isFromProxy = origin.isTrusted
        isByHTTPS = origin.isSecure
        let given = origin.isTrusted ? RequestID.given(headers["x-request-id"]) : nil
        id = given ?? RequestID.new()
        trace = origin.isTrusted ? TraceContext(headers["traceparent"]) : nil
        self.now = now
        self.site = site
    }

    /// What a place of the route matched; empty if the route has no such place.
    public subscript(name: String) -> String { parameters[name] ?? "" }

    /// A cookie's value.
    public func cookie(_ name: String) -> String? {
        let name = Cookies.sent(name, isSecure: site.configuration.isSecure)
        for pair in (headers["cookie"] ?? "").split(separator: ";") {
            let parts = pair.drop(while: \.isWhitespace).split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0] == name { return String(parts[1]) }
        }
        return nil
    }

    /// Whether it is a call of the API: answered in JSON, and never by a session's cookie.
    public var isAPI: Bool { path == "/api" || path.hasPrefix("/api/") }

    /// The store of the tenant the path names.
    /// - Throws: `Refusal.notFound` if there is none.
    public func tenant() throws -> TenantStore { try site.network.tenant(self["tenant"]) }

    /// The visitor as an actor in the tenant the path names.
    public var actor: Actor { actor(in: self["tenant"]) }

    /// The visitor as an actor in a tenant: whoever shows the secret of a link comes by that alone.
    public func actor(in tenant: String) -> Actor {
        linkSecret.map { Actor(.holder(Secret.digest($0))) } ?? visitor.actor(in: tenant)
    }

    /// Counts an act that only so many may be done of by strangers, whether by a form or by the API.
    /// - Throws: `Refusal.tooMany`.
    public func countStranger(taking action: ActionKind) async throws {
        guard visitor.person == nil, let most = action.strangersAnHour else { return }
        try await site.network.count(
            "action.\(action.key)", from: peer, atMost: most, within: 60 * 60, at: now)
    }

    /// The secret of the link somebody without an account was given: `key=`.
    public var linkSecret: String? { query["key"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The components, in the reader's language.
    public var ui: UI { UI(words: site.words, language: language) }

    /// The zone in which days end here: of the tenant the path names, else the operator's.
    public var zone: Zone {
        let tenant = (try? site.network.find(self["tenant"])) ?? site.network.commons.tenant
        return site.network.law.calendar(of: tenant.jurisdiction).jurisdiction.zone
    }

    /// The moment of `asOf=`, if it is asked for; a day stands for its last moment.
    /// - Throws: `Problems` if it is none.
    public func asOf() throws -> Instant? {
        guard let text = query["asOf"], !text.isEmpty else { return nil }
        guard let moment = moment(typed: text) else {
            throw Problems("asOf", "not_an_instant", Phrase("problem.not_a_moment"))
        }
        return moment
    }

    /// A moment as people type one; a day stands for its last moment. Nil: it is none.
    public func moment(typed text: String) -> Instant? {
        if let instant = Instant(iso: text) { return instant }
        return day(text).map { zone.start(of: $0.next).adding(milliseconds: -1) }
    }

    /// The day of `on=`, if it is asked for.
    /// - Throws: `Problems` if it is none.
    public func on() throws -> Day? {
        guard let text = query["on"], !text.isEmpty else { return nil }
        guard let day = day(text) else {
            throw Problems("on", "not_a_day", Phrase("problem.not_a_day"))
        }
        return day
    }

    /// A day as people write it.
    private func day(_ text: String) -> Day? {
        TypedDay.iso(text, months: TypedDay.months(site.words)).flatMap { Day(iso: $0) }
    }

    /// The secret every form carries in the hidden field `csrf`.
    public var csrf: String { visitor.csrf ?? visitorSecret }

    /// A form as it was sent, small enough to be typed.
    /// - Throws: `Refusal` if it is too large or is no form; `ExpiredForm` if it was not made by
    ///   this site for this visitor.
    public func form() async throws -> FormData {
        guard (headers["content-type"] ?? "").hasPrefix("application/x-www-form-urlencoded") else {
            throw Refusal.notNow(Phrase("refusal.not_a_form"))
        }
        let bytes = try await body.bytes()
        let form: FormData
        do { form = try FormData(urlEncoded: bytes) } catch {
            throw Refusal.notNow(Phrase("refusal.not_a_form"))
        }
        guard isOwn(secret: form["csrf"]) else { throw ExpiredForm(self, SentForm(texts: form)) }
        return form
    }

    /// Whether a form carries this visitor's secret: no other site can make a browser send it.
    func isOwn(secret sent: String?) -> Bool {
        guard !csrf.isEmpty, let sent else { return false }
        return Secret.isSame(sent, csrf)
    }

    /// Where whoever sent it reaches this site, such as `https://talka.example`: the host they named, by
    /// HTTPS if they came so, or if nobody says how and the site is at such an address.
    public var origin: String {
        guard let host = headers["host"] else { return site.configuration.address }
        return "\(isByHTTPS ?? site.configuration.isSecure ? "https" : "http")://\(host)"
    }

    /// Whether the origin a browser names is this site.
    func isOwn(origin: String) -> Bool {
        guard let host = headers["host"] else { return false }
        switch isByHTTPS {
        case true?: return origin == "https://\(host)"
        case false?: return origin == "http://\(host)"
        case nil: return origin.hasSuffix("//\(host)")
        }
    }

    /// The body as JSON.
    /// - Throws: `Problems` if it is not.
    public func json(limit: Int = 1 << 20) async throws -> JSON {
        let bytes = try await body.bytes(limit: limit)
        do { return try JSON(parsing: bytes) } catch {
            throw Problems(nil, "not_json", error.phrase)
        }
    }
}
