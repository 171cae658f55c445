// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Somebody who may be written to, as what is written depends on them.
public struct Addressee: Sendable {
    let account: Stored<Person>
    /// The language they are written to in.
    public let language: Language
    /// Whether mail reaches them, and they have not said that they want none.
    public let takesMail: Bool
    /// Whether they work for some tenant of the network now, and so read what its members read.
    public let isMember: Bool

    /// As whom they read what is published.
    public var audience: PublishedKind.Audience { isMember ? .members : .everyone }
}

extension Accounts {
    /// What is to be known of many people who are written to, by their ids; those without an account
    /// are left out. Asked in three questions, however many they are.
    public func addressees(
        _ people: [RecordID], at now: Instant
    ) throws -> [RecordID: Addressee] {
        if people.isEmpty { return [:] }
        let ids = Set(people).sorted()
        let wanted = ids.map(\.stored)
        let (accounts, held) = try network.commons.read(as: .system("accounts")) { reader in
            (
                try reader.list(
                    Person.self,
                    Query([.init("id", .oneOf(wanted)), .state("active")], limit: ids.count)),
                try reader.list(
                    Membership.self,
                    Query([.init("person", .oneOf(wanted)), .state("held")], limit: 1_000 * ids.count))
            )
        }
        let places = (1...wanted.count).map { "$\($0)" }.joined(separator: ", ")
        let bounced = try network.commons.database.read {
            try $0.rows("SELECT person FROM bounce WHERE person IN (\(places))", wanted)
        }
        let unreached = Set(bounced.compactMap { RecordID(stored: $0[0]) })
        let roles = Dictionary(grouping: held, by: \.person)
        let found = try accounts.map { account in
            let isMember = try (roles[account.id] ?? []).contains { try isStaff($0, account, now) }
            return Addressee(
                account: account, language: account.tongue,
                takesMail: account.isConfirmed && account.mailChoice != .never
                    && !unreached.contains(account.id),
                isMember: isMember)
        }
        return Dictionary(found.map { ($0.account.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// Whether somebody works for a tenant by a role they were given.
    private func isStaff(
        _ membership: Stored<Membership>, _ account: Stored<Person>, _ now: Instant
    ) throws -> Bool {
        guard Role.staff.contains(Role(rawValue: membership.role)),
            !membership.fields.waits(for: account.fields), let zone = try zone(of: membership.tenant)
        else { return false }
        return membership.fields.isHeld(on: zone.day(at: now))
    }
}
