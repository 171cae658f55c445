// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Who sends a request, in the whole network: nobody yet, a person by a session, or a program by a
/// person's token.
public struct Visitor: Sendable, Hashable {
    public let person: RecordID?
    public let name: String
    /// The roles held now, by tenant.
    public let roles: [String: Set<Role>]
    /// The session's own secret against forged forms; nil without a session.
    public let csrf: String?
    /// For a token: the one tenant it opens, and what it may do there.
    public let token: TokenLimits?
    /// Whether they hold roles that only a session with a second factor gives them.
    public let needsSecondFactor: Bool

    /// What a token is limited to.
    public struct TokenLimits: Sendable, Hashable {
        public let tenant: String
        public let scopes: Set<String>

        public init(tenant: String, scopes: Set<String>) {
            self.tenant = tenant
            self.scopes = scopes
        }
    }

    public init(
        person: RecordID?, name: String, roles: [String: Set<Role>], csrf: String? = nil,
        token: TokenLimits? = nil, needsSecondFactor: Bool = false
    ) {
        self.person = person
        self.name = name
        self.roles = roles
        self.csrf = csrf
        self.token = token
        self.needsSecondFactor = needsSecondFactor
    }

    /// Somebody who is not signed in.
    public static let nobody = Visitor(person: nil, name: "", roles: [:])

    public var isSignedIn: Bool { person != nil }

    /// The visitor as an actor in one tenant. A token opens only its own.
    public func actor(in tenant: String) -> Actor {
        guard let person else { return .visitor }
        guard let token else { return Actor(.person(person), roles: held(in: tenant)) }
        guard token.tenant == tenant else { return .visitor }
        return Actor(.person(person), roles: held(in: tenant), scopes: token.scopes)
    }

    /// Whether they work for some tenant of the network. A token says nothing outside its own.
    public var isMember: Bool {
        guard let token else { return roles.values.contains { !$0.isDisjoint(with: Role.staff) } }
        return token.scopes.contains("read")
            && !(roles[token.tenant] ?? []).isDisjoint(with: Role.staff)
    }

    /// As whom they read what is published.
    public var audience: PublishedKind.Audience { isMember ? .members : .everyone }

    private func held(in tenant: String) -> Set<Role> {
        let own = roles[tenant] ?? []
        return isMember ? own.union([.member]) : own
    }
}
