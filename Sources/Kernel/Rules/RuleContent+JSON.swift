// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// Rules as the API and the page of rules give them: the same shapes as in the files.
extension RuleContent {
    /// The content as JSON; amounts of money with their currency.
    public var json: JSON {
        switch self {
        case .period(let period): Self.json(period)
        case .periods(let byKind):
            .object(
                JSONObject(
                    byKind.sorted { $0.key < $1.key }.map {
                        ($0.key, $0.value.map(Self.json) ?? .null)
                    }))
        case .money(let money): Self.json(money)
        case .integer(let integer): .integer(integer)
        case .decimal(let decimal): Self.json(decimal)
        case .text(let text): .string(text)
        case .texts(let texts): .array(texts.map(JSON.string))
        case .flag(let flag): .bool(flag)
        case .days(let intervals): .array(intervals.map(Self.json))
        case .fees(let table): .array(table.rows.map(Self.json))
        }
    }

    private static func json(_ period: Period) -> JSON {
        .object(JSONObject([(period.unit.rawValue, .integer(period.count))]))
    }

    private static func json(_ money: Money) -> JSON {
        ["amount": .string(money.amount), "currency": .string(money.currency)]
    }

    private static func json(_ decimal: Decimal) -> JSON {
        (try? JSON(parsing: "\(decimal)")) ?? .string("\(decimal)")
    }

    private static func json(_ interval: DayInterval) -> JSON {
        var members = JSONObject()
        switch interval.span {
        case .once(let days):
            members["from"] = .string(days.lowerBound.description)
            members["until"] = .string(days.upperBound.description)
        case .yearly(let from, let until):
            members["from"] = .string(from.description)
            members["until"] = .string(until.description)
        }
        if let source = interval.source { members["source"] = .string(source) }
        return .object(members)
    }

    private static func json(_ row: FeeTable.Row) -> JSON {
        var members = JSONObject([("class", .string(row.name))])
        for (key, value) in Self.members(of: row.charge) { members[key] = value }
        if let retention = row.retention {
            members["retention"] = .object(Self.members(of: retention))
        }
        return .object(members)
    }

    private static func members(of charge: FeeTable.Charge) -> JSONObject {
        var members = JSONObject()
        if let flat = charge.flat { members["flat"] = json(flat) }
        if let perUnit = charge.perUnit, let unit = charge.unit {
            members["perUnit"] = json(perUnit)
            members["unit"] = .string(unit)
            if charge.unitSize != 1 { members["unitSize"] = json(charge.unitSize) }
            if charge.above != 0 { members["above"] = json(charge.above) }
        }
        if let max = charge.max { members["max"] = json(max) }
        if !charge.certain { members["certain"] = false }
        return members
    }
}

extension DayInterval.MonthDay: CustomStringConvertible {
    /// `12-24`.
    public var description: String {
        "\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}

extension RuleEntry {
    /// The entry as the API gives it.
    public var json: JSON {
        var members = JSONObject([
            ("jurisdiction", .string(jurisdiction)), ("system", .string(system)),
            ("key", .string(key)), ("kind", .string(content.kind.rawValue)),
            ("value", content.json), ("from", .string(from.description)),
        ])
        if let until { members["until"] = .string(until.description) }
        members["source"] = .string(source)
        members["certain"] = .bool(certain)
        if let note { members["note"] = .string(note) }
        if let reading { members["reading"] = .string(reading) }
        if let readingSource { members["readingSource"] = .string(readingSource) }
        members["followed"] = .bool(isFollowed)
        members["tenantsOwn"] = .bool(isTenantsOwn)
        return .object(members)
    }
}
