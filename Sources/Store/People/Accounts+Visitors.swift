// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

extension Accounts {
    /// Who holds a session; nil if nobody does any more.
    public func visitor(session secret: String, at now: Instant) throws -> Visitor? {
        guard secret.utf8.count == 64 else { return nil }
        return try visitor(Secret.digest(secret), at: now) { digest, connection in
            try self.sessionHolder(digest, at: now, on: connection)
        }
    }

    /// Whom a token acts for; nil if it is none, or has ended.
    public func visitor(token secret: String, at now: Instant) throws -> Visitor? {
        guard secret.utf8.count == Self.tokenLength, secret.hasPrefix(Self.tokenPrefix) else {
            return nil
        }
        return try visitor(Secret.digest(secret), at: now) { digest, connection in
            try self.tokenHolder(digest, at: now, on: connection)
        }
    }

    /// Asked at every request, so what was read is kept at hand for a moment.
    private func visitor(
        _ digest: String, at now: Instant,
        read: (String, any Connection) throws -> KnownVisitors.Found?
    ) throws -> Visitor? {
        let edition = network.commons.networkActions.load(ordering: .acquiring)
        if let visitor = known.find(digest, at: now, edition: edition) { return visitor }
        let ticket = known.ticket()
        let found = try network.commons.database.read { try read(digest, $0) }
        guard let found, now < found.endsAt else { return nil }
        known.keep(found, under: digest, ticket: ticket, at: now, edition: edition)
        return found.visitor
    }

    private func sessionHolder(
        _ digest: String, at now: Instant, on connection: any Connection
    ) throws -> KnownVisitors.Found? {
        guard let session = try sessions.find(digest, on: connection),
            let person = try activePerson(session.person, on: connection)
        else { return nil }
        let held = try roles(of: session.person, at: now, on: connection)
        // Where a second factor is asked of staff, a session that began without gives no role.
        let isWeak = policy.secondFactor == .staff && !held.isEmpty && !session.way.hasSecondFactor
        let visitor = Visitor(
            person: session.person, name: person.name, roles: isWeak ? [:] : held,
            csrf: session.csrf, needsSecondFactor: isWeak)
        return KnownVisitors.Found(
            visitor: visitor, endsAt: session.endsAt, usedAt: session.usedAt)
    }

    private func tokenHolder(
        _ digest: String, at now: Instant, on connection: any Connection
    ) throws -> KnownVisitors.Found? {
        let rows = try network.commons.tables[Token.kind].list(
            Query([.field("digest", is: digest), .state("active")], limit: 1), on: connection)
        guard let token = rows.first.map(Stored<Token>.init),
            let person = try activePerson(token.person, on: connection),
            let zone = try zone(of: token.tenant)
        else { return nil }
        let all = try roles(of: token.person, at: now, on: connection)
        let visitor = Visitor(
            person: token.person, name: person.name,
            roles: all.filter { $0.key == token.tenant },
            token: Visitor.TokenLimits(
                tenant: token.tenant,
                scopes: Set(token.scopes.split(separator: " ").map(String.init))))
        let endsAt = token.expiresOn.map { zone.start(of: $0.next) } ?? .last
        return KnownVisitors.Found(visitor: visitor, endsAt: endsAt)
    }

    private func activePerson(
        _ id: RecordID, on connection: any Connection
    ) throws -> Stored<Person>? {
        let row = try network.commons.tables[Person.kind].find(id, asOf: nil, on: connection)
        return row.flatMap { $0.state == "active" ? Stored<Person>($0) : nil }
    }

    /// The roles a person holds now, each by the day it is at its tenant. Those that wait for their
    /// address to be confirmed are not among them.
    func roles(
        of person: RecordID, at now: Instant, on connection: any Connection
    ) throws -> [String: Set<Role>] {
        let rows = try network.commons.tables[Membership.kind].list(
            Query([.field("person", is: person), .state("held")], limit: 1_000), on: connection)
        if rows.isEmpty { return [:] }
        let holder = try activePerson(person, on: connection)?.fields
        var roles: [String: Set<Role>] = [:]
        for membership in rows.map(Stored<Membership>.init) {
            guard !membership.fields.waits(for: holder), let zone = try zone(of: membership.tenant),
                membership.fields.isHeld(on: zone.day(at: now))
            else { continue }
            roles[membership.tenant, default: []].insert(Role(rawValue: membership.role))
        }
        return roles
    }

    /// The zone a tenant's days begin in; nil if there is no such tenant.
    func zone(of slug: String) throws -> Zone? {
        guard let tenant = try network.find(slug) else { return nil }
        return network.law.calendar(of: tenant.jurisdiction).jurisdiction.zone
    }
}
