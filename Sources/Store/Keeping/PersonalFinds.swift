// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What one store holds of a person: the records they are a party to, and those whose personal
/// fields have their e-mail address in them. Names are not looked for: others bear them.
struct PersonalFinds {
    let person: RecordID
    /// Their addresses, as they may be written.
    let emails: [String]

    /// One record of theirs.
    struct Find: Sendable {
        let table: RecordTable
        let id: String
        let state: State
        /// The personal fields in which any version has a value.
        let filled: [String]
        /// The law that keeps it; nil: none does.
        let kept: String?

        /// How an erasure names it.
        var json: JSON {
            [
                "record": .string(table.kind.key), "id": .string(id),
                "fields": .array(filled.map(JSON.string)),
            ]
        }
    }

    init(_ person: Stored<Person>) {
        self.person = person.id
        emails = Array(Set([person.fields.email, person.emailKey])).filter { !$0.isEmpty }.sorted()
    }

    func all(on connection: any Connection, _ tables: TableSet) throws -> [Find] {
        try tables.present(on: connection).flatMap { try finds(in: $0, on: connection) }
    }

    private func finds(in table: RecordTable, on connection: any Connection) throws -> [Find] {
        let personal = table.kind.fields.filter { $0.privacy == .personal }
        let (condition, arguments) = condition(table.kind, personal)
        guard !condition.isEmpty else { return [] }
        let ids = try connection.rows(
            "SELECT DISTINCT id FROM \(table.kind.table) WHERE \(condition) ORDER BY id", arguments)
        return try ids.compactMap { row in
            guard let id = row[0].text else { return nil }
            return try find(id, personal.map(\.name), in: table, on: connection)
        }
    }

    private func find(
        _ id: String, _ personal: [String], in table: RecordTable, on connection: any Connection
    ) throws -> Find? {
        let state = try connection.value(
            "SELECT state FROM \(table.kind.table) WHERE id = $1 AND until_at IS NULL", [.text(id)])
        guard let state = state?.text.map(State.init(rawValue:)) else { return nil }
        let filled = try personal.filter { field in
            try connection.value(
                "SELECT 1 FROM \(table.kind.table) WHERE id = $1 AND \(field) IS NOT NULL LIMIT 1",
                [.text(id)]) != nil
        }
        let law = table.kind.keptByLaw.flatMap { $0.states.contains(state) ? $0.reason : nil }
        return Find(table: table, id: id, state: state, filled: filled, kept: law)
    }

    private func condition(
        _ kind: RecordKind, _ personal: [FieldDescription]
    ) -> (String, [Value]) {
        var arguments: [Value] = []
        var parts: [String] = []
        func add(_ column: String, _ value: Value) {
            arguments.append(value)
            parts.append("\(column) = $\(arguments.count)")
        }
        for case .party(let field) in kind.readers { add(field, person.stored) }
        for field in personal {
            guard case .text = field.kind else { continue }
            for email in emails { add(field.name, .text(email)) }
        }
        return (parts.joined(separator: " OR "), arguments)
    }
}
