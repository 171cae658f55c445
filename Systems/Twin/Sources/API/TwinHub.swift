// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Store
import Synchronization
import Web

/// What all twins of a process share: which there are, how open they are, and who sends to outside.
public final class TwinHub: Sendable {
    let twins = Twins()
    /// Whether the twin of the operator's own store answers anybody, without a token: for trying, and for
    /// programs that test brokers (`talka serve --open-twin`).
    let isOpen: Bool
    /// What tells this process from all others, where requests tell which brokers they came by.
    let identity = UUID().uuidString.prefix(8).lowercased()
    /// When the process began.
    let begun = Stamp(Instant(Date()))
    private let working = Mutex<[String: TwinWork]>([:])
    /// What this process does for all that serve the same stores.
    private let held = Mutex<Holdings?>(nil)
    /// When branches were last used, by their ledgers.
    private let uses = Mutex<[String: Stamp]>([:])

    /// Who publishes to brokers of MQTT.
    private let publishing: (any Publishing)?
    /// Who listens to brokers, once somebody wants to.
    private let listening: Mutex<(any Listening)?>

    /// - Parameters:
    ///   - publishing: who publishes to brokers of MQTT; nil: a client that keeps to the policy of the site.
    ///   - listening: who listens to them; nil: likewise.
    public init(
        isOpen: Bool = false, publishing: (any Publishing)? = nil, listening: (any Listening)? = nil
    ) {
        self.isOpen = isOpen
        self.publishing = publishing
        self.listening = Mutex(listening)
    }

    /// Who listens to brokers; nil: nobody asks other servers here.
    func listening(on site: Site) -> (any Listening)? {
        listening.withLock { known in
            if known == nil { known = site.outside.map { MQTTListener(policy: $0.policy) } }
            return known
        }
    }

    /// The twin a request is for, and what its sender may do there.
    /// - Parameter mayBegin: whether the request may be the first to a tenant of an open server.
    /// - Throws: `TwinProblem`, `NonexistentTenant` above all; `Refusal.signIn`.
    func enter(_ request: Request, mayBegin: Bool) throws -> (Twin, TwinAccess) {
        let name = request.headers["ngsild-tenant"]?.trimmingSpace
        if isOpen { return (try openTwin(name, request, mayBegin: mayBegin), .owning) }
        let visitor = try request.bearer()
        guard let slug = name ?? visitor.token?.tenant else {
            throw TwinProblem(
                .nonexistentTenant, "Say with the header NGSILD-Tenant whose twin is meant.",
                clause: "6.3.14")
        }
        guard let tenant = try request.site.network.find(slug), tenant.systems.contains("twin") else {
            throw TwinProblem(.nonexistentTenant, "There is no tenant “\(slug)”.", clause: "5.5.10")
        }
        let store = try request.site.network.tenant(slug)
        let twin = try ready(twins.twin(in: store), request.site)
        if let token = visitor.token, token.tenant == slug {
            return (twin, TwinAccess(visitor, in: tenant))
        }
        return (twin, try twin.openness())
    }

    /// The twin that a request without a token is for, and what anybody may do there, if it is in memory
    /// and at work; nil: this is to be found out.
    func atHand(_ request: Request) throws -> (Twin, TwinAccess)? {
        let name = request.headers["ngsild-tenant"]?.trimmingSpace
        guard let slug = isOpen ? Tenant.commons : name else { return nil }
        if !isOpen, try request.site.network.find(slug)?.systems.contains("twin") != true { return nil }
        guard let twin = twins.known(in: slug, named: isOpen ? name : nil), work(of: twin) != nil,
            twin.isInMemory, try name == nil || twin.read({ $0.last != nil })
        else { return nil }
        return (twin, isOpen ? .owning : try twin.openness())
    }

    /// A twin of an open server: one without a name, and others that begin when something is created there
    /// (5.5.10).
    private func openTwin(_ name: String?, _ request: Request, mayBegin: Bool) throws -> Twin {
        if let name, !Self.isTenantName(name) {
            throw TwinProblem.bad("“\(name)” cannot be the name of a tenant.", clause: "6.3.14")
        }
        let twin = twins.twin(in: request.site.network.commons, named: name)
        guard let name, !mayBegin else { return try ready(twin, request.site) }
        // Whoever asks for one name after another has nothing begin for each of them.
        let isThere = try work(of: twin) != nil || twin.ledger.goesOn(after: 0)
        guard isThere, try ready(twin, request.site).read({ $0.last != nil }) else {
            throw TwinProblem(.nonexistentTenant, "There is no tenant “\(name)”.", clause: "5.5.10")
        }
        return twin
    }

