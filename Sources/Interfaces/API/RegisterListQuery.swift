// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// How the register is asked for in the API: what every kind has, and the columns of one.
struct RegisterListQuery {
    /// Nil: every kind.
    let kind: PublishedKind?

    private static let limits = 1...1_000
    private static let usualLimit = 50
    private static let statusesMax = 20
    private static let textMax = 200

    var parameters: [APIParameter] {
        let text = APISchema.text(max: Self.textMax)
        let columns = (kind?.columnNames ?? []).flatMap { column in
            [("", "is"), ("-from", "from"), ("-until", "until")].map { suffix, key in
                APIParameter(column + suffix, text) {
                    $0("api.parameter.\(key)", ["label": column])
                }
            }
        }
        return [
            APIParameter("q", text) { $0("api.register.q") },
            APIParameter("tenant", APISchema.slug) { $0("api.register.tenant") },
            APIParameter("status", APISchema.array(text, max: Self.statusesMax)) {
                $0("api.register.status")
            },
            APIParameter("from", APISchema.day) { $0("api.register.from") },
            APIParameter("until", APISchema.day) { $0("api.register.until") },
            APIParameter("bbox", ["type": "string", "pattern": Self.box]) {
                $0("api.register.bbox")
            },
        ] + columns + [
            APIParameter("order", APISchema.choice(RegisterQuery.Order.allCases.map(\.rawValue))) {
                $0("api.register.order")
            },
            APIParameter("count", ["type": "boolean"]) { $0("api.register.count") },
            .limit(Self.limits, Self.usualLimit),
            APIParameter("cursor", ["type": "string", "pattern": "^[A-Za-z0-9_-]{16,120}$"]) {
                $0("api.register.cursor")
            }, .asOf, .ifNoneMatch,
        ]
    }

    /// - Throws: `Problems`, all of them.
    func read(_ request: Request) throws -> RegisterQuery {
        let names = parameters.filter { $0.place == .query }.map(\.name)
        var reader = QueryReader(request, names, lists: ["status"])
        var query = RegisterQuery(kind: kind?.name)
        query.text = reader.text("q", max: Self.textMax)
        query.tenant = reader.text("tenant")
        if let tenant = query.tenant, !Tenant.isSlug(tenant) { reader.add("tenant", "not_a_slug") }
        query.statuses = reader.list("status")
        if query.statuses.count > Self.statusesMax {
            reader.add("status", "out_of_range", ["min": "0", "max": "\(Self.statusesMax)"])
        }
        for status in query.statuses
        where status.allSatisfy(\.isWhitespace) || status.unicodeScalars.count > Self.textMax {
            reader.add("status", "not_a_choice")
        }
        query.from = reader.day("from")
        query.until = reader.day("until")
        query.bounds = reader.bounds("bbox")
        for column in kind?.columns ?? [] { add(column, &reader, to: &query) }
        query.order =
            reader.choice("order", of: RegisterQuery.Order.allCases.map(\.rawValue))
            .flatMap(RegisterQuery.Order.init(rawValue:)) ?? .day
        query.isCounted = reader.flag("count") ?? false
        query.limit = reader.integer("limit", in: Self.limits) ?? Self.usualLimit
        query.cursor = reader.text("cursor")
        query.asOf = reader.moment("asOf")
        try reader.check()
        return query
    }

    /// A column holds texts or whole numbers; which of them is not declared, so what looks like a
    /// number is sought as either.
    private func add(
        _ column: PublishedColumn, _ reader: inout QueryReader, to query: inout RegisterQuery
    ) {
        let name = column.name
        if let value = value(name, column.sort, &reader) {
            query.conditions.append(.any(name, of: [value]))
        }
        if let value = value("\(name)-from", column.sort, &reader) {
            query.conditions.append(.init(column: name, comparison: .atLeast, values: [value]))
        }
        if let value = value("\(name)-until", column.sort, &reader) {
            query.conditions.append(.init(column: name, comparison: .atMost, values: [value]))
        }
    }

    /// What is asked of a column, as it is kept there.
    private func value(
        _ parameter: String, _ sort: PublishedColumn.Sort, _ reader: inout QueryReader
    ) -> Value? {
        guard let text = reader.text(parameter, max: Self.textMax) else { return nil }
        let value: Value? =
            switch sort {
            case .text: .text(text)
            case .integer: Int64(text).map(Value.integer)
            case .real: Double(text).flatMap { $0.isFinite ? .real($0) : nil }
            }
        if value == nil { reader.add(parameter, "not_a_number") }
        return value
    }

    /// Four numbers; that they lie on the earth, and the right way round, is told apart.
    private static let box: JSON = .string(
        "^-?[0-9]{1,3}(\\.[0-9]{1,9})?(,-?[0-9]{1,3}(\\.[0-9]{1,9})?){3}$")
}

extension APISchema {
    /// The short name of a tenant.
    static let slug: JSON = [
        "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 63,
    ]
}
