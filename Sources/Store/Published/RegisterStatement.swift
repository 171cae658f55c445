// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A statement of the register as it is put together: every value an argument, every name one the
/// program knows.
struct RegisterStatement {
    private let source: String
    /// Whether the source itself has the rows in the order asked for.
    private let isInOrder: Bool
    private var conditions: [String] = []
    private(set) var arguments: [Value]

    /// - Parameters:
    ///   - source: what it reads from, with `p` for `published`.
    ///   - arguments: those the source names.
    ///   - isInOrder: whether it has the rows in the order asked for, so that no more of them are
    ///     looked at than are wanted.
    init(from source: String, arguments: [Value] = [], isInOrder: Bool = false) {
        self.source = source
        self.arguments = arguments
        self.isInOrder = isInOrder
    }

    mutating func place(_ value: Value) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }

    mutating func and(_ condition: String) { conditions.append(condition) }

    /// `column IN (…)`, or `=` for one value.
    mutating func and(_ column: String, isAnyOf values: [Value]) {
        let places = values.map { place($0) }.joined(separator: ", ")
        and(values.count == 1 ? "\(column) = \(places)" : "\(column) IN (\(places))")
    }

    /// The items found, at most so many, with their keys in an order. What has no key comes after
    /// everything that has one, where the newest come first.
    func finding(key: String, ascending: Bool, limit: Int) -> String {
        let (way, nulls) = ascending ? ("ASC", "FIRST") : ("DESC", "LAST")
        let order = key == "p.day" ? "\(key) \(way) NULLS \(nulls)" : "\(key) \(way)"
        return "SELECT \(key), p.item FROM \(source) WHERE \(condition) "
            + (isInOrder ? "" : "ORDER BY \(order), p.item \(way) ") + "LIMIT \(limit)"
    }

    /// How many there are, counted no further than a limit.
    func counting(upTo limit: Int) -> String {
        "SELECT count(*) FROM (SELECT 1 FROM \(source) WHERE "
            + "\(condition) LIMIT \(limit)) AS found"
    }

    private var condition: String { conditions.joined(separator: " AND ") }
}
