// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// What the form on the page of entities asks, and the same as NGSI-LD asks it.
struct EntityQuestion: Sendable {
    /// How many conditions the form has room for.
    static let rows = 3
    static let operators = ["==", "!=", ">", ">=", "<", "<=", "~=", "!~=", "exists"]
    static let limits = [20, 50, 100, 200]

    /// One row of the form.
    struct Row: Sendable {
        var attribute: String
        var comparison: String
        var value: String
    }

    let type: String?
    let conditions: [Row]
    /// A question in the query language itself, beside the rows.
    let query: String?
    let latitude, longitude, metres: String?
    /// A place said in full, as the interface has it: from an address, not from the form.
    let place: [String: String]
    let limit: Int
    let offset: Int
    /// In the past of which everything is looked at.
    let moment: Stamp?
    /// The part of the map that is shown.
    let bounds: Bounds?
    /// What was typed and cannot be meant.
    let problems: Problems
    private let form: FormData

    init(_ request: Request) {
        let form = request.query
        func text(_ name: String) -> String? {
            form[name].map(\.trimmingSpace).flatMap { $0.isEmpty ? nil : $0 }
        }
        self.form = form
        type = text("type")
        conditions = (1...Self.rows).map { number in
            let comparison = text("op\(number)") ?? "=="
            return Row(
                attribute: text("attr\(number)") ?? "",
                comparison: Self.operators.contains(comparison) ? comparison : "==",
                value: text("value\(number)") ?? "")
        }
        query = text("q")
        (latitude, longitude, metres) = (text("lat"), text("lon"), text("metres"))
        place = Dictionary(
            uniqueKeysWithValues: ["georel", "geometry", "coordinates", "geoproperty"].compactMap { name in
                text(name).map { (name, $0) }
            })
        limit = text("limit").flatMap { Int($0) }.map { min(max($0, 1), Self.limits.last ?? 200) }
            ?? Self.limits[0]
        offset = text("offset").flatMap { Int($0) }.map { min(max($0, 0), 1 << 40) } ?? 0
        bounds = text("bounds").flatMap { Bounds($0) }
        var problems = Self.problems(latitude, longitude, metres)
        let asked = text("asOf")
        moment = asked.flatMap { Stamp($0) ?? request.moment(typed: $0).map(Stamp.init) }
        if asked != nil, moment == nil {
            problems.add("asOf", "moment", Phrase("twin.fields.problem.moment"))
        }
        self.problems = problems
    }

    /// What is wrong with where it is to be near: both degrees are needed, as numbers there are.
    private static func problems(_ latitude: String?, _ longitude: String?, _ metres: String?) -> Problems {
        var problems = Problems()
        func check(_ name: String, _ text: String?, _ isGood: (Double) -> Bool) {
            if let text, Double(number(text)).map(isGood) != true {
                problems.add(name, "number", Phrase("twin.form.problem.\(name)"))
            }
        }
        check("lat", latitude) { abs($0) <= 90 }
        check("lon", longitude) { abs($0) <= 180 }
        check("metres", metres) { $0 > 0 && $0 < .infinity }
        let isNear = latitude != nil || longitude != nil || metres != nil
        for (name, text) in [("lat", latitude), ("lon", longitude)] where isNear && text == nil {
            problems.add(name, "missing", Phrase("twin.form.problem.place"))
        }
        return problems
    }

    /// A number as programs write it.
    private static func number(_ text: String) -> String { text.replacing(",", with: ".") }

    /// Whether more is asked than the first rows of the form have.
    var asksMore: Bool {
        query != nil || latitude != nil || longitude != nil || metres != nil
            || conditions.dropFirst().contains { !$0.attribute.isEmpty }
    }

    /// The parameters of the interface, in the order people read them. Without a type all are meant.
    var parameters: [(name: String, value: String)] {
        var pairs = [(name: "type", value: type ?? "*")]
        if let condition { pairs.append(("q", condition)) }
        pairs += near ?? place.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let moment { pairs.append(("asOf", moment.description)) }
        return pairs
    }

    private var near: [(name: String, value: String)]? {
        guard let latitude, let longitude else { return nil }
        return [
            ("georel", "near;maxDistance==\(Self.number(metres ?? "1000"))"), ("geometry", "Point"),
            ("coordinates", "[\(Self.number(longitude)),\(Self.number(latitude))]"),
        ]
    }

    /// The rows and what was asked in the query language, all of which must be so.
    private var condition: String? {
        var parts = conditions.filter { !$0.attribute.isEmpty }.map(Self.term)
        if let query { parts.append(parts.isEmpty || !query.contains("|") ? query : "(\(query))") }
        return parts.isEmpty ? nil : parts.joined(separator: ";")
    }

    private static func term(_ row: Row) -> String {
        switch row.comparison {
        case "exists": row.attribute
        case "~=", "!~=": "\(row.attribute)\(row.comparison)\"\(row.value.replacing("\"", with: "\\\""))\""
        default: "\(row.attribute)\(row.comparison)\(operand(row.value))"
        }
    }

    /// Numbers, truth values and moments stand as they are; everything else is a text in quotes.
    private static func operand(_ text: String) -> String {
        // Half the world writes numbers with a comma.
        if text.wholeMatch(of: /-?[0-9]+,[0-9]+/) != nil { return number(text) }
        let isPlain = JSONNumber(lexeme: text) != nil || ["true", "false"].contains(text)
            || Stamp(text) != nil
        return isPlain ? text : JSON.string(text).text()
    }

    /// The request line of the interface.
    func line(offset: Int? = nil) -> String {
        var pairs = parameters + [("limit", String(limit))]
        let first = offset ?? self.offset
        if first > 0 { pairs.append(("offset", String(first))) }
        let query = pairs.map { "\($0.name)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return "/ngsi-ld/v1/entities?\(query)"
    }

    /// As few characters escaped as may be, so that it can be read.
    private static func encoded(_ text: String) -> String {
        text.map { character in
            "-._~/:,*=;@".contains(character) ? String(character) : Href.encoded(String(character))
        }.joined()
    }

    /// The same question at another address, with some of it changed.
    func href(_ base: Href, _ changes: [String: String?] = [:]) -> Href {
        // The branch stands in the address already.
        let kept = form.pairs.filter {
            !$0.value.isEmpty && changes[$0.name] == nil && !["lang", "branch"].contains($0.name)
        }
        let changed = changes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return base.with(kept.map { ($0.name, Optional($0.value)) } + changed)
    }
}
