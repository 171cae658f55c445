// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A part of an order that one index range answers. What has no day comes after everything that
/// has one, and stands in a range of its own.
struct RegisterPart {
    private enum Days { case any, dated, undated }

    private let query: RegisterQuery
    private let days: Days
    private let cursor: RegisterCursor?

    /// The parts that lie on the cursor's side of its place.
    static func parts(of query: RegisterQuery, from cursor: RegisterCursor?) -> [RegisterPart] {
        func part(_ days: Days, _ cursor: RegisterCursor?) -> RegisterPart {
            RegisterPart(query: query, days: days, cursor: cursor)
        }
        guard query.order == .day, let cursor else { return [part(.any, cursor)] }
        let isRanged = query.from != nil || query.until != nil
        switch (cursor.place.key, cursor.isBackward) {
        case (.some, false): return [part(.dated, cursor)] + (isRanged ? [] : [part(.undated, nil)])
        case (.some, true): return [part(.dated, cursor)]
        case (nil, false): return isRanged ? [] : [part(.undated, cursor)]
        case (nil, true): return (isRanged ? [] : [part(.undated, cursor)]) + [part(.dated, nil)]
        }
    }

    /// Adds its conditions. Of two limits on one side only the cursor's is named, so that the
    /// engine starts there.
    func add(to statement: inout RegisterStatement) {
        let key = query.order == .day ? "p.day" : "p.recorded_at"
        let isBackward = cursor?.isBackward ?? false
        let isWithin = query.order == .day && cursor != nil
        if let from = query.from, !(isWithin && isBackward) {
            statement.and("p.day >= \(statement.place(from.stored))")
        }
        if let until = query.until, !(isWithin && !isBackward) {
            statement.and("p.day <= \(statement.place(until.stored))")
        }
        if days == .undated { statement.and("p.day IS NULL") }
        if let cursor {
            let sign = cursor.isBackward ? ">" : "<"
            let item = Value.integer(cursor.place.item)
            if let value = cursor.place.key {
                let (value, item) = (statement.place(.text(value)), statement.place(item))
                statement.and("(\(key), p.item) \(sign) (\(value), \(item))")
            } else {
                statement.and("p.item \(sign) \(statement.place(item))")
            }
        } else if days == .dated, query.from == nil {
            // Also leaves out what has no day, in a way an index can answer.
            statement.and("p.day > ''")
        }
    }
}
