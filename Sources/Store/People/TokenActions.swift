// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Making keys for programs, and revoking them.
enum TokenActions {
    static let all: [ActionKind] = [createToken.kind, revokeToken.kind]

    struct NewToken: Form {
        var tenant = ""
        var name = ""
        var digest = ""
        var scopes = ""
        var expiresOn: Day?
        static let fields: Fields<NewToken> = [
            .text("tenant", \.tenant, max: 63), .text("name", \.name, max: 100),
            .text("digest", \.digest, max: 64), .text("scopes", \.scopes, max: Token.scopesMax),
            .day("expires_on", \.expiresOn),
        ]
    }

    /// Internal: the secret is made by `Accounts`, never by whoever asks. A key cannot make
    /// another: it would outlive its own end, or do more.
    static let createToken = Action<Token, NewToken>(
        "create_token", by: [.signedIn], to: ["active"], isInternal: true
    ) { token, input, desk in
        guard let person = desk.moment.actor.person else { throw Refusal.signIn }
        guard desk.moment.actor.scopes == nil else { throw Refusal.forbidden }
        guard try desk.tenantName(input.tenant) != nil else {
            throw Problems("tenant", "no_such_tenant", Phrase("problem.no_such_tenant"))
        }
        let scopes = input.scopes.split(separator: " ").map(String.init)
        guard !scopes.isEmpty, scopes.allSatisfy(isScope) else {
            throw Problems("scopes", "not_a_scope", Phrase("problem.not_a_scope"))
        }
        if let last = input.expiresOn, last < desk.moment.today {
            throw Problems("expires_on", "day_past", Phrase("problem.day_past"))
        }
        token.fields.take(from: input.fields)
        token.person = person
    }

    static let revokeToken = Action<Token, Nothing>(
        "revoke_token", by: [.party(field: "person")] + ProviderActions.clearing,
        from: ["active"], to: ["revoked"]
    ) { _, _, _ in }

    private static func isScope(_ text: String) -> Bool {
        text.wholeMatch(of: /(read|write)(:[a-z][a-z_]*)?|calendar|[a-z_]+-[a-z]+=.+/) != nil
    }
}
