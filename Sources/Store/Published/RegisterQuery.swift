// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which publications are asked for, in which order, and as they stood when. All conditions must
/// hold; those left out ask nothing.
public struct RegisterQuery: Sendable, Hashable {
    /// The order of a list, newest first.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// By the day the publication gives; those without one last.
        case day
        /// By when it was recorded: for feeds.
        case recorded
    }

    /// A condition on one of the columns the kind declares.
    public struct Condition: Sendable, Hashable {
        public enum Comparison: Sendable, Hashable { case equal, atLeast, atMost }
        public let column: String
        public let comparison: Comparison
        /// The value compared with; of several for `.equal`, any.
        public let values: [Value]

        public init(column: String, comparison: Comparison, values: [Value]) {
            self.column = column
            self.comparison = comparison
            self.values = values
        }

        /// The column has this value.
        public static func equal(_ column: String, _ value: some Storable) -> Condition {
            Condition(column: column, comparison: .equal, values: [value.stored])
        }

        /// The column has one of these values.
        public static func any(_ column: String, of values: [Value]) -> Condition {
            Condition(column: column, comparison: .equal, values: values)
        }

        /// The column has this value or a greater one.
        public static func atLeast(_ column: String, _ value: some Storable) -> Condition {
            Condition(column: column, comparison: .atLeast, values: [value.stored])
        }

        /// The column has this value or a smaller one.
        public static func atMost(_ column: String, _ value: some Storable) -> Condition {
            Condition(column: column, comparison: .atMost, values: [value.stored])
        }
    }

    /// `planning.application`; nil: every kind.
    public var kind: String?
    /// The slug of the tenant that published; nil: every one.
    public var tenant: String?
    /// The public's statuses, any of them; empty: every one.
    public var statuses: [String]
    /// What somebody typed: every word must begin a word of the reference, title or summary.
    public var text: String?
    /// Conditions on the kind's own columns; `kind` must be given with them.
    public var conditions: [Condition]
    /// The first and the last day, both included. Either leaves out what has no day.
    public var from: Day?
    public var until: Day?
    /// Only what lies in this box, or touches it.
    public var bounds: Bounds?
    /// As everyone may read it of this moment (`PublishedKind.past`); nil: as it is.
    public var asOf: Instant?
    public var order: Order
    /// `RegisterPage.next` or `.previous` of another page of the same query.
    public var cursor: String?
    /// How many a page holds, 1 to 1,000.
    public var limit: Int
    /// Whether the items carry their whole publication, beside its head.
    public var isWhole: Bool
    /// Whether the page says how many there are.
    public var isCounted: Bool

    /// A query; what is left out asks nothing.
    public init(
        kind: String? = nil, tenant: String? = nil, statuses: [String] = [], text: String? = nil,
        conditions: [Condition] = [], from: Day? = nil, until: Day? = nil, bounds: Bounds? = nil,
        asOf: Instant? = nil, order: Order = .day, cursor: String? = nil, limit: Int = 50,
        isWhole: Bool = false, isCounted: Bool = false
    ) {
        self.kind = kind
        self.tenant = tenant
        self.statuses = statuses
        self.text = text
        self.conditions = conditions
        self.from = from
        self.until = until
        self.bounds = bounds
        self.asOf = asOf
        self.order = order
        self.cursor = cursor
        self.limit = limit
        self.isWhole = isWhole
        self.isCounted = isCounted
    }
}
