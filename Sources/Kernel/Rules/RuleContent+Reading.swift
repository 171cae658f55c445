// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// Reading content from a rule file, by the kind its rule declares.
extension RuleContent {
    init(
        _ json: JSON, kind: Kind, currency: String?, at path: String
    ) throws(RuleFileError) {
        func expected(_ shape: String) -> RuleFileError {
            RuleFileError(path: path, message: "must be \(shape)")
        }
        switch kind {
        case .period:
            self = .period(try Self.period(json, at: path))
        case .periods:
            self = .periods(try Self.periods(json, at: path))
        case .money:
            self = .money(try Self.money(json, currency: currency, at: path))
        case .integer:
            guard let value = json.asInteger, let integer = Int(exactly: value) else {
                throw expected("a whole number")
            }
            self = .integer(integer)
        case .decimal:
            self = .decimal(try Self.decimal(json, at: path))
        case .text:
            guard let text = json.asString, !text.isEmpty else { throw expected("text") }
            self = .text(text)
        case .texts:
            // A list is read as a member, to have one reader for lists.
            let object = try StrictObject(["list": json], at: "", allowing: ["list"])
            do {
                self = .texts(try object.texts("list"))
            } catch {
                throw RuleFileError(
                    path: path + error.path.dropFirst("list".count), message: error.message)
            }
        case .flag:
            guard let flag = json.asBool else { throw expected("true or false") }
            self = .flag(flag)
        case .days:
            self = .days(try Self.days(json, at: path))
        case .fees:
            self = .fees(try FeeTable(json, currency: currency, at: path))
        }
    }

    static func period(_ json: JSON, at path: String) throws(RuleFileError) -> Period {
        guard let members = json.asObject, members.count == 1, let member = members.first,
            let unit = Period.Unit(rawValue: member.key),
            let value = member.value.asInteger, (0...100_000).contains(value)
        else {
            let units = Period.Unit.allCases.map(\.rawValue).joined(separator: ", ")
            throw RuleFileError(
                path: path,
                message: "must be a period of one unit such as {\"weeks\": 8}; units are \(units)")
        }
        return Period(Int(value), unit)
    }

    private static func periods(
        _ json: JSON, at path: String
    ) throws(RuleFileError) -> [String: Period?] {
        guard let members = json.asObject, !members.isEmpty else {
            throw RuleFileError(path: path, message: "must be an object of periods by kind")
        }
        var periods: [String: Period?] = [:]
        for (kind, value) in members {
            let known = value.isNull ? nil : try period(value, at: "\(path).\(kind)")
            periods.updateValue(known, forKey: kind)
        }
        return periods
    }

    static func money(
        _ json: JSON, currency: String?, at path: String
    ) throws(RuleFileError) -> Money {
        guard let currency else {
            throw RuleFileError(
                path: path, message: "needs a currency, declared at the beginning of the file")
        }
        guard let text = json.asString, let money = Money(amount: text, currency: currency) else {
            throw RuleFileError(
                path: path, message: "must be an amount in quotes such as \"65.00\"")
        }
        return money
    }

    static func decimal(_ json: JSON, at path: String) throws(RuleFileError) -> Decimal {
        guard let lexeme = json.lexeme, let decimal = Decimal(string: lexeme) else {
            throw RuleFileError(path: path, message: "must be a number")
        }
        return decimal
    }

    private static func days(
        _ json: JSON, at path: String
    ) throws(RuleFileError) -> [DayInterval] {
        guard let elements = json.asArray else {
            throw RuleFileError(path: path, message: "must be a list of day intervals")
        }
        var intervals: [DayInterval] = []
        for (index, element) in elements.enumerated() {
            intervals.append(try interval(element, at: "\(path)[\(index)]"))
        }
        return intervals
    }

    private static func interval(
        _ json: JSON, at path: String
    ) throws(RuleFileError) -> DayInterval {
        let object = try StrictObject(json, at: path, allowing: ["from", "until", "source"])
        let (from, until) = (try object.text("from"), try object.text("until"))
        let source = try object.textIfAny("source")
        if let first = DayInterval.MonthDay(from), let last = DayInterval.MonthDay(until) {
            return DayInterval(.yearly(from: first, until: last), source: source)
        }
        guard let first = Day(from), let last = Day(until), first <= last else {
            throw RuleFileError(
                path: path,
                message: "must run from one day until a later one (2020-03-29), "
                    + "or every year from and until a month and day (12-24)")
        }
        return DayInterval(.once(first...last), source: source)
    }
}
