// SPDX-License-Identifier: EUPL-1.2

/// Which records of a kind are asked for, in which order, and as they stood when.
public struct Query: Sendable {
    /// One condition; all of a query's must hold.
    public struct Filter: Sendable {
        /// How the field's value is compared.
        public enum Comparison: Sendable {
            case equal, notEqual, atLeast, atMost, oneOf([Value])
            /// Of a field of several choices: this is one of them.
            case includes
        }
        public let field: String
        public let comparison: Comparison
        public let value: Value

        public init(_ field: String, _ comparison: Comparison, _ value: Value = .null) {
            self.field = field
            self.comparison = comparison
            self.value = value
        }
    }

    /// The place in the order after which the next page begins: the order field's value and the id
    /// of the last record seen.
    public struct Cursor: Sendable, Hashable {
        public let value: Value
        public let id: String
        public init(value: Value, id: String) {
            self.value = value
            self.id = id
        }
    }

    public var filters: [Filter]
    /// The field it is ordered by; ties are broken by id.
    public var order: String
    public var descending: Bool
    public var after: Cursor?
    public var limit: Int
    /// As it was recorded at this moment; nil: as it is.
    public var asOf: Instant?

    public init(
        _ filters: [Filter] = [], order: String = "id", descending: Bool = false,
        after: Cursor? = nil, limit: Int = 50, asOf: Instant? = nil
    ) {
        self.filters = filters
        self.order = order
        self.descending = descending
        self.after = after
        self.limit = limit
        self.asOf = asOf
    }
}

extension FieldDescription {
    /// How a list is narrowed by one value of the field.
    public var comparison: Query.Filter.Comparison {
        if case .choices = kind { .includes } else { .equal }
    }
}

extension Query.Filter {
    /// The field has exactly this value.
    public static func field(_ name: String, is value: some Storable) -> Self {
        Self(name, .equal, value.stored)
    }

    /// The record is in one of these states.
    public static func state(_ states: State...) -> Self {
        Self("state", .oneOf(states.map { .text($0.rawValue) }))
    }
}
