// SPDX-License-Identifier: EUPL-1.2

import Foundation

extension FieldDescription {
    /// Reads what a person typed, or a CSV cell. Blanks around it are ignored; nothing typed is
    /// no value.
    /// - Throws: `Problem`s naming the field, worded for the person.
    public func parse(_ typed: String) throws(Problems) -> Value {
        let text = Self.trimmed(typed)
        if text.isEmpty {
            if kind == .flag && !isRequired { return .null }
            return try absent()
        }
        switch kind {
        case .text(let max): return try checked(text, max: max, lines: false)
        case .tenant: return try checked(text, max: Tenant.longestSlug, lines: false)
        case .longText(let max): return try checked(text, max: max, lines: true)
        case .integer(let range): return try integer(text, in: range)
        case .decimal(let range): return try decimal(text, in: range)
        case .money(let range): return try money(text, in: range)
        case .flag: return try flag(text)
        case .choice(let names):
            guard names.contains(text) else {
                throw problem("not_a_choice", ["choices": names.joined(separator: ", ")])
            }
            return .text(text)
        case .choices(let names):
            return try choices(text.split { $0 == " " || $0 == "," || $0 == ";" }.map(String.init), names)
        case .day:
            guard let day = Day(iso: text) else { throw problem("not_a_day") }
            return day.stored
        case .instant:
            guard let instant = Instant(iso: text) else { throw problem("not_an_instant") }
            return instant.stored
        case .geometry: return try geometry(text)
        case .link, .person:
            guard RecordID(text) != nil else { throw problem("not_an_id") }
            return .text(text)
        case .files, .json:
            guard let json = try? JSON(parsing: Array(text.utf8)) else { throw problem("not_json") }
            return try value(json)
        }
    }

    /// No value: a problem if one must be given.
    public func absent() throws(Problems) -> Value {
        if isRequired { throw problem(kind == .flag ? "select" : "required") }
        return .null
    }

    /// A problem with this field. Its text stands in `Words/` under `problem.CODE`, and may name
    /// the field by its `{label}` and `{noun}`.
    public func problem(_ code: String, _ values: [String: String] = [:]) -> Problems {
        Problems(name, code, Phrase("problem.\(code)", values))
    }

    /// A text with one kind of line end, nothing unseen in it and nothing blank around it.
    static func trimmed(_ text: String) -> String {
        // Most of what is sent is clean already, and the library's way round takes long.
        let isPlain = text.utf8.allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x0a }
        if isPlain, let first = text.utf8.first, let last = text.utf8.last, first > 0x20, last > 0x20 {
            return text
        }
        return text.visible.withOneLineEnd.trimmed
    }

    /// The text itself, if it is not too long: counted in code points, as JSON Schema does.
    func checked(_ text: String, max: Int, lines: Bool) throws(Problems) -> Value {
        let isHostile = text.unicodeScalars.contains {
            ($0.value < 32 && !($0 == "\n" && lines) && $0 != "\t") || $0.value == 0x7f
        }
        if isHostile { throw problem(lines ? "control_characters" : "not_one_line") }
        let length = text.unicodeScalars.count
        if length > max {
            throw problem("too_long", ["max": String(max), "over": String(length - max)])
        }
        return .text(text)
    }

    /// The names that were chosen, in the order declared.
    func choices(_ chosen: [String], _ names: [String]) throws(Problems) -> Value {
        if chosen.isEmpty { return try absent() }
        guard Set(names).isSuperset(of: chosen) else {
            throw problem("not_a_choice", ["choices": names.joined(separator: ", ")])
        }
        return .text(names.filter(chosen.contains).joined(separator: " "))
    }

    private func integer(_ text: String, in range: ClosedRange<Int>) throws(Problems) -> Value {
        guard let plain = Self.ungrouped(text), let number = Int(plain) else {
            throw problem("not_a_whole_number")
        }
        return try inRange(number, range)
    }

    func inRange(_ number: Int, _ range: ClosedRange<Int>) throws(Problems) -> Value {
        guard range.contains(number) else {
            throw problem(
                "out_of_range", ["min": String(range.lowerBound), "max": String(range.upperBound)])
        }
        return .integer(Int64(number))
    }

    func decimal(_ text: String, in range: ClosedRange<Decimal>) throws(Problems) -> Value {
        guard let plain = Self.ungrouped(text),
            plain.wholeMatch(of: /-?[0-9]{1,15}(\.[0-9]{1,9})?/) != nil,
            let number = Decimal(string: plain)
        else { throw problem("not_a_number") }
        guard range.contains(number) else {
            throw problem(
                "out_of_range", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
        }
        return number.stored
    }

    private func money(_ text: String, in range: ClosedRange<Int>) throws(Problems) -> Value {
        let sum = text.trimmingCharacters(in: CharacterSet(charactersIn: "€£$ "))
        guard let plain = Self.ungrouped(sum),
            let match = plain.wholeMatch(of: /([0-9]{1,12})(?:\.([0-9]{1,2}))?/),
            let whole = Int(match.1)
        else { throw problem("not_money") }
        let part = match.2.map { $0.count == 1 ? "\($0)0" : String($0) } ?? "00"
        let cents = whole * 100 + (Int(part) ?? 0)
        guard range.contains(cents) else { throw problem("not_money") }
        return .integer(Int64(cents))
    }

    /// A number without the commas or blanks that set off its thousands. Nil where one stands
    /// elsewhere: what `12,50` means depends on who typed it, so they are asked. Nil for what is longer
    /// than any number there is.
    private static func ungrouped(_ text: String) -> String? {
        guard text.utf8.count <= longestNumber else { return nil }
        guard text.contains(where: { $0 == "," || $0 == " " || $0 == "\u{a0}" }) else { return text }
        let isGrouped =
            text.wholeMatch(of: /-?[0-9]{1,3}([, \u{a0}][0-9]{3})+(\.[0-9]+)?/) != nil
        return isGrouped ? text.filter { $0 == "-" || $0 == "." || $0.isNumber } : nil
    }

    /// In bytes.
    private static let longestNumber = 60

    private func flag(_ text: String) throws(Problems) -> Value {
        switch text {
        case "yes", "true", "1", "on": .integer(1)
        case "no", "false", "0": .integer(0)
        default: throw problem("select")
        }
    }

    private func geometry(_ text: String) throws(Problems) -> Value {
        if text.hasPrefix("{") {
            guard let json = try? JSON(parsing: Array(text.utf8)) else { throw problem("not_json") }
            return try value(json)
        }
        do throws(GeometryError) {
            return Geometry.point(try Point(typed: text)).stored
        } catch {
            // Numbers that make no sense on the Irish grid may be on the British one.
            let british = try? Point(
                typed: text, within: .greatBritain, grids: [.britishNationalGrid])
            guard let british else { throw Problems(name, "not_a_place", error.phrase) }
            return Geometry.point(british).stored
        }
    }
}
