// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Reads the query of an API call strictly: a name that is not known, or given twice, is a problem
/// and never passed over, so that a slip of the pen is not answered with everything.
public struct QueryReader {
    private let query: FormData
    private let lists: Set<String>
    private let zone: Zone
    public private(set) var problems = Problems()

    /// - Parameters:
    ///   - names: the parameters there are.
    ///   - lists: those of them that may be given several times.
    public init(_ request: Request, _ names: some Sequence<String>, lists: Set<String> = []) {
        query = request.query
        self.lists = lists
        zone = request.zone
        let known = Set(names).union(["lang"])
        for name in query.names {
            if !known.contains(name) {
                problems.add(name, "unknown", Phrase("problem.unknown_parameter", ["name": name]))
            } else if query.all(name).count > 1, !lists.contains(name) {
                problems.add(name, "twice", Phrase("problem.twice"))
            }
        }
    }

    /// Notes a problem with a parameter.
    public mutating func add(_ name: String, _ code: String, _ values: [String: String] = [:]) {
        problems.add(name, code, Phrase("problem.\(code)", values))
    }

    /// What was given, which is something beside blanks; nil if nothing was given.
    /// - Parameter max: how many Unicode scalars it may have.
    public mutating func text(_ name: String, max: Int = 1_000) -> String? {
        guard let text = query[name] else { return nil }
        if text.allSatisfy(\.isWhitespace) {
            add(name, "required")
            return nil
        }
        let over = text.unicodeScalars.count - max
        if over > 0 { add(name, "too_long", ["max": String(max), "over": String(over)]) }
        return text
    }

    /// Everything given under a name.
    public func list(_ name: String) -> [String] { query.all(name) }

    /// One of these names.
    public mutating func choice(_ name: String, of names: [String]) -> String? {
        guard let text = text(name) else { return nil }
        if !names.contains(text) {
            add(name, "not_a_choice", ["choices": names.joined(separator: ", ")])
        }
        return text
    }

    /// A whole number within a range.
    public mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number), text.first != "+" else {
            add(
                name, "out_of_range",
                ["min": String(range.lowerBound), "max": String(range.upperBound)])
            return nil
        }
        return number
    }

    /// `true` or `false`.
    public mutating func flag(_ name: String) -> Bool? {
        choice(name, of: ["true", "false"]).map { $0 == "true" }
    }

    /// A day in ISO form.
    public mutating func day(_ name: String) -> Day? {
        guard let text = text(name) else { return nil }
        if let day = Day(iso: text) { return day }
        add(name, "not_a_day")
        return nil
    }

    /// A moment, or a day, which stands for its last moment where the request's tenant lies.
    public mutating func moment(_ name: String) -> Instant? {
        guard let text = text(name) else { return nil }
        if let instant = Instant(iso: text) { return instant }
        if let day = Day(iso: text) {
            return zone.start(of: day.next).adding(milliseconds: -1)
        }
        add(name, "not_an_instant")
        return nil
    }

    /// A box, as `west,south,east,north`.
    public mutating func bounds(_ name: String) -> Bounds? {
        guard let text = text(name) else { return nil }
        if let bounds = Bounds(text) { return bounds }
        add(name, "not_a_box")
        return nil
    }

    /// The value of a field, as JSON would have it.
    mutating func value(_ field: FieldDescription, _ name: String? = nil) -> Value? {
        guard let text = text(name ?? field.name) else { return nil }
        let json: JSON =
            switch field.kind {
            case .integer, .money, .decimal: (try? JSON(parsing: Array(text.utf8))) ?? .string(text)
            case .flag: text == "true" ? true : text == "false" ? false : .string(text)
            default: .string(text)
            }
        do { return try field.value(json) } catch {
            for problem in error.all {
                problems.add(name ?? field.name, problem.code, problem.phrase)
            }
            return nil
        }
    }

    /// Throws what was wrong, if anything was.
    public func check() throws { try problems.check() }
}