    /// The twin a request means: a branch, where it names one (6.3.22), else the whole.
    func meant(_ request: Request, in twin: Twin) throws -> Twin {
        guard let id = request.headers["ngsild-snapshot"]?.trimmingSpace else { return twin }
        guard let branch = try Branch.find(id, in: twin, at: Stamp(request.now)) else {
            throw TwinProblem(.resourceNotFound, "There is no snapshot \(id).", clause: "5.5.15")
        }
        uses.withLock { $0[branch.ledger] = Stamp(request.now) }
        return try ready(try self.twin(of: branch, off: twin, request.site), request.site)
    }

    /// When something was last asked of a branch; nil: nothing was since the process began.
    func lastUse(of branch: Branch) -> Stamp? { uses.withLock { $0[branch.ledger] } }

    /// The twin that is a branch.
    func twin(of branch: Branch, off base: Twin, _ site: Site) throws -> Twin {
        let slug = base.ledger.tenant.slug
        let store = slug == Tenant.commons ? site.network.commons : try site.network.tenant(slug)
        return twins.branch(branch.ledger, in: store, off: branch.base(base))
    }

    /// Lets go of a branch and of what it does by itself.
    func forget(_ twin: Twin) {
        twins.forget(twin)
        uses.withLock { $0[twin.ledger.name] = nil }
        let work = working.withLock { $0.removeValue(forKey: twin.key) }
        Task { await work?.release() }
    }

    private static func isTenantName(_ name: String) -> Bool {
        (1...63).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
    }

    /// What a twin that was asked for does by itself.
    func work(of twin: Twin) -> TwinWork? { working.withLock { $0[twin.key] } }

    /// A twin with its work begun: telling those who subscribed, and letting go what has expired.
    func ready(_ twin: Twin, _ site: Site) throws -> Twin {
        if working.withLock({ $0[twin.key] != nil }) { return twin }
        let follower = try follower(of: twin, site)
        let pseudonym = try twin.ledger.kept(RemoteSubscriptions.Identity.key) ?? newPseudonym(of: twin)
        let work = working.withLock { working -> TwinWork? in
            if working[twin.key] != nil { return nil }
            let work = TwinWork(
                twin, outside: site.outside, publishing: publishing,
                // What is heard goes into no branch.
                listening: twin.base == nil ? listening(on: site) : nil, follower: follower, holder: identity,
                called: .init(address: site.configuration.address, pseudonym: pseudonym),
                holdings: holdings(site),
                now: { site.network.now() })
            working[twin.key] = work
            return work
        }
        work?.begin()
        return twin
    }

    private func holdings(_ site: Site) -> Holdings {
        held.withLock { held in
            let known = held ?? Holdings(site.network)
            held = known
            return known
        }
    }

    /// What a tenant publishes goes into its own twin: into no branch, and into none for trying.
    private func follower(of twin: Twin, _ site: Site) throws -> PublishedFollower? {
        guard !isOpen, twin.isOwn else { return nil }
        let store = try site.network.tenant(twin.ledger.tenant.slug)
        return PublishedFollower(
            twin, PublicRecords(of: store, in: site.network), at: site.configuration.address,
            now: { site.network.now() })
    }

    /// Has the twins of a store that are in use do what they do by themselves, whether anybody asks them for
    /// anything or not: those who subscribed wait for what they were promised, whichever process is there.
    func begin(in store: TenantStore, _ site: Site) throws {
        let isTenants = store.tenant.slug != Tenant.commons
        guard isTenants ? store.tenant.systems.contains("twin") && !isOpen : isOpen else { return }
        for name in try Ledger.names(in: store) where Twin.isTwin(name) && !name.hasPrefix(Branch.ledgers) {
            let isOwn = name == Twin.name
            guard try isTenants && isOwn || isAwake(name, store) else { continue }
            let suffix = isOwn ? nil : String(name.dropFirst(Twin.name.count + 1))
            try beginBranches(of: try ready(twins.twin(in: store, named: suffix), site), store, site)
        }
    }

    private func beginBranches(of twin: Twin, _ store: TenantStore, _ site: Site) throws {
        for branch in try Branch.all(in: twin, at: Stamp(site.network.now()))
        where try isAwake(branch.ledger, store) {
            _ = try ready(try self.twin(of: branch, off: twin, site), site)
        }
    }

    private func isAwake(_ name: String, _ store: TenantStore) throws -> Bool {
        try Ledger(name, in: store).kept(TwinWork.awake) != nil
    }

    /// Ends what twins do by themselves, and lets other processes go on with it at once.
    func end() async {
        // They hold the site, which holds this hub.
        let all = working.withLock { working in
            defer { working = [:] }
            return Array(working.values)
        }
        for work in all { await work.letGo() }
    }
}

extension String {
    /// Without the blanks at both ends.
    var trimmingSpace: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
