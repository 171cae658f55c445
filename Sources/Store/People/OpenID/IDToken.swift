// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whether an ID token is what it must be (OpenID Connect Core 1.0, section 3.1.3.7).
struct IDTokenCheck: Sendable {
    /// How far, in seconds, clocks may differ.
    static let skew: Int64 = 60
    /// How old, in seconds, one may be: it was made for this sign-in just now.
    static let oldest: Int64 = 10 * 60

    let provider: OpenIDProvider
    /// What was sent along when the sign-in began.
    let nonce: String
    let now: Instant

    /// - Throws: `Fault` for the first thing that is not so.
    func check(_ claims: JSON, accessToken: String?) throws {
        try must(claims["iss"]?.asString == provider.issuer, "another issuer")
        let audience = claims["aud"]?.asString.map { [$0] }
            ?? claims["aud"]?.asArray?.compactMap(\.asString) ?? []
        try must(audience.contains(provider.clientID), "another audience")
        let party = claims["azp"]?.asString
        try must(claims["azp"] == nil || party == provider.clientID, "another party")
        try must(audience.count == 1 || party != nil, "several audiences and no party")
        try checkTimes(claims)
        try must(
            claims["nonce"]?.asString.map { Secret.isSame($0, nonce) } ?? false, "another nonce")
        let subject = claims["sub"]?.asString ?? ""
        try must((1...255).contains(subject.utf8.count), "no subject")
        if !provider.levels.isEmpty {
            let level = claims["acr"]?.asString ?? ""
            try must(provider.levels.contains(level), "too low a level (acr)")
        }
        if let hash = claims["at_hash"]?.asString, let accessToken {
            let half = Base64URL.text(Digest.bytes(of: accessToken).prefix(16))
            try must(Secret.isSame(hash, half), "another access token")
        }
    }

    private func checkTimes(_ claims: JSON) throws {
        let seconds = now.milliseconds / 1_000
        // A fraction of a second is allowed (RFC 7519, section 2) and cut off.
        func time(_ name: String) -> Int64? {
            claims[name]?.asDouble.flatMap { abs($0) < 1e15 ? Int64($0) : nil }
        }
        guard let end = time("exp"), let made = time("iat") else {
            throw Fault("\(provider.name): the ID token has no times")
        }
        try must(seconds < end + Self.skew, "over")
        try must(made <= seconds + Self.skew, "not made yet")
        try must(seconds - made <= Self.oldest + Self.skew, "too old")
        if claims["nbf"] != nil {
            try must(time("nbf").map { $0 <= seconds + Self.skew } ?? false, "not valid yet")
        }
    }

    private func must(_ holds: Bool, _ wrong: String) throws {
        guard holds else { throw Fault("\(provider.name): the ID token is refused: \(wrong)") }
    }
}
