// SPDX-License-Identifier: EUPL-1.2

/// What 4.17 and 4.19 of GS CIM 009 have in common: a list of which one must be met (`,` or `|`), each
/// either one thing, or several in parentheses that must be met together (`(A;B)`).
enum SelectionList {
    private static let longest = 16_384, mostItems = 500

    static func read(
        _ text: String, at pointer: String, clause: String
    ) throws(TwinProblem) -> [[Substring]] {
        guard text.utf8.count <= longest else {
            throw TwinProblem(.tooComplexQuery, "The selection is too long.", at: pointer, clause: clause)
        }
        var alternatives: [[Substring]] = []
        var rest = text[...]
        var count = 0
        repeat {
            let items = try alternative(&rest, text, pointer, clause)
            count += items.count
            guard count <= mostItems else {
                throw TwinProblem(.tooComplexQuery, "The selection is too long.", at: pointer, clause: clause)
            }
            alternatives.append(items)
        } while take(&rest, ",", "|")
        guard rest.isEmpty else { throw problem(rest, text, pointer, clause) }
        return alternatives
    }

    private static func alternative(
        _ rest: inout Substring, _ text: String, _ pointer: String, _ clause: String
    ) throws(TwinProblem) -> [Substring] {
        guard take(&rest, "(", "(") else { return [try item(&rest, text, pointer, clause)] }
        var items: [Substring] = []
        repeat { items.append(try item(&rest, text, pointer, clause)) } while take(&rest, ";", ";")
        guard take(&rest, ")", ")") else { throw problem(rest, text, pointer, clause) }
        return items
    }

    private static func item(
        _ rest: inout Substring, _ text: String, _ pointer: String, _ clause: String
    ) throws(TwinProblem) -> Substring {
        let end = rest.firstIndex { ",|;()".contains($0) } ?? rest.endIndex
        guard end > rest.startIndex else { throw problem(rest, text, pointer, clause) }
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    private static func take(_ rest: inout Substring, _ sign: Character, _ other: Character) -> Bool {
        guard let first = rest.first, first == sign || first == other else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func problem(
        _ rest: Substring, _ text: String, _ pointer: String, _ clause: String
    ) -> TwinProblem {
        let place = text.utf8.distance(from: text.startIndex, to: rest.startIndex) + 1
        let what = rest.isEmpty ? "its end" : "“\(rest.prefix(20))”"
        return .bad(
            "The selection is not sound at character \(place): there is \(what).",
            at: pointer, clause: clause)
    }
}
