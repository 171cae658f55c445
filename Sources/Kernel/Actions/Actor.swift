// SPDX-License-Identifier: EUPL-1.2

/// Who acts or reads, in one tenant. A value that is passed in; there is no current user.
public struct Actor: Sendable, Hashable {
    /// Who it is, whatever they may do.
    public enum Kind: Sendable, Hashable {
        /// Nobody signed in.
        case visitor
        case person(RecordID)
        /// Nobody signed in, who shows a secret they were given: its digest. It opens what keeps
        /// that digest, and nothing else.
        case holder(String)
        /// The product itself, doing a named job: `setup`, `clock`, `post`, `import`.
        case system(String)
    }

    public let kind: Kind
    /// The roles held in this tenant now.
    public let roles: Set<Role>
    /// What an API token is limited to; nil: not limited (a session, the system).
    public let scopes: Set<String>?

    public init(_ kind: Kind, roles: Set<Role> = [], scopes: Set<String>? = nil) {
        self.kind = kind
        self.roles = roles
        self.scopes = scopes
    }

    public static let visitor = Actor(.visitor)
    public static func system(_ job: String) -> Actor { Actor(.system(job)) }

    /// The person's id, if a person acts.
    public var person: RecordID? { if case .person(let id) = kind { id } else { nil } }

    /// Whether this is the tenant's staff, who see staff and personal fields.
    public var isStaff: Bool {
        if case .system = kind { true } else { !roles.isDisjoint(with: Role.staff) }
    }

    /// What tells one actor from every other: for keys of repeated calls and for who sent what.
    public var identity: String {
        if case .holder(let digest) = kind { "holder:\(digest)" } else { journalName }
    }

    /// How the journal names the actor: a person by id alone, the product by its job.
    public var journalName: String {
        switch kind {
        case .visitor: "visitor"
        case .person(let id): id.text
        case .holder: "holder"
        case .system(let job): "system:\(job)"
        }
    }
}
