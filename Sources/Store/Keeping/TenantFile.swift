// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What the network knows of a tenant beside its store: its entry in the registry, and who the
/// people are that its journal and its records name by id. `tenant.json` in an export.
struct TenantFile {
    static let name = "tenant.json"

    /// A person as others call them; nothing they sign in with.
    struct Known: Sendable {
        let id: RecordID
        let name: String
        let roles: [JSON]
    }

    let tenant: Tenant
    let people: [Known]
    /// The address of the network it is exported from.
    let address: String?

    /// - Throws: `Fault` if the commons cannot be read.
    init(of store: TenantStore, in network: Network, at address: String?) throws {
        self.address = address
        tenant = store.tenant
        let named = try store.database.read { try store.people(on: $0) }
        people = try network.commons.read(as: .system("export")) { reader in
            let members = try reader.list(
                Membership.self,
                Query([.field("tenant", is: store.tenant.slug)], limit: 1_000_000))
            let roles = Dictionary(grouping: members, by: \.fields.person)
            return try named.union(roles.keys).sorted { $0.text < $1.text }.compactMap { id in
                try reader.find(Person.self, id).map { person in
                    Known(id: id, name: person.name, roles: (roles[id] ?? []).map(Self.role))
                }
            }
        }
    }

    private static func role(_ held: Stored<Membership>) -> JSON {
        [
            "role": .string(held.role), "state": .string(held.state.rawValue),
            "from": .optional(held.fields.from?.description),
            "until": .optional(held.fields.until?.description),
        ]
    }

    var json: JSON {
        var entry = JSONObject()
        let fields = TenantEntry(tenant)
        for field in TenantEntry.fields.map(\.description) {
            entry[field.name] = fields.values[field.name]?.plainJSON ?? .null
        }
        return [
            "tenant": .object(entry), "network": .optional(address),
            "people": .array(people.map { person in
                [
                    "id": .string(person.id.text), "name": .string(person.name),
                    "roles": .array(person.roles),
                ]
            }),
        ]
    }

    /// - Throws: `Fault` if it is not there or not readable.
    init(reading folder: String) throws {
        let path = "\(folder)/\(Self.name)"
        guard let bytes = FileManager.default.contents(atPath: path),
            let json = try? JSON(parsing: Array(bytes)), let entry = json["tenant"]?.asObject,
            let people = json["people"]?.asArray
        else { throw Fault("\(path) is not readable") }
        var values = Values()
        for (name, value) in entry { values[name] = Value(plain: value) }
        tenant = TenantEntry(values: values).tenant
        address = json["network"]?.asString.flatMap { Self.isAddress($0) ? $0 : nil }
        self.people = people.compactMap { person in
            guard let id = person["id"]?.asString.flatMap({ RecordID($0) }),
                let name = person["name"]?.asString
            else { return nil }
            return Known(id: id, name: name, roles: person["roles"]?.asArray ?? [])
        }
    }

    /// As a commons says it of one of its tenants, and without people: it has them itself.
    init?(of slug: String, inCommons copy: any Connection) throws {
        let names = TenantEntry.fields.map(\.description.name)
        let row = try copy.rows(
            "SELECT \(names.joined(separator: ", ")) FROM \(TenantEntry.kind.table) "
                + "WHERE until_at IS NULL AND state = 'open' AND slug = $1", [.text(slug)]
        ).first
        guard let row else { return nil }
        var values = Values()
        for (name, value) in zip(names, row) { values[name] = value }
        tenant = TenantEntry(values: values).tenant
        people = []
        address = nil
    }

    /// What comes with a copy is followed only if it is a plain address.
    private static func isAddress(_ text: String) -> Bool {
        text.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\-]+(:[0-9]{1,5})?/) != nil
    }
}

extension TenantStore {
    /// Everybody whom the journal or a record names by id.
    func people(on connection: any Connection) throws -> Set<RecordID> {
        var people = Set<RecordID>()
        func add(_ rows: [[Value]]) {
            for row in rows { if let id = RecordID(stored: row[0]) { people.insert(id) } }
        }
        add(try connection.rows("SELECT DISTINCT actor FROM journal"))
        for table in try tables.present(on: connection) {
            for field in table.kind.fields where field.kind == .person {
                add(
                    try connection.rows(
                        "SELECT DISTINCT \(field.name) FROM \(table.kind.table) "
                            + "WHERE \(field.name) IS NOT NULL"))
            }
        }
        return people
    }
}
