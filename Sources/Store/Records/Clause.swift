// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The condition of a query, as SQL whose every value is an argument and whose every column is
/// one the kind declares.
struct Clause {
    let kind: RecordKind
    private(set) var sql = ""
    private(set) var arguments: [Value] = []

    init(kind: RecordKind) { self.kind = kind }

    mutating func add(_ query: Query, scope: ListScope) throws {
        if let asOf = query.asOf {
            let low = place(asOf.stored)
            let high = place(asOf.stored)
            and("recorded_at <= \(low) AND (until_at IS NULL OR until_at > \(high))")
        } else {
            and("until_at IS NULL")
        }
        try add(scope)
        for filter in query.filters { try add(filter) }
        if let after = query.after { try add(after, query) }
    }

    /// The column of that name.
    /// - Throws: `Fault` for a name that is none: it never came from a request.
    func column(_ name: String) throws -> String {
        guard RecordKind.envelope.contains(name) || kind.field(name) != nil else {
            throw Fault("\(kind.key) has no column \(name)")
        }
        return name
    }

    /// The column as it is compared and ordered by.
    func key(_ column: String) -> String { key(column, like: column) }

    /// The column in an order. What has no value in a field comes before everything that has one.
    func order(_ name: String, descending: Bool) throws -> String {
        let key = key(try column(name))
        let way = descending ? "DESC" : "ASC"
        if RecordKind.envelope.contains(name) { return "\(key) \(way)" }
        return "\(key) \(way) NULLS \(descending ? "LAST" : "FIRST")"
    }

    /// Decimal numbers are kept exactly, as text, and compared as numbers.
    private func key(_ expression: String, like column: String) -> String {
        if case .decimal = kind.field(column)?.kind { return "CAST(\(expression) AS NUMERIC)" }
        return expression
    }

    private mutating func add(_ scope: ListScope) throws {
        switch scope {
        case .everything: break
        case .nothing: and("1 = 0")
        case .some(let ways):
            let any = try ways.map { way in
                try way.conditions.map { try condition($0) }.joined(separator: " AND ")
            }
            and("(\(any.map { "(\($0))" }.joined(separator: " OR ")))")
        }
    }

    private mutating func condition(_ condition: ListScope.Condition) throws -> String {
        switch condition {
        case .field(let name, let value): return "\(try column(name)) = \(place(value))"
        case .oneOf(let name, let values):
            let places = values.sorted().map { place(.text($0)) }.joined(separator: ", ")
            return values.isEmpty ? "1 = 0" : "\(try column(name)) IN (\(places))"
        case .outside(let states):
            let places = states.map(\.rawValue).sorted().map { place(.text($0)) }
            return "state NOT IN (\(places.joined(separator: ", ")))"
        }
    }

    private mutating func add(_ filter: Query.Filter) throws {
        let column = try column(filter.field)
        switch filter.comparison {
        case .equal where filter.value.isNull: and("\(column) IS NULL")
        case .notEqual where filter.value.isNull: and("\(column) IS NOT NULL")
        case .equal: and("\(column) = \(place(filter.value))")
        case .notEqual: and("(\(column) <> \(place(filter.value)) OR \(column) IS NULL)")
        case .atLeast: and("\(key(column)) >= \(key(place(filter.value), like: column))")
        case .atMost: and("\(key(column)) <= \(key(place(filter.value), like: column))")
        case .oneOf(let values):
            let places = values.map { place($0) }.joined(separator: ", ")
            and(values.isEmpty ? "1 = 0" : "\(column) IN (\(places))")
        case .includes:
            // Names of choices have no blanks, and their only sign that means something is `_`.
            let name = (filter.value.text ?? "").replacing("_", with: "\\_")
            and("(' ' || \(column) || ' ') LIKE \(place(.text("% \(name) %"))) ESCAPE '\\'")
        }
    }

    /// After a place in the order. No value sorts before every value, whatever the engine would do.
    private mutating func add(_ cursor: Query.Cursor, _ query: Query) throws {
        let sign = query.descending ? "<" : ">"
        if query.order == "id" {
            and("id \(sign) \(place(.text(cursor.id)))")
            return
        }
        let column = try column(query.order)
        if cursor.value.isNull {
            let id = place(.text(cursor.id))
            let rest = query.descending ? "" : " OR \(column) IS NOT NULL"
            and("((\(column) IS NULL AND id \(sign) \(id))\(rest))")
        } else {
            let beyond = key(place(cursor.value), like: column)
            let same = key(place(cursor.value), like: column)
            let id = place(.text(cursor.id))
            let nulls = query.descending ? " OR \(column) IS NULL" : ""
            let key = key(column)
            and("(\(key) \(sign) \(beyond) OR (\(key) = \(same) AND id \(sign) \(id))\(nulls))")
        }
    }

    private mutating func place(_ value: Value) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }

    private mutating func and(_ condition: String) {
        sql += sql.isEmpty ? condition : " AND \(condition)"
    }
}
