// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is asked.
extension Grammar {
    mutating func query(_ depth: Int = 0) -> String {
        if depth == 0 { begin(30) }
        var text = condition(depth)
        while takesOne(), chance.percent(40) { text += chance.pick([";", "|"]) + condition(depth) }
        return text
    }

    private mutating func condition(_ depth: Int) -> String {
        if depth < 4, takesOne(), chance.percent(15) { return "(\(query(depth + 1)))" }
        let path = self.path()
        switch chance.below(8) {
        case 0: return path
        case 1, 2:
            return path + chance.pick(["~=", "!~="]) + (chance.percent(50) ? "\"\(pattern())\"" : pattern())
        case 3: return "\(path)==\(operand()),\(operand())"
        case 4: return "\(path)\(chance.pick(["==", "!="]))\(operand())..\(operand())"
        default: return path + chance.pick(["==", "!=", ">", "<", ">=", "<="]) + operand()
        }
    }

    mutating func path() -> String {
        var path = attribute()
        if chance.percent(10) { path += ".\(attribute())" }
        if chance.percent(10) {
            path += chance.pick([".observedAt", ".unitCode", ".datasetId", ".createdAt"])
        }
        if chance.percent(10) {
            path += "[\(chance.pick(["a", "en", "*", "at.zip", "@value", "", "a.b.c"]))]"
        }
        if chance.percent(5) {
            path = "\(chance.pick(["owner", "parts"])){\(chance.pick(["", "House:"]))\(path)}"
        }
        return path
    }

    private mutating func operand() -> String {
        switch chance.below(8) {
        case 0, 1: String(whole())
        case 2: chance.pick(Mutation.numbers)
        case 3, 4: JSON.string(text()).text()
        case 5: moment()
        case 6: chance.pick(["true", "false", "2026-01-01", "08:30:00Z", "Male", "null"])
        default: uri()
        }
    }

    /// A regular expression, such as take others hours.
    mutating func pattern(_ depth: Int = 0) -> String {
        if chance.percent(10) {
            return chance.pick([
                "(a+)+$", "^(a|aa)+$", "(a*)*b", "(.*a){20}", "^(a?){500}a{500}$", "(?i)[Ā-Ͽ]+", "^urn:x:.*",
                "(?=a)", "(a)\\1", "[[:alpha:]]+", "x{,3}", "[]a]", "[^\\W_]", "\\u0041", "(a{50}){50}", "",
            ])
        }
        var text = chance.percent(15) ? "^" : ""
        for _ in 0..<chance.pick(1...5) {
            switch chance.below(9) {
            case 0 where depth < 5: text += "(\(pattern(depth + 1)))"
            case 1: text += chance.pick(["[a-z]", "[^a]", "[\\d.]", "[é-ü]", "[[:digit:]x]"])
            case 2: text += chance.pick(["\\w", "\\S", "\\b", ".", "\\D", "\\.", "\\n"])
            case 3 where depth < 5: text += "(\(pattern(depth + 1))|\(pattern(depth + 1)))"
            default: text += chance.pick(["a", "b", "ab", "é", ":", "urn", "İ", "1"])
            }
            if chance.percent(35) {
                text += chance.pick(["*", "+", "?", "{2}", "{1,3}", "{,2}", "*?", "{300}"])
            }
        }
        return text + (chance.percent(15) ? "$" : "")
    }

    private mutating func some(_ most: Int, _ between: [String], _ one: (inout Grammar) -> String) -> String {
        var text = one(&self)
        for _ in 0..<chance.below(most) { text += chance.pick(between) + one(&self) }
        return text
    }

    mutating func types() -> String {
        some(3, [",", "|", ";"]) { grammar in
            grammar.chance.percent(20) ? "(\(grammar.type());\(grammar.type()))" : grammar.type()
        }
    }

    mutating func scopes() -> String {
        some(3, [",", "|", ";"]) { grammar in
            grammar.chance.percent(20)
                ? "(\(grammar.scope());\(grammar.scope())/#)"
                : grammar.scope() + grammar.chance.pick(["", "", "/#", "/+", "/+/b"])
        }
    }

    mutating func attributes() -> String { some(4, [","]) { $0.attribute() } }

    mutating func projection(_ depth: Int = 0) -> String {
        some(4, [",", "|"]) { grammar in
            let name =
                grammar.chance.percent(20)
                ? grammar.chance.pick(["id", "type", "scope"]) : grammar.attribute()
            guard depth < 3, grammar.chance.percent(15) else { return name }
            return "\(name){\(grammar.projection(depth + 1))}"
        }
    }

    mutating func order() -> String {
        some(3, [","]) { $0.path() + $0.chance.pick(["", ";asc", ";desc", ";dist-asc", ";dist-desc", ";x"]) }
    }

    mutating func relation() -> String {
        chance.percent(90)
            ? chance.pick([
                "near;maxDistance==1000", "near;minDistance==10", "within", "contains", "intersects",
                "equals",
                "disjoint", "overlaps", "near;maxDistance==1e300",
            ])
            : chance.pick([
                "near", "near;maxDistance==-1", "near;maxDistance==\(chance.pick(Mutation.numbers))", "",
            ])
    }

    mutating func duration() -> String {
        chance.pick([
            "PT1H", "P1D", "P1M", "P1Y2M3DT4H5M6.5S", "PT0S", "P2W", "PT0.000001S", "P10000Y", "P120000M",
            "P1Y1W",
            "P", "PT", "-P1D", "P1.5D", "PT9999999999S", "0", "P99999999999999999999D", "PT1H1H", "P1DT",
        ])
    }

    mutating func methods() -> String {
        some(3, [","]) {
            $0.chance.pick([
                "totalCount", "distinctCount", "sum", "avg", "min", "max", "stddev", "sumsq", "x",
            ])
        }
    }

    /// The times of a question to the past, as five pieces: some of them empty.
    mutating func times() -> [String] {
        guard chance.percent(80) else { return ["", "", "", "", ""] }
        return [
            chance.pick(["before", "after", "between", "between", "during"]), moment(),
            chance.percent(60) ? moment() : "",
            chance.percent(30)
                ? chance.pick(["observedAt", "createdAt", "modifiedAt", "deletedAt", "x"]) : "",
            chance.percent(20) ? chance.pick(["1", "2", "0", "-1", "9223372036854775807", "x"]) : "",
        ]
    }

    /// A place as it is asked for: relation, kind, coordinates, property.
    mutating func place() -> [String] {
        begin()
        let kind = shape()
        return [
            relation(), kind, coordinates(kind).text(),
            chance.percent(30) ? chance.pick(["location", "route", "raw", "a", path()]) : "",
        ]
    }
}
