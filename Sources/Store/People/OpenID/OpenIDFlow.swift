// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Signing in with a provider: there by an authorisation code with PKCE (RFC 6749, RFC 7636), and
/// back. What must be remembered meanwhile lies in a table of the commons for ten minutes, so that
/// any process can take up what another began, once.
struct OpenIDFlow: Sendable {
    /// How long somebody may take at the provider, in seconds.
    static let seconds = 10 * 60

    /// What is remembered while somebody is at the provider.
    struct Pending: Sendable {
        let nonce: String
        let verifier: String
        /// Where they go on afterwards.
        let next: String
        /// Whose account is to be linked; nil: somebody signs in.
        let person: RecordID?
    }

    /// Who came back, as the provider says.
    struct Arrival: Sendable {
        let pending: Pending
        let subject: String
        let claims: JSON
        let idToken: String
    }

    private let database: any Database
    private let clients: [String: ProviderClient]

    init(_ providers: [OpenIDProvider], database: any Database, fetching: any Fetching) {
        self.database = database
        clients = Dictionary(
            providers.map { ($0.name, ProviderClient($0, fetching)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Remembers a sign-in and says where the browser is sent for it.
    /// - Parameters:
    ///   - browser: the secret only this browser knows.
    ///   - returnAddress: where the provider sends it back to.
    func begin(
        with provider: OpenIDProvider, browser: String, next: String, person: RecordID?,
        returnAddress: String, at now: Instant
    ) async throws -> String {
        let metadata = try await client(provider).metadata(at: now)
        let (state, nonce, verifier) = (try Secret.new(), try Secret.new(), try Secret.new())
        try await database.write {
            try $0.run(
                "INSERT INTO openid_state "
                    + "(digest, provider, browser, nonce, verifier, next, person, expires_at) "
                    + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    .text(Secret.digest(state)), .text(provider.name),
                    .text(Secret.digest(browser)), .text(nonce), .text(verifier),
                    .text(next), person?.stored ?? .null,
                    now.adding(seconds: Self.seconds).stored,
                ])
        }
        var query = [
            ("response_type", "code"), ("client_id", provider.clientID),
            ("redirect_uri", returnAddress), ("scope", provider.scopes.joined(separator: " ")),
            ("state", state), ("nonce", nonce),
            ("code_challenge", Base64URL.text(Digest.bytes(of: verifier))),
            ("code_challenge_method", "S256"),
        ]
        if !provider.levels.isEmpty {
            query.append(("acr_values", provider.levels.joined(separator: " ")))
        }
        return FormText.address(metadata.authorization, query)
    }

    /// Takes up a sign-in whose browser has come back with this answer.
    /// - Throws: `OpenIDFailure`.
    func finish(
        with provider: OpenIDProvider, answer: OpenIDAnswer, browser: String?,
        returnAddress: String, at now: Instant
    ) async throws -> Arrival {
        guard let pending = try await take(answer.state, provider, browser: browser, at: now) else {
            throw OpenIDFailure(.expired, provider, "no such state for this browser")
        }
        do {
            let metadata = try await client(provider).metadata(at: now)
            // RFC 9207: the answer of one provider is not taken for another's.
            guard answer.issuer.map({ $0 == provider.issuer }) ?? !metadata.namesIssuer else {
                throw Fault("the answer is another issuer's")
            }
            if let error = answer.error {
                let code = error.wholeMatch(of: /[a-z_]{1,40}/) == nil ? "?" : error
                let isTheirs = ["access_denied", "login_required", "consent_required",
                    "interaction_required", "account_selection_required"].contains(code)
                throw OpenIDFailure(isTheirs ? .denied : .unusable, provider, "it answered \(code)")
            }
            guard let code = answer.code, !code.isEmpty else { throw Fault("no code was given") }
            return try await arrival(provider, pending, code, returnAddress, now)
        } catch let failure as OpenIDFailure {
            throw failure
        } catch {
            throw OpenIDFailure(.unusable, provider, "\(error)")
        }
    }

    private func arrival(
        _ provider: OpenIDProvider, _ pending: Pending, _ code: String, _ returnAddress: String,
        _ now: Instant
    ) async throws -> Arrival {
        let client = try client(provider)
        let tokens = try await client.tokens(
            for: code, verifier: pending.verifier, returnAddress: returnAddress, at: now)
        guard let idToken = tokens["id_token"]?.asString else { throw Fault("no ID token was given") }
        let token = try SignedToken(idToken)
        guard token.isSigned(by: try await client.keys(for: token, at: now)) else {
            throw Fault("the ID token's signature is no key's of the provider")
        }
        let accessToken = tokens["access_token"]?.asString
        try IDTokenCheck(provider: provider, nonce: pending.nonce, now: now)
            .check(token.claims, accessToken: accessToken)
        let subject = token.claims["sub"]?.asString ?? ""
        var claims = token.claims
        // Many providers keep the token short and say the rest where it is asked for.
        let wanted = ["email", "name"] + [provider.rolesClaim].compactMap(\.self)
        if let accessToken, wanted.contains(where: { OpenIDProvider.find($0, in: claims) == nil }),
            let more = try await client.userInfo(accessToken, at: now)
        {
            // Core, section 5.3.2: an answer about somebody else must not be used.
            guard more["sub"]?.asString == subject else { throw Fault("the user info is another's") }
            for (name, value) in more.asObject ?? [:] where claims[name] == nil { claims[name] = value }
        }
        return Arrival(pending: pending, subject: subject, claims: claims, idToken: idToken)
    }

    /// Where somebody signs out at the provider, too; nil if it offers no such place.
    func signOutAddress(
        _ session: ProviderSession, returnAddress: String, at now: Instant
    ) async throws -> String? {
        guard let end = try await client(session.provider).metadata(at: now).endSession else {
            return nil
        }
        var query = [
            ("client_id", session.provider.clientID), ("post_logout_redirect_uri", returnAddress),
        ]
        if let token = session.idToken { query.append(("id_token_hint", token)) }
        return FormText.address(end, query)
    }

    /// Takes what was remembered, so that nobody takes it again.
    private func take(
        _ state: String, _ provider: OpenIDProvider, browser: String?, at now: Instant
    ) async throws -> Pending? {
        guard state.utf8.count == 64, let browser, browser.utf8.count == 64 else { return nil }
        let row = try await database.write {
            try $0.rows(
                "DELETE FROM openid_state WHERE digest = $1 AND provider = $2 AND browser = $3 "
                    + "RETURNING nonce, verifier, next, person, expires_at",
                [
                    .text(Secret.digest(state)), .text(provider.name),
                    .text(Secret.digest(browser)),
                ])
        }.first
        guard let row, let nonce = row[0].text, let verifier = row[1].text, let next = row[2].text,
            let end = Instant(stored: row[4]), now < end
        else { return nil }
        return Pending(
            nonce: nonce, verifier: verifier, next: next, person: RecordID(stored: row[3]))
    }

    private func client(_ provider: OpenIDProvider) throws -> ProviderClient {
        guard let client = clients[provider.name] else { throw Fault("no such provider") }
        return client
    }
}

/// What a browser that comes back from a provider says.
public struct OpenIDAnswer: Sendable {
    let state: String
    let code: String?
    let error: String?
    let issuer: String?

    /// The values of the query of the same names; `iss` is the issuer.
    public init(state: String?, code: String?, error: String?, issuer: String?) {
        self.state = state ?? ""
        self.code = code
        self.error = error
        self.issuer = issuer
    }
}
