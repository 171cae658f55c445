// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// How a list in the API is narrowed, ordered and paged: the filters its kind declares (`FIELD=`,
/// and for what has an order `FIELD-from=` and `FIELD-until=`), `state=`, `order=`, `limit=`,
/// `after=` and `asOf=`.
struct RecordListQuery {
    let kind: RecordKind

    static let limits = 1...500
    static let usualLimit = 50

    private var filters: [FieldDescription] {
        kind.list.filters.compactMap(kind.field).filter { $0.querySchema != [:] }
    }

    /// What it may be ordered by: what the store keeps an index on.
    private var orders: [String] {
        var orders: [String] = []
        for name in [kind.list.order, "id"] + kind.indexes.compactMap(\.first)
        where !orders.contains(name) && name != "state" { orders.append(name) }
        return orders
    }

    private var hasStates: Bool { !kind.states.isEmpty }

    var parameters: [APIParameter] {
        var all: [APIParameter] = []
        for field in filters {
            for (suffix, key) in Self.places(of: field) {
                all.append(
                    APIParameter(field.name + suffix, field.querySchema) { ui in
                        ui(key, ["label": FieldWords(ui, kind: kind).label(field.name)])
                    })
            }
        }
        if hasStates {
            let states = APISchema.choice(kind.states.map(\.rawValue))
            all.append(
                APIParameter("state", APISchema.array(states)) { $0("api.parameter.state") })
        }
        let orders = APISchema.choice(orders.flatMap { [$0, "-\($0)"] })
        return all + [
            APIParameter("order", orders) { $0("api.parameter.order") },
            .limit(Self.limits, Self.usualLimit),
            APIParameter("after", Self.place) { $0("api.parameter.after") }, .asOf,
        ]
    }

    /// A place in a list: the id and the value of what it is ordered by, as `Query.Cursor` has it.
    private static let place: JSON = [
        "type": "string", "maxLength": 600,
        "pattern": .string(
            "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
                + "~(n|i-?[0-9]{1,18}|t.*)$"),
    ]

    private static func places(of field: FieldDescription) -> [(String, String)] {
        switch field.kind {
        case .day, .instant, .integer, .money:
            [
                ("", "api.parameter.is"), ("-from", "api.parameter.from"),
                ("-until", "api.parameter.until"),
            ]
        default: [("", "api.parameter.is")]
        }
    }

    /// - Throws: `Problems`, all of them.
    func read(_ context: APIContext) throws -> Query {
        var reader = QueryReader(context.request, parameters.map(\.name), lists: ["state"])
        var query = Query()
        for field in filters {
            for (suffix, _) in Self.places(of: field) {
                let name = field.name + suffix
                guard let value = reader.value(field, name) else { continue }
                if !context.seesEverywhere(field.name) {
                    reader.add(name, "unknown", ["name": name])
                }
                let comparison: Query.Filter.Comparison =
                    suffix.isEmpty ? field.comparison : suffix == "-from" ? .atLeast : .atMost
                query.filters.append(Query.Filter(field.name, comparison, value))
            }
        }
        let states = reader.list("state")
        if !states.isEmpty {
            let known = kind.states.map(\.rawValue)
            if !Set(known).isSuperset(of: states) {
                reader.add("state", "not_a_choice", ["choices": known.joined(separator: ", ")])
            }
            query.filters.append(.state(in: states))
        }
        (query.order, query.descending) = order(&reader, context)
        query.limit = reader.integer("limit", in: Self.limits) ?? Self.usualLimit
        query.asOf = reader.moment("asOf")
        if let text = reader.text("after") {
            query.after = Query.Cursor(text: text)
            if query.after == nil { reader.add("after", "not_a_cursor") }
        }
        try reader.check()
        return query
    }

    private func order(_ reader: inout QueryReader, _ context: APIContext) -> (String, Bool) {
        let known = orders.filter(context.seesEverywhere)
        guard let text = reader.choice("order", of: known.flatMap { [$0, "-\($0)"] }) else {
            let usual = known.first ?? "id"
            return (usual, usual == kind.list.order && kind.list.descending)
        }
        let isDescending = text.hasPrefix("-")
        return (isDescending ? String(text.dropFirst()) : text, isDescending)
    }
}

extension Query.Filter {
    /// The record is in one of these states.
    fileprivate static func state(in states: [String]) -> Query.Filter {
        Query.Filter("state", .oneOf(states.map(Value.text)))
    }
}
