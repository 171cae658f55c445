// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Somebody who holds a role in a tenant.
public struct Member: Sendable {
    /// The record of the role they hold.
    public let membership: Stored<Membership>
    public let name: String
    public let email: String
    /// Whether it holds only once they have shown that the address is theirs.
    public let isWaiting: Bool
}

extension Accounts {
    /// Gives a person a role in a tenant. Where nobody has shown that their address is theirs, it
    /// waits until they have: anybody can join with anybody's address.
    /// - Returns: the id of the membership.
    /// - Throws: `Problems` if they hold it, or there is no such person or tenant;
    ///   `Refusal.notFound` if the actor is no administrator there.
    @discardableResult
    public func grant(
        _ role: Role, in tenant: String, to person: RecordID, until: Day? = nil, by actor: Actor,
        at now: Instant
    ) async throws -> RecordID {
        let action = RoleActions.grantRole.kind
        let input = try action.read(form: [
            "person": person.text, "tenant": tenant, "role": role.rawValue,
            "until_day": until?.description ?? "",
        ])
        let call = ActionCall(action, by: actor, input: input.values, given: input.given)
        let id = try await network.commons.perform(call, at: now).row.id
        if network.mailsNotices, try account(of: person)?.isConfirmed == false {
            // They may have been sent as many links as there can be; the role waits all the same.
            do { try await askConfirmation(of: person, at: now) } catch Refusal.tooMany {}
        }
        return id
    }

    /// Takes it that an address is its account's owner's, by the word of an administrator of the
    /// network who has asked them.
    /// - Throws: `Refusal` for who is none.
    public func vouch(for person: RecordID, by actor: Actor, at now: Instant) async throws {
        guard let account = try account(of: person) else { throw Refusal.notFound }
        if account.isConfirmed { return }
        _ = try await network.commons.perform(
            ActionCall(MailActions.vouch.kind, by: actor, on: person), at: now)
    }

    /// Ends a role.
    /// - Throws: `Refusal.notFound` if the actor is no administrator of its tenant;
    ///   `Refusal.notNow` for the operator's last administrator.
    public func endRole(_ membership: RecordID, by actor: Actor, at now: Instant) async throws {
        _ = try await network.commons.perform(
            ActionCall(RoleActions.endRole.kind, by: actor, on: membership), at: now)
    }

    /// Who holds roles in a tenant, the longest there first. Whoever calls this has made sure that
    /// it may be shown.
    public func members(of tenant: String) throws -> [Member] {
        try network.commons.read(as: .system("accounts")) { reader in
            let held = try reader.list(
                Membership.self,
                Query([.field("tenant", is: tenant), .state("held")], limit: 2_000))
            return try held.compactMap { membership in
                guard let person = try reader.find(Person.self, membership.person) else {
                    return nil
                }
                return Member(
                    membership: membership, name: person.name, email: person.email,
                    isWaiting: membership.fields.waits(for: person.fields))
            }
        }
    }

    /// Whether a person was given roles that wait until they have shown that their address is theirs.
    public func hasWaitingRoles(_ person: RecordID) throws -> Bool {
        guard let account = try account(of: person), !account.isConfirmed else { return false }
        return try network.commons.read(as: .system("accounts")) { reader in
            try reader.list(
                Membership.self, Query([.field("person", is: person), .state("held")], limit: 1_000)
            ).contains { $0.fields.waits(for: account.fields) }
        }
    }

    /// Makes the account of the network's first administrator; for setting up.
    /// - Throws: `Problems` for what was given; `Refusal.notNow` if there is an administrator.
    @discardableResult
    public func firstAdministrator(
        name: String, email: String, password: String, at now: Instant
    ) async throws -> RecordID {
        let administrators = try members(of: Tenant.commons).filter {
            $0.membership.role == Role.administrator.rawValue && !$0.isWaiting
        }
        guard administrators.isEmpty else {
            throw Refusal.notNow(Phrase("refusal.administrator_exists"))
        }
        let setup = Actor.system("setup")
        let person: RecordID
        if let joined = try self.person(email: email) {
            // Setting up was interrupted, or somebody joined before it: the password is the new one.
            if let problem = PasswordRules.problem(password, name: name, email: email) {
                throw Problems([problem])
            }
            try await keep(try await kept(password), for: joined, at: now)
            try await clearWays(of: joined, by: setup, at: now)
            try await vouch(for: joined, by: setup, at: now)
            person = joined
        } else {
            let input = try checked(name: name, email: email, password: password)
            person = try await join(input, kept: try await kept(password), by: setup, at: now)
        }
        // One that waited for the address to be confirmed holds by now.
        let holds = try members(of: Tenant.commons).contains {
            $0.membership.person == person && $0.membership.role == Role.administrator.rawValue
        }
        if !holds { try await grant(.administrator, in: Tenant.commons, to: person, by: setup, at: now) }
        return person
    }

    /// Makes accounts for a demonstration, all with one password, worked out once. Who has joined
    /// already stays as they are.
    /// - Returns: their ids, in the same order.
    /// - Throws: `Problems` for a name or an e-mail that is none.
    public func signUpDemo(
        people: [(name: String, email: String)], password: String, at now: Instant
    ) async throws -> [RecordID] {
        let kept = try await kept(password)
        var ids: [RecordID] = []
        for (name, email) in people {
            if let joined = try person(email: email) {
                ids.append(joined)
                continue
            }
            let input = try PeopleActions.signUp.kind.read(
                form: ["name": name, "email": email, "demo": "yes"])
            ids.append(try await join(input.values, kept: kept, by: .system("setup"), at: now))
        }
        return ids
    }
}
