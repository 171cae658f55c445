// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
struct ProviderMetadata: Sendable {
    let authorization: String
    let token: String
    let keys: String
    let userInfo: String?
    let endSession: String?
    /// Whether its answers name it (RFC 9207).
    let namesIssuer: Bool
    /// Whether the secret goes in the form, as it does not take it in a header.
    let takesSecretInForm: Bool

    /// Where a provider's metadata lie.
    static func address(of issuer: String) -> String {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        return "\(base)/.well-known/openid-configuration"
    }

    /// - Throws: `Fault` for those of another issuer, and for what is missing.
    init(_ json: JSON, of provider: OpenIDProvider) throws {
        guard let issuer = json["issuer"]?.asString, issuer.utf8.elementsEqual(provider.issuer.utf8)
        else { throw Fault("\(provider.name): the metadata are another issuer's") }
        // Only who is tried out on this machine is asked without TLS.
        let mayBePlain = provider.issuer.hasPrefix("http://")
        func address(_ name: String) -> String? {
            json[name]?.asString.flatMap {
                OpenIDProvider.isAddress($0, mayBePlain: mayBePlain) ? $0 : nil
            }
        }
        guard let authorization = address("authorization_endpoint"),
            let token = address("token_endpoint"), let keys = address("jwks_uri")
        else { throw Fault("\(provider.name): the metadata lack an address that can be used") }
        self.authorization = authorization
        self.token = token
        self.keys = keys
        userInfo = address("userinfo_endpoint")
        endSession = address("end_session_endpoint")
        namesIssuer = json["authorization_response_iss_parameter_supported"]?.asBool ?? false
        let ways = json["token_endpoint_auth_methods_supported"]?.asArray?.compactMap(\.asString)
        takesSecretInForm =
            ways.map { !$0.contains("client_secret_basic") && $0.contains("client_secret_post") }
            ?? false
    }
}
