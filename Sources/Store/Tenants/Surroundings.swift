// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What an act on one store may know of the network around it: read from the commons as it was
/// last committed, and never written.
struct Surroundings: Sendable {
    let network: @Sendable () -> Network?

    /// The roles a person holds at a tenant on a day.
    func roles(of person: RecordID, at slug: String, on day: Day) throws -> Set<Role> {
        guard let commons = network()?.commons else { return [] }
        return try commons.read(as: .system("roles")) { reader in
            let held = try reader.list(
                Membership.self,
                Query([
                    .field("person", is: person), .field("tenant", is: slug), .state("held"),
                ])
            ).filter { $0.fields.isHeld(on: day) }
            if held.isEmpty { return [] }
            let holder = try reader.find(Person.self, person)?.fields
            return Set(held.filter { !$0.fields.waits(for: holder) }.map { Role(rawValue: $0.role) })
        }
    }

    /// Who holds a role at a tenant on a day, each once.
    func people(with role: Role, at slug: String, on day: Day) throws -> [RecordID] {
        guard let commons = network()?.commons else { return [] }
        return try commons.read(as: .system("roles")) { reader in
            let held = try reader.list(
                Membership.self,
                Query(
                    [
                        .field("tenant", is: slug), .field("role", is: role.rawValue), .state("held"),
                    ], limit: 1_000)
            ).filter { $0.fields.isHeld(on: day) }
            var seen = Set<RecordID>()
            return try held.filter { try !$0.fields.waits(for: reader.find(Person.self, $0.person)?.fields) }
                .map(\.person).filter { seen.insert($0).inserted }
        }
    }

    /// Whether people are also told by mail what they are told.
    var mailsNotices: Bool { network()?.mailsNotices ?? false }

    /// What a tenant has published of a record, for whomever.
    func published(_ record: RecordID, by slug: String) throws -> Publication? {
        try network()?.register(for: .members).item(tenant: slug, record: record)?.publication
    }

    /// Whether there is such a tenant and a system is switched on for it.
    func hasTakenUp(_ system: String, at slug: String) throws -> Bool {
        try network()?.find(slug)?.systems.contains(system) ?? false
    }
}
