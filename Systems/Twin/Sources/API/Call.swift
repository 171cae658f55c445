// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// One call of the interface while it is answered: what is asked, of which twin, by whom, and in which
/// words.
struct Call: Sendable {
    var request: Request
    let hub: TwinHub
    let twin: Twin
    let access: TwinAccess
    /// What the places of the path stand for, decoded.
    let places: [String: String]
    var parameters: [String: String]
    let now: Stamp
    /// The words of the reader: of the `Link` header, or the core context. A body with a context of its
    /// own has its own (`Body.naming`).
    var context: TermTable
    let media: Media
    /// How many more contexts are fetched for it, however many it names.
    let fetches = FetchBudget()
    /// The parameters that stood in the body, as members of a query.
    var posted: Set<String> = []
    /// What entities that are linked from those asked for are together with what sources have of them.
    var linkedElsewhere: [String: Entity] = [:]

    /// In which form an answer is wanted.
    enum Media: String, Sendable {
        case json = "application/json"
        case linked = "application/ld+json"
        case geo = "application/geo+json"
    }

    subscript(place: String) -> String { places[place] ?? "" }

    /// Who is named in the log.
    var actor: String { access.actor }

    /// The options asked for, of `options` and `format`; of the forms of entities, that of `format` counts
    /// where both name one (6.3.7, 6.3.12).
    var options: Set<String> {
        let format = Self.words(parameters["format"])
        let options = Self.words(parameters["options"])
        return format.isEmpty ? options : options.subtracting(Self.forms).union(format)
    }

    private static func words(_ text: String?) -> Set<String> {
        Set((text ?? "").split(separator: ",").map { String($0).trimmingSpace })
    }

    private static let forms: Set<String> = [
        "normalized", "concise", "simplified", "keyValues", "temporalValues", "aggregatedValues",
    ]

    /// Where a parameter stood: in the address, or in the body.
    func pointer(_ name: String) -> String { (posted.contains(name) ? "/" : "?") + name }

    /// A number among the parameters.
    func number(_ name: String, in range: ClosedRange<Int>) throws(TwinProblem) -> Int? {
        guard let text = parameters[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .bad(
                "“\(name)” is a whole number from \(range.lowerBound) to \(range.upperBound).",
                at: pointer(name), clause: "6.3.10")
        }
        return number
    }

    /// True or false among the parameters; false if it is not there.
    func flag(_ name: String) throws(TwinProblem) -> Bool {
        switch parameters[name] {
        case nil, "false": return false
        case "true": return true
        default: throw .bad("“\(name)” is true or false.", at: pointer(name))
        }
    }

    /// Does an act on the twin.
    func perform<T: Sendable>(_ act: @escaping @Sendable (inout Draft) throws -> T) async throws -> T {
        try await twin.perform(by: actor, at: request.now, act)
    }

    /// The id a path names, which must be a URI.
    func id(_ place: String = "id") throws(TwinProblem) -> String {
        let id = self[place]
        guard NameRules.isURI(id) else {
            throw .bad("“\(id)” is no URI.", clause: "4.6.1")
        }
        return id
    }

    /// The moment of `asOf=`, in the past of which everything is then read.
    func asOf() throws(TwinProblem) -> Stamp? {
        guard let text = parameters["asOf"] else { return nil }
        guard let moment = Stamp(text) else {
            throw .bad("“asOf” is a moment in UTC such as 2026-01-06T09:30:00Z.", at: "?asOf")
        }
        return moment
    }
}
