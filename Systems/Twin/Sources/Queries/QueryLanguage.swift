// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads `q` (GS CIM 009, 4.9): `;` binds more tightly than `|`, parentheses more than both.
struct QueryLanguage {
    private var scanner: QueryScanner
    private let naming: any Naming
    /// The attributes whose values stand for IRIs (`expandValues`), as whole IRIs.
    private let expanded: Set<String>
    private var depth = 0
    private var count = 0
    /// The values, and the regular expressions, of all its terms.
    private var (values, patterns) = (0, 0)

    /// How much is put up with.
    private static let longest = 65_536, deepest = 32, mostTerms = 500, mostValues = 1_000, mostNames = 32
    private static let mostPatterns = 32

    private init(_ text: String, _ naming: any Naming, _ expanded: Set<String>, _ pointer: String) {
        scanner = QueryScanner(text, pointer: pointer)
        self.naming = naming
        self.expanded = expanded
    }

    /// The condition a text says.
    /// - Parameter expandValues: names of attributes, as the reader writes them.
    /// - Parameter pointer: where the text was found.
    /// - Throws: `BadRequestData` with the place of the first fault, or `TooComplexQuery`.
    static func condition(
        _ text: String, naming: any Naming, expandValues: [String] = [], at pointer: String = "?q"
    ) throws(TwinProblem) -> Condition {
        var expanded: Set<String> = []
        for name in expandValues {
            expanded.insert(try TermName.expand(name, naming, at: "expandValues", clause: "4.9"))
        }
        var reader = QueryLanguage(text, naming, expanded, pointer)
        guard text.utf8.count <= longest else {
            throw reader.scanner.tooComplex("is longer than \(longest) bytes")
        }
        let condition = try reader.anyOf()
        guard reader.scanner.isAtEnd else { throw reader.scanner.unexpected("an operator") }
        return condition
    }

