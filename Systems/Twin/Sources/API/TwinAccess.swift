// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What a caller may do with a twin.
struct TwinAccess: Sendable {
    /// Who they are in the log.
    let actor: String
    let mayRead: Bool
    let mayWrite: Bool
    /// Whether they may say how long the past is kept.
    private(set) var mayRule = false
    /// The types, whole IRIs, that may be read or written; nil: all.
    var types: Set<String>?
    /// The subtrees of scopes that may be read or written; nil: all.
    var scopes: [String]?

    static let everything = TwinAccess(actor: "anyone", mayRead: true, mayWrite: true)
    /// What anyone may do where the server is open to all.
    static let owning: TwinAccess = {
        var access = everything
        access.mayRule = true
        return access
    }()
    static let reading = TwinAccess(actor: "anyone", mayRead: true, mayWrite: false)
    static let nothing = TwinAccess(actor: "anyone", mayRead: false, mayWrite: false)

    /// What a token opens: reading with the scope `read` or `read:twin`, writing with `write` or
    /// `write:twin` for those who may act for the tenant. `twin-type=IRI` and `twin-scope=/A/B` narrow both.
    init(_ visitor: Visitor, in tenant: Tenant) {
        let actor = visitor.actor(in: tenant.slug)
        let scopes = actor.scopes ?? ["read", "write"]
        let isStaff = !actor.roles.isDisjoint(with: Role.staff)
        self.actor = actor.journalName
        mayRead = isStaff && !scopes.isDisjoint(with: ["read", "read:twin", "write", "write:twin"])
        mayWrite = !actor.roles.isDisjoint(with: [.officer, .manager, .administrator])
            && !scopes.isDisjoint(with: ["write", "write:twin"])
        mayRule = mayWrite && !actor.roles.isDisjoint(with: [.manager, .administrator])
        func narrowed(_ prefix: String) -> [String]? {
            let list = scopes.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            return list.isEmpty ? nil : list.sorted()
        }
        types = narrowed("twin-type=").map(Set.init)
        self.scopes = narrowed("twin-scope=")
    }

    init(actor: String, mayRead: Bool, mayWrite: Bool) {
        self.actor = actor
        self.mayRead = mayRead
        self.mayWrite = mayWrite
    }

    /// Whether an entity is among what is opened.
    func covers(_ entity: Entity) -> Bool {
        if let types, types.isDisjoint(with: entity.types) { return false }
        guard let scopes else { return true }
        return entity.scope.contains { scope in
            scopes.contains { scope == $0 || scope.hasPrefix("\($0)/") }
        }
    }

    /// Whether all is opened.
    var isWhole: Bool { types == nil && scopes == nil }
}
