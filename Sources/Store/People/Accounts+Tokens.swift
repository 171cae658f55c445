// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Accounts {
    static let tokenPrefix = "talka_"
    static let tokenLength = 70

    /// What somebody wants a token for.
    public struct TokenWish: Sendable, Hashable {
        /// The one tenant it opens.
        public var tenant: String
        /// What its owner calls it.
        public var name: String
        /// `read`, `write`; `read:SYSTEM`, `write:SYSTEM`; `SYSTEM-WORD=VALUE`, which narrows what is opened
        /// of a system; `calendar` alone opens one's own calendar and nothing else.
        public var scopes: Set<String>
        /// The last day on which it works; nil: until it is revoked.
        public var expiresOn: Day?

        public init(tenant: String, name: String, scopes: Set<String>, expiresOn: Day? = nil) {
            self.tenant = tenant
            self.name = name
            self.scopes = scopes
            self.expiresOn = expiresOn
        }
    }

    /// Makes a token for the actor: `talka_` and 64 hexadecimal digits.
    /// - Parameter secret: one chosen beforehand, for a demonstration.
    /// - Returns: the token, which cannot be shown again.
    /// - Throws: `Problems`; `Refusal` if the actor is no person, or a program with a token.
    public func createToken(
        _ wish: TokenWish, by actor: Actor, secret: String? = nil, at now: Instant
    ) async throws -> String {
        let token = try secret ?? (Self.tokenPrefix + Secret.new())
        let action = TokenActions.createToken.kind
        var form = [
            "tenant": wish.tenant, "name": wish.name,
            "scopes": wish.scopes.sorted().joined(separator: " "), "digest": Secret.digest(token),
        ]
        form["expires_on"] = wish.expiresOn?.description
        let input = try action.read(form: form)
        _ = try await network.commons.perform(
            ActionCall(action, by: actor, input: input.values, given: input.given), at: now)
        return token
    }

    /// A person's tokens that have not been revoked, newest first.
    public func tokens(of person: RecordID) throws -> [Stored<Token>] {
        try network.commons.read(as: Actor(.person(person))) { reader in
            try reader.list(
                Token.self,
                Query(
                    [.field("person", is: person), .state("active")], descending: true,
                    limit: 200))
        }
    }

    /// Revokes one of the actor's tokens.
    /// - Throws: `Refusal.notFound` if it is not theirs.
    public func revokeToken(_ id: RecordID, by actor: Actor, at now: Instant) async throws {
        _ = try await network.commons.perform(
            ActionCall(TokenActions.revokeToken.kind, by: actor, on: id), at: now)
    }
}
