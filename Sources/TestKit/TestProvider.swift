// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Store
import Synchronization
import Web

/// An identity provider as others run it, without a network: it signs in whomever it is told to,
/// and can be made to answer as none should.
public final class TestProvider: Fetching, Sendable {
    /// What can be wrong with it; nothing at first.
    public struct Behaviour: Sendable {
        /// Changes what an ID token says before it is signed.
        public var claims: @Sendable (inout JSON) -> Void = { _ in }
        /// Changes the token itself.
        public var token: @Sendable (String) -> String = { $0 }
        /// Changes what it says of itself.
        public var metadata: @Sendable (inout JSON) -> Void = { _ in }
        /// What is asked for by user info alone.
        public var userInfo: JSON?
        public var isDown = false
        public init() {}
    }

    private struct State {
        var keys: [TestSigningKey]
        var behaviour = Behaviour()
        var codes: [String: (claims: JSON, query: [String: String])] = [:]
        var asked: [String: Int] = [:]
    }

    public static let issuer = "https://id.example.ie/realm"
    public let clock: TestClock
    private let state: Mutex<State>

    /// One with a key for this algorithm.
    public init(
        clock: TestClock = TestClock("2026-01-12T09:00:00Z"), _ algorithm: SignatureAlgorithm = .es256
    ) throws {
        self.clock = clock
        state = Mutex(State(keys: [try TestSigningKey("first", for: algorithm)]))
    }

    /// How a network is set up for it.
    public static var settings: OpenIDProvider {
        var provider = OpenIDProvider(
            name: "state", issuer: issuer, clientID: "talka", clientSecret: "hush: hush",
            label: "the State")
        provider.createsAccounts = true
        provider.rolesClaim = "groups"
        provider.roles = [
            "planners": [OpenIDProvider.Place("kerry", .officer)],
            "heads": [OpenIDProvider.Place("kerry", .manager), OpenIDProvider.Place("kerry", .auditor)],
            "operators": [OpenIDProvider.Place(Tenant.commons, .administrator)],
        ]
        return provider
    }

    /// What it does wrong.
    public var behaviour: Behaviour {
        get { state.withLock { $0.behaviour } }
        set { state.withLock { $0.behaviour = newValue } }
    }

    /// How often an address of it was asked, by the end of its path.
    public func asked(_ path: String) -> Int { state.withLock { $0.asked[path] ?? 0 } }

    /// Signs with another key from now on; those before are not published any more.
    public func rotate(to key: TestSigningKey) { state.withLock { $0.keys = [key] } }

    /// Lets somebody sign in who was sent to this address.
    /// - Parameter claims: what it says of them; `sub` is there.
    /// - Returns: the path with the query that it sends their browser back to.
    /// - Throws: `Fault` if the request is not one that is answered.
    public func signIn(_ claims: JSON, at address: String?) throws -> String {
        let query = Self.query(address ?? "")
        guard query["response_type"] == "code", query["code_challenge_method"] == "S256",
            query["client_id"] == "talka", let back = query["redirect_uri"],
            let sent = query["state"], query["nonce"] != nil,
            query["scope"]?.split(separator: " ").contains("openid") == true
        else { throw Fault("the provider does not take \(address ?? "nothing")") }
        let code = try Secret.new()
        state.withLock { $0.codes[code] = (claims, query) }
        let path = back.replacing(/^https?:\/\/[^\/]*/, with: "")
        return "\(path)?code=\(code)&state=\(sent)&iss=\(Href.encoded(Self.issuer))"
    }

    public func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        guard !behaviour.isDown else { throw Fault("nobody answers") }
        guard request.address.hasPrefix(Self.issuer) else { throw Fault("no such host") }
        let path = String(request.address.dropFirst(Self.issuer.count))
        state.withLock { $0.asked[path, default: 0] += 1 }
        let answer: JSON? =
            switch path {
            case "/.well-known/openid-configuration": metadata
            case "/keys": ["keys": .array(state.withLock { $0.keys }.map(\.published))]
            case "/token": tokens(request)
            case "/userinfo": behaviour.userInfo
            default: nil
            }
        guard let answer else {
            return OutgoingResponse(status: 400, body: Array(#"{"error":"invalid_grant"}"#.utf8))
        }
        return OutgoingResponse(status: 200, body: answer.encoded())
    }

    private var metadata: JSON {
        let issuer = Self.issuer
        var json: JSON = [
            "issuer": .string(issuer), "authorization_endpoint": .string("\(issuer)/authorize"),
            "token_endpoint": .string("\(issuer)/token"), "jwks_uri": .string("\(issuer)/keys"),
            "userinfo_endpoint": .string("\(issuer)/userinfo"),
            "end_session_endpoint": .string("\(issuer)/logout"),
            "authorization_response_iss_parameter_supported": true,
        ]
        // Who says nothing that way offers no such place.
        if behaviour.userInfo == nil { json["userinfo_endpoint"] = nil }
        behaviour.metadata(&json)
        return json
    }

    private func tokens(_ request: OutgoingRequest) -> JSON? {
        let form = Self.query("?" + String(decoding: request.body, as: UTF8.self))
        let authority = request.headers.first { $0.name == "authorization" }?.value
        // "talka:hush%3A%20hush", as RFC 6749, section 2.3.1 has it.
        guard authority == "Basic " + Data("talka:hush%3A%20hush".utf8).base64EncodedString(),
            form["grant_type"] == "authorization_code", let code = form["code"],
            let (said, query) = state.withLock({ $0.codes.removeValue(forKey: code) }),
            form["redirect_uri"] == query["redirect_uri"],
            Self.challenge(form["code_verifier"] ?? "") == query["code_challenge"]
        else { return nil }
        let now = clock.now.milliseconds / 1_000
        var claims: JSON = [
            "iss": .string(Self.issuer), "aud": "talka", "nonce": .string(query["nonce"] ?? ""),
            "iat": .integer(now), "exp": .integer(now + 300),
        ]
        for (name, value) in said.asObject ?? [:] { claims[name] = value }
        let behaviour = behaviour
        behaviour.claims(&claims)
        guard let key = state.withLock({ $0.keys.last }) else { return nil }
        return [
            "access_token": "opaque", "token_type": "Bearer",
            "id_token": .string(behaviour.token(key.token(claims))),
        ]
    }

    private static func challenge(_ verifier: String) -> String {
        let hexadecimal = Array(Digest.of(Array(verifier.utf8)))
        let bytes = stride(from: 0, to: 64, by: 2).compactMap {
            UInt8(String(hexadecimal[$0...$0 + 1]), radix: 16)
        }
        return Base64URL.text(bytes)
    }

    private static func query(_ address: String) -> [String: String] {
        let text = address.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
        let pairs = ((try? FormData(urlEncoded: text)) ?? FormData()).pairs
        return Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