    private mutating func anyOf() throws(TwinProblem) -> Condition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw scanner.tooComplex("nests parentheses too deeply") }
        var parts = [try allOf()]
        while scanner.take("|") { parts.append(try allOf()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func allOf() throws(TwinProblem) -> Condition {
        var parts = [try one()]
        while scanner.take(";") { parts.append(try one()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func one() throws(TwinProblem) -> Condition {
        if scanner.take("(") {
            let inner = try anyOf()
            guard scanner.take(")") else { throw scanner.unexpected("“)”") }
            return inner
        }
        count += 1
        guard count <= Self.mostTerms else {
            throw scanner.tooComplex("has more than \(Self.mostTerms) terms")
        }
        let path = try path()
        return .term(Condition.Term(path: path, test: try test(of: path)))
    }

    // MARK: Paths

    /// A path alone, such as the name of a geo-property or of what is ordered by.
    static func path(
        _ text: String, naming: any Naming, at pointer: String
    ) throws(TwinProblem) -> AttributePath {
        var reader = QueryLanguage(text, naming, [], pointer)
        guard text.utf8.count <= 4_000 else { throw reader.scanner.tooComplex("is too long a path") }
        let path = try reader.path()
        guard reader.scanner.isAtEnd else { throw reader.scanner.unexpected("the end of the path") }
        return path
    }

    private mutating func path() throws(TwinProblem) -> AttributePath {
        var path = AttributePath()
        var types: [String] = []
        var open = 0
        while true {
            if open > 0 { types = try hints() }
            let name = try name(inBraces: open > 0)
            guard scanner.take("{") else {
                try finish(&path, name, open)
                return typed(path, types, open)
            }
            guard open < 8 else { throw scanner.tooComplex("follows too many Relationships") }
            path = typed(path, types, open)
            path.links.append(AttributePath.Link(relationship: name, types: []))
            open += 1
        }
    }

    /// The types that were named within braces belong to the Relationship before them.
    private func typed(_ path: AttributePath, _ types: [String], _ open: Int) -> AttributePath {
        guard open > 0, !types.isEmpty, let last = path.links.last else { return path }
        var path = path
        path.links[path.links.count - 1] = AttributePath.Link(relationship: last.relationship, types: types)
        return path
    }

    /// `Device:` or `Device,Sensor:` within braces.
    private mutating func hints() throws(TwinProblem) -> [String] {
        let start = scanner.place
        var types: [String] = []
        repeat {
            guard let name = scanner.name(inBraces: true), types.count < Self.mostNames else { break }
            types.append(name)
        } while scanner.take(",")
        guard !types.isEmpty, scanner.take(":") else {
            scanner.place = start
            return []
        }
        var whole: [String] = []
        for type in types {
            whole.append(try TermName.expand(type, naming, at: scanner.pointer, clause: "4.9"))
        }
        return whole
    }

    /// The rest of a path after its first name, and as many braces as were opened.
    private mutating func finish(_ path: inout AttributePath, _ name: String, _ open: Int) throws(TwinProblem)
    {
        path.names = [name]
        while scanner.take(".") {
            path.names.append(try self.name(inBraces: open > 0))
            guard path.names.count <= Self.mostNames else { throw scanner.tooComplex("has too long a path") }
        }
        if scanner.take("[") {
            guard let members = scanner.members(most: Self.mostNames), scanner.take("]") else {
                throw scanner.unexpected("names within “[” and “]”")
            }
            path.members = members
        }
        for _ in 0..<open {
            guard scanner.take("}") else { throw scanner.unexpected("“}”") }
        }
    }

    private mutating func name(inBraces: Bool) throws(TwinProblem) -> String {
        let start = scanner.place
        guard let name = scanner.name(inBraces: inBraces),
            TermName.isValid(name) || name == "@id" || name == "@type"
        else {
            scanner.place = start
            throw scanner.unexpected("the name of an attribute")
        }
        return naming.expand(name)
    }

    // MARK: Tests

    private mutating func test(of path: AttributePath) throws(TwinProblem) -> Condition.Test {
        if scanner.take("!~=") { return .fits(try pattern(), isWanted: false) }
        if scanner.take("~=") { return .fits(try pattern(), isWanted: true) }
        for sign in ["==", "!=", ">=", "<=", ">", "<"] where scanner.take(sign) {
            guard let sign = Condition.Operator(rawValue: sign) else { continue }
            return .compares(sign, try operands(sign, isExpanded: expanded.contains(path.first)))
        }
        return .exists
    }

    private mutating func pattern() throws(TwinProblem) -> Pattern {
        guard let text = try scanner.expression(), !text.isEmpty else {
            throw scanner.unexpected("a regular expression")
        }
        patterns += 1
        guard patterns <= Self.mostPatterns else {
            throw scanner.tooComplex("has more than \(Self.mostPatterns) regular expressions")
        }
        return try Pattern(text, at: scanner.pointer)
    }

    private mutating func operands(
        _ sign: Condition.Operator, isExpanded: Bool
    ) throws(TwinProblem) -> [Condition.Operand] {
        let start = scanner.place
        var operands: [Condition.Operand] = []
        repeat {
            operands.append(try operand(isExpanded))
            values += 1
            guard values <= Self.mostValues else { throw scanner.tooComplex("lists too many values") }
        } while scanner.take(",")
        let isEquality = sign == .equal || sign == .unequal
        let isPlain =
            operands.count == 1
            && operands.allSatisfy { operand in
                if case .one(let comparand) = operand { comparand.isComparable } else { false }
            }
        guard isEquality || isPlain else {
            scanner.place = start
            throw scanner.unexpected("one number, text, date or time after “\(sign.rawValue)”")
        }
        return operands
    }

    private mutating func operand(_ isExpanded: Bool) throws(TwinProblem) -> Condition.Operand {
        let start = scanner.place
        let token = try scanner.value()
        guard let comparand = comparand(token, isExpanded) else {
            scanner.place = start
            throw scanner.unexpected(
                "a value: a text in quotes, a number, true, false, a date, a time, a URI")
        }
        guard scanner.take("..") else { return .one(comparand) }
        guard let end = self.comparand(try scanner.value(), isExpanded), comparand.isComparable,
            end.isComparable
        else {
            scanner.place = start
            throw scanner.unexpected("a range of numbers, texts, dates or times")
        }
        return .range(comparand, end)
    }

    private func comparand(_ token: QueryScanner.Value, _ isExpanded: Bool) -> Comparand? {
        guard case .bare(let text) = token else {
            guard case .quoted(let text) = token else { return nil }
            return .text(text, expanded: isExpanded ? naming.expand(text) : nil)
        }
        if text == "true" { return .bool(true) }
        if text == "false" { return .bool(false) }
        if let number = JSONNumber(lexeme: text) {
            if let integer = Int64(text) { return .integer(integer) }
            return number.double.map(Comparand.number)
        }
        if let stamp = Stamp(text) { return .dateTime(stamp) }
        if let day = Day(text) { return .date(day) }
        if let time = Comparand.time(text) { return .time(time) }
        guard NameRules.isURI(text) else {
            return isExpanded && TermName.isValid(text) ? .text(text, expanded: naming.expand(text)) : nil
        }
        let whole = naming.expand(text)
        return .uri(text, expanded: whole == text ? nil : whole)
    }
}
