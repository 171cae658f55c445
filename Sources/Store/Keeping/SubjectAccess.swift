// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Everything the network holds of one person, for them to read (Article 15 of the GDPR): their
/// account and roles, what they were told, their records at every tenant, and what they did.
public struct SubjectAccess: Sendable {
    private let network: Network
    private let person: Stored<Person>

    /// - Throws: `Refusal.notFound` for no such person.
    public init(_ person: RecordID, in network: Network) throws {
        self.network = network
        let found = try network.commons.read(as: .system("export")) {
            try $0.find(Person.self, person)
        }
        guard let found else { throw Refusal.notFound }
        self.person = found
    }

    /// All of it.
    public func json() throws -> JSON {
        let slugs = try network.tenants().map(\.slug) + [Tenant.commons]
        return [
            "person": [
                "id": .string(person.id.text), "name": .string(person.name),
                "email": .string(person.email), "state": .string(person.state.rawValue),
            ],
            "made_at": .string(network.now().description), "sessions": try sessions(),
            "tenants": .array(try slugs.compactMap { try tenant($0) }),
        ]
    }

    private func sessions() throws -> JSON {
        let rows = try network.commons.database.read {
            try $0.rows(
                "SELECT began_at, expires_at, used_at FROM session WHERE person = $1 ORDER BY began_at",
                [person.id.stored])
        }
        return .array(rows.map {
            ["began": $0[0].plainJSON, "ends": $0[1].plainJSON, "used": $0[2].plainJSON]
        })
    }

    /// What one store holds; nil if it is nothing.
    private func tenant(_ slug: String) throws -> JSON? {
        let store = try network.tenant(slug)
        return try store.database.read { connection in
            let finds = try PersonalFinds(person).all(on: connection, store.tables)
            let records = try finds.map { try record($0, connection) }
            let acts = try connection.rows(
                "SELECT at, action, record, record_id FROM journal WHERE actor = $1 ORDER BY seq",
                [.text(person.id.text)])
            let told = try connection.rows(
                "SELECT at, phrase, path FROM notice WHERE person = $1 ORDER BY at", [person.id.stored])
            let mail = try connection.rows(
                "SELECT at, template, state, content FROM mail WHERE person = $1 ORDER BY at",
                [person.id.stored])
            if records.isEmpty, acts.isEmpty, told.isEmpty, mail.isEmpty { return nil }
            return [
                "tenant": .string(slug), "name": .string(store.tenant.name),
                "records": .array(records),
                "acts": Self.list(acts, ["at", "action", "record", "id"]),
                "notices": Self.list(told, ["at", "text", "path"]),
                "mail": Self.list(mail, ["at", "template", "state", "content"]),
            ]
        }
    }

    private func record(_ find: PersonalFinds.Find, _ connection: any Connection) throws -> JSON {
        let id = RecordID(find.id)
        let versions = try id.map { try find.table.versions(of: $0, on: connection) } ?? []
        var fields = JSONObject()
        let now = versions.last
        for field in find.table.kind.fields {
            guard let value = now?[field.name], !value.isNull else { continue }
            fields[field.name] = value.plainJSON
        }
        return [
            "record": .string(find.table.kind.key), "id": .string(find.id),
            "state": .string(find.state.rawValue), "versions": .integer(versions.count),
            "since": .optional(versions.first?.recordedAt.description),
            "kept_by_law": .optional(find.kept), "fields": .object(fields),
        ]
    }

    private static func list(_ rows: [[Value]], _ names: [String]) -> JSON {
        .array(rows.map { row in
            .object(JSONObject(zip(names, row).map { ($0, $1.plainJSON) }))
        })
    }
}
