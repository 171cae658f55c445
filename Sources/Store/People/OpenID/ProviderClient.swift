// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Asks one provider: for what it says of itself, for its keys, for tokens. What everybody may know
/// is kept at hand; each process keeps its own.
actor ProviderClient {
    /// How long, in milliseconds, what was read is good for.
    private static let freshFor: Int64 = 60 * 60 * 1_000
    /// How soon, in milliseconds, keys may be asked for again because one was not among them: a
    /// stranger's tokens must not make us ask at every one.
    private static let askedAgainAfter: Int64 = 60 * 1_000

    private let provider: OpenIDProvider
    private let fetching: any Fetching
    private var metadata: (value: ProviderMetadata, at: Instant)?
    private var keys: (value: [VerifyingKey], at: Instant)?

    init(_ provider: OpenIDProvider, _ fetching: any Fetching) {
        self.provider = provider
        self.fetching = fetching
    }

    /// What it says of itself.
    /// - Throws: `Fault` if it does not answer, or with what cannot be used.
    func metadata(at now: Instant) async throws -> ProviderMetadata {
        if let metadata, (0..<Self.freshFor).contains(now - metadata.at) { return metadata.value }
        let json = try await get(ProviderMetadata.address(of: provider.issuer))
        let value = try ProviderMetadata(json, of: provider)
        metadata = (value, now)
        return value
    }

    /// The keys that may have signed a token. They are read anew when they are old, and when none
    /// of them fits: a provider changes its keys now and then.
    func keys(for token: SignedToken, at now: Instant) async throws -> [VerifyingKey] {
        if let keys, (0..<Self.freshFor).contains(now - keys.at) {
            let isKnown = !token.candidates(keys.value).isEmpty
            if isKnown || now - keys.at < Self.askedAgainAfter { return keys.value }
        }
        let json = try await get(try await metadata(at: now).keys)
        guard let all = json["keys"]?.asArray, all.count <= 100 else {
            throw Fault("\(provider.name): the keys are none")
        }
        let value = all.compactMap { VerifyingKey($0) }
        keys = (value, now)
        return value
    }

    /// Changes a code for tokens (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
    func tokens(
        for code: String, verifier: String, returnAddress: String, at now: Instant
    ) async throws -> JSON {
        let metadata = try await metadata(at: now)
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", returnAddress),
            ("code_verifier", verifier),
        ]
        var headers = [
            ("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json"),
        ]
        if let secret = provider.clientSecret, !metadata.takesSecretInForm {
            // RFC 6749, section 2.3.1: both are encoded as in a form first.
            let pair = "\(FormText.encoded(provider.clientID)):\(FormText.encoded(secret))"
            headers.append(("authorization", "Basic \(FormText.base64(pair))"))
        } else {
            form.append(("client_id", provider.clientID))
            if let secret = provider.clientSecret { form.append(("client_secret", secret)) }
        }
        return try await json(
            OutgoingRequest(
                "POST", metadata.token, headers: headers.map { (name: $0.0, value: $0.1) },
                body: Array(FormText.form(form).utf8)))
    }

    /// What it says of whom an access token was given for; nil if it says nothing that way.
    func userInfo(_ accessToken: String, at now: Instant) async throws -> JSON? {
        guard let address = try await metadata(at: now).userInfo else { return nil }
        return try await json(
            OutgoingRequest(
                "GET", address,
                headers: [
                    (name: "authorization", value: "Bearer \(accessToken)"),
                    (name: "accept", value: "application/json"),
                ]))
    }

    private func get(_ address: String) async throws -> JSON {
        try await json(
            OutgoingRequest("GET", address, headers: [(name: "accept", value: "application/json")]))
    }

    /// What was answered never stands in the error: it may hold tokens.
    private func json(_ request: OutgoingRequest) async throws -> JSON {
        let response = try await fetching.send(request)
        let place = request.address.prefix { $0 != "?" }
        guard response.status == 200 else {
            let error = (try? JSON(parsing: response.body))?["error"]?.asString ?? ""
            let code = error.wholeMatch(of: /[a-z_]{1,40}/) == nil ? "" : " \(error)"
            throw Fault("\(provider.name): \(place) answered \(response.status)\(code)")
        }
        guard let json = try? JSON(parsing: response.body), json.asObject != nil else {
            throw Fault("\(provider.name): \(place) did not answer in JSON")
        }
        return json
    }
}
