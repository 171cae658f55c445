// SPDX-License-Identifier: EUPL-1.2

import Foundation

extension FieldDescription {
    /// Reads what a program sent.
    /// - Throws: `Problems` naming the field.
    public func value(_ json: JSON) throws(Problems) -> Value {
        if json.isNull { return try absent() }
        switch (kind, json) {
        case (.text(let max), .string(let text)): return try nonempty(text, max: max, lines: false)
        case (.tenant, .string(let text)):
            return try nonempty(text, max: Tenant.longestSlug, lines: false)
        case (.longText(let max), .string(let text)):
            return try nonempty(text, max: max, lines: true)
        case (.integer(let range), .integer), (.integer(let range), .number):
            return try inRange(try whole(json, in: range), range)
        case (.decimal(let range), .integer), (.decimal(let range), .number):
            return try number(json, in: range)
        case (.money(let range), .integer), (.money(let range), .number):
            let cents = try whole(json, in: range)
            guard range.contains(cents) else { throw problem("not_money") }
            return .integer(Int64(cents))
        case (.flag, .bool(let flag)): return flag.stored
        case (.choice, .string(let text)), (.day, .string(let text)),
            (.instant, .string(let text)), (.link, .string(let text)), (.person, .string(let text)):
            return text.isEmpty ? try absent() : try parse(text)
        case (.choices(let names), .array(let items)):
            let chosen = items.compactMap(\.asString)
            guard chosen.count == items.count else { throw problem("wrong_type", ["type": jsonType]) }
            return try choices(chosen, names)
        case (.geometry, .object):
            do throws(GeometryError) { return try Geometry(json: json).stored } catch {
                throw Problems(name, "not_a_geometry", error.phrase)
            }
        case (.files(let max), .array(let items)): return try files(items, max: max)
        case (.json, _): return json.stored
        default: throw problem("wrong_type", ["type": jsonType])
        }
    }

    /// The value as programs get it.
    public func json(_ value: Value) -> JSON {
        switch (kind, value) {
        case (_, .null): kind.isMany ? .array([]) : .null
        case (.choices, .text(let text)): .array(text.split(separator: " ").map { .string(String($0)) })
        case (.flag, .integer(let flag)): .bool(flag != 0)
        case (.decimal, .text(let text)): JSONNumber(lexeme: text).map(JSON.number) ?? .null
        case (.geometry, _), (.files, _), (.json, _): JSON(stored: value) ?? .null
        case (_, .text(let text)): .string(text)
        case (_, .integer(let integer)): .integer(integer)
        case (_, .real(let real)): .decimal(real)
        }
    }

    /// The name of the JSON type a program must send.
    public var jsonType: String {
        switch kind {
        case .integer, .money: "integer"
        case .decimal: "number"
        case .flag: "boolean"
        case .geometry, .json: "object"
        case .files, .choices: "array"
        default: "string"
        }
    }

    /// A whole number however it is written: `1`, `1.0` and `10e-1` are the same to JSON Schema.
    /// One beyond 64 bits lies outside every range.
    private func whole(_ json: JSON, in range: ClosedRange<Int>) throws(Problems) -> Int {
        if let integer = json.asInteger { return Int(integer) }
        guard let lexeme = json.lexeme, let plain = PlainDecimal(lexeme) else {
            throw outside(range.lowerBound, range.upperBound)
        }
        guard plain.fraction.isEmpty else { throw problem("wrong_type", ["type": jsonType]) }
        guard let whole = Int(plain.text) else { throw outside(range.lowerBound, range.upperBound) }
        return whole
    }

    /// A decimal number however it is written, kept digit for digit.
    private func number(_ json: JSON, in range: ClosedRange<Decimal>) throws(Problems) -> Value {
        guard let lexeme = json.lexeme, let plain = PlainDecimal(lexeme),
            let number = Decimal(string: plain.text), range.contains(number)
        else { throw outside(range.lowerBound, range.upperBound) }
        return number.stored
    }

    private func outside(_ low: some CustomStringConvertible, _ high: some CustomStringConvertible)
        -> Problems
    {
        problem("out_of_range", ["min": low.description, "max": high.description])
    }

    private func nonempty(_ text: String, max: Int, lines: Bool) throws(Problems) -> Value {
        let trimmed = Self.trimmed(text)
        return trimmed.isEmpty ? try absent() : try checked(trimmed, max: max, lines: lines)
    }

    private func files(_ items: [JSON], max: Int) throws(Problems) -> Value {
        if items.isEmpty { return try absent() }
        guard items.count <= max else { throw problem("too_many_files", ["max": String(max)]) }
        let references = items.compactMap(FileReference.init(json:))
        guard references.count == items.count else { throw problem("not_a_file") }
        return references.stored
    }
}

extension FieldKind {
    /// Whether programs get it as an array.
    var isMany: Bool {
        switch self {
        case .files, .choices: true
        default: false
        }
    }
}
