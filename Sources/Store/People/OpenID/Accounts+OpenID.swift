// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Where signing in with a provider led.
public struct OpenIDArrival: Sendable {
    /// The secret of a session that has begun; nil: an account was linked in one.
    public let session: String?
    /// Where they were going.
    public let next: String
}

extension Accounts {
    /// Begins to sign in with a provider.
    /// - Parameters:
    ///   - browser: a secret only this browser holds, in a cookie.
    ///   - next: where they go on afterwards, in this site.
    ///   - person: whose account is to be linked; nil: somebody signs in.
    ///   - returnAddress: the whole address the provider sends them back to.
    /// - Returns: the address at the provider to send them to.
    /// - Throws: `OpenIDFailure`; `Refusal.notFound` for no such provider; `Refusal.tooMany`.
    public func leave(
        for name: String, browser: String, next: String, linking person: RecordID? = nil,
        returnAddress: String, peer: String = "", at now: Instant
    ) async throws -> String {
        guard let provider = policy.provider(name), let openID else { throw Refusal.notFound }
        try await limits.take(Attempt([(.leavingByPeer, Peer.key(peer))]), at: now)
        do {
            return try await openID.begin(
                with: provider, browser: browser, next: next, person: person,
                returnAddress: returnAddress, at: now)
        } catch {
            throw OpenIDFailure(.unusable, provider, "\(error)")
        }
    }

    /// Takes up whoever comes back from a provider: signs them in, after their account was found
    /// or made and their roles are as the provider says.
    /// - Parameter current: the person signed in in this browser now, if any.
    /// - Throws: `OpenIDFailure`; `Refusal.notFound` for no such provider.
    public func arrive(
        from name: String, answer: OpenIDAnswer, browser: String?, current: RecordID? = nil,
        returnAddress: String, at now: Instant
    ) async throws -> OpenIDArrival {
        guard let provider = policy.provider(name), let openID else { throw Refusal.notFound }
        let arrival = try await openID.finish(
            with: provider, answer: answer, browser: browser, returnAddress: returnAddress, at: now)
        if let owner = arrival.pending.person {
            // Whoever began it must still be the one who is signed in.
            guard owner == current else {
                throw OpenIDFailure(.expired, provider, "another person is signed in")
            }
            try await link(arrival, provider, to: owner, at: now)
            try await settleRoles(
                of: owner, provider.places(of: arrival.claims), by: provider.name, at: now)
            return OpenIDArrival(session: nil, next: arrival.pending.next)
        }
        let person = try await person(arrival, provider, at: now)
        guard try account(of: person) != nil else {
            throw OpenIDFailure(.closed, provider, "the account is closed")
        }
        try await settleRoles(
            of: person, provider.places(of: arrival.claims), by: provider.name, at: now)
        let session = try await begin(
            Sessions.Beginning(person, .provider(provider.name), idToken: arrival.idToken), at: now)
        return OpenIDArrival(session: session, next: arrival.pending.next)
    }

    /// Where somebody whose session has ended signs out at their provider, too; nil if it offers no
    /// such place or cannot be asked.
    public func signOutAddress(
        _ session: ProviderSession, returnAddress: String, at now: Instant
    ) async -> String? {
        try? await openID?.signOutAddress(session, returnAddress: returnAddress, at: now)
    }

    /// The providers a person's account is linked with.
    public func identities(of person: RecordID) throws -> [Stored<Identity>] {
        try network.commons.read(as: Actor(.person(person))) { reader in
            try reader.list(
                Identity.self,
                Query([.field("person", is: person), .state("linked")], limit: 100))
        }
    }

    /// Unlinks one of a person's own accounts at a provider.
    /// - Throws: `Refusal.notFound` if it is not theirs; `Refusal.notNow` if they would have no way
    ///   left to sign in.
    public func unlink(_ id: RecordID, of person: RecordID, at now: Instant) async throws {
        guard try hasPassword(person) else {
            throw Refusal.notNow(Phrase("refusal.last_way_in"))
        }
        let unlinked = try await network.commons.perform(
            ActionCall(ProviderActions.unlink.kind, by: Actor(.person(person)), on: id), at: now)
        // Nor does anything hold by its word any more.
        let provider = Stored<Identity>(unlinked.row).provider
        try await settleRoles(of: person, [], by: provider, at: now)
    }

    /// Whether a person has a password here.
    public func hasPassword(_ person: RecordID) throws -> Bool {
        try network.commons.database.read {
            try $0.value("SELECT person FROM secret WHERE person = $1", [person.stored]) != nil
        }
    }

    /// The person a provider speaks of: linked before, or by their e-mail address, or new.
    private func person(
        _ arrival: OpenIDFlow.Arrival, _ provider: OpenIDProvider, at now: Instant
    ) async throws -> RecordID {
        if let linked = try linked(arrival.subject, provider) {
            try await noteConfirmed(arrival, provider, of: linked, at: now)
            return linked
        }
        guard let email = arrival.claims["email"]?.asString, Person.isEmail(email) else {
            throw OpenIDFailure(.noEmail, provider, "no e-mail address was given")
        }
        if let known = try person(email: email) {
            guard Self.isVerified(arrival, provider) else {
                // The same person may have come in by another window since.
                if let linked = try linked(arrival.subject, provider) { return linked }
                throw OpenIDFailure(.emailTaken, provider, "the address has an account")
            }
            try await leaveToOwner(known, by: ProviderActions.actor, at: now)
            try await link(arrival, provider, to: known, at: now)
            return known
        }
        guard provider.createsAccounts else {
            throw OpenIDFailure(.unknown, provider, "nobody here is known by it")
        }
        let action = ProviderActions.join.kind
        let input = try action.read(form: [
            "name": Self.name(arrival.claims, email: email), "email": email,
            "provider": provider.name, "issuer": provider.issuer, "subject": arrival.subject,
            "verified": Self.isVerified(arrival, provider) ? "yes" : "no",
        ])
        do {
            let id = try await network.commons.perform(
                ActionCall(action, by: ProviderActions.actor, input: input.values, given: input.given),
                at: now
            ).row.id
            if network.mailsNotices, !Self.isVerified(arrival, provider) {
                try await network.commons.queue(
                    Job("mail.confirm", ["person": .string(id.text)]), at: now)
            }
            return id
        } catch is Problems {
            // Somebody was quicker: the same person in another window, or another address's owner.
            if let linked = try linked(arrival.subject, provider) { return linked }
            throw OpenIDFailure(.emailTaken, provider, "the address was taken meanwhile")
        }
    }

    /// Whether an address is taken to be theirs because the provider says so.
    private static func isVerified(_ arrival: OpenIDFlow.Arrival, _ provider: OpenIDProvider) -> Bool {
        provider.trustsEmail && arrival.claims["email_verified"]?.asBool ?? false
    }

    /// Whoever comes by a provider that vouches for the very address of their account has it.
    private func noteConfirmed(
        _ arrival: OpenIDFlow.Arrival, _ provider: OpenIDProvider, of person: RecordID, at now: Instant
    ) async throws {
        guard Self.isVerified(arrival, provider), let email = arrival.claims["email"]?.asString,
            let account = try account(of: person), !account.isConfirmed,
            Person.key(email) == account.emailKey
        else { return }
        try await vouch(for: person, by: ProviderActions.actor, at: now)
    }

    private static func name(_ claims: JSON, email: String) -> String {
        let parts = ["given_name", "family_name"].compactMap { claims[$0]?.asString }
        let name = claims["name"]?.asString ?? parts.joined(separator: " ")
        let plain = name.allSatisfy(\.isWhitespace) ? String(email.prefix { $0 != "@" }) : name
        return String(plain.prefix(120))
    }

    private func linked(_ subject: String, _ provider: OpenIDProvider) throws -> RecordID? {
        try network.commons.read(as: .system("accounts")) { reader in
            try reader.list(Identity.self, Identity.query(provider.issuer, subject)).first?.person
        }
    }

    private func link(
        _ arrival: OpenIDFlow.Arrival, _ provider: OpenIDProvider, to person: RecordID,
        at now: Instant
    ) async throws {
        if let linked = try linked(arrival.subject, provider) {
            if linked == person { return }
            throw OpenIDFailure(.linkedElsewhere, provider, "it is linked with another account")
        }
        let action = ProviderActions.link.kind
        let input = try action.read(form: [
            "person": person.text, "provider": provider.name, "issuer": provider.issuer,
            "subject": arrival.subject,
        ])
        do {
            _ = try await network.commons.perform(
                ActionCall(action, by: ProviderActions.actor, input: input.values, given: input.given),
                at: now)
        } catch is Problems {
            guard try linked(arrival.subject, provider) == person else {
                throw OpenIDFailure(.linkedElsewhere, provider, "it was linked meanwhile")
            }
        }
    }

    /// Grants and ends roles so that those by this provider's word are what it says now. Those that
    /// somebody granted here stay.
    private func settleRoles(
        of person: RecordID, _ claimed: Set<OpenIDProvider.Place>, by provider: String,
        at now: Instant
    ) async throws {
        let held = try network.commons.read(as: .system("accounts")) { reader in
            try reader.list(
                Membership.self,
                Query([.field("person", is: person), .state("held")], limit: 1_000))
        }
        func place(_ membership: Stored<Membership>) -> OpenIDProvider.Place {
            OpenIDProvider.Place(membership.tenant, Role(rawValue: membership.role))
        }
        for membership in held
        where membership.source == provider && !claimed.contains(place(membership)) {
            let end = ActionCall(
                ProviderActions.endRole.kind, by: ProviderActions.actor, on: membership.id)
            await tryRole(provider) { _ = try await self.network.commons.perform(end, at: now) }
        }
        // One whose last day is over may be given anew; the store knows which day it is there.
        let current = Set(held.filter { $0.until == nil }.map(place))
        for place in claimed.subtracting(current).sorted(by: {
            ($0.tenant, $0.role.rawValue) < ($1.tenant, $1.role.rawValue)
        }) {
            let action = ProviderActions.grantRole.kind
            await tryRole(provider) {
                let input = try action.read(form: [
                    "person": person.text, "tenant": place.tenant, "role": place.role.rawValue,
                    "source": provider,
                ])
                _ = try await self.network.commons.perform(
                    ActionCall(
                        action, by: ProviderActions.actor, input: input.values, given: input.given),
                    at: now)
            }
        }
    }

    /// A role that cannot be granted or ended — a tenant there is none of, the operator's last
    /// administrator — keeps nobody from signing in.
    private func tryRole(
        _ provider: String, _ change: () async throws -> Void
    ) async {
        do { try await change() } catch {
            network.logger.warning("a role by claim was left as it is", metadata: [
                "provider": "\(provider)", "reason": "\(error)",
            ])
        }
    }
}
