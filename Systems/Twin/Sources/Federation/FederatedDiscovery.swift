// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Types and attributes that sources have (GS CIM 009, 5.7.11): what they say, by the lists with details.
struct FederatedDiscovery: Sendable {
    /// A type with the names of its attributes, all of them whole.
    struct Known: Sendable {
        let type: String
        let attributes: [String]
    }

    let federation: Federation
    private static let most = 10_000

    init?(_ call: Call) throws {
        guard let federation = try Federation(call) else { return nil }
        self.federation = federation
    }

    /// What sources say, and who did not answer.
    func ask() async throws -> (known: [Known], warnings: [String]) {
        let everything = Interest(entities: [], attributes: nil)
        let sources = federation.matching(everything, for: .retrieveEntityTypeDetails, .retrieveEntityTypes)
        guard try !federation.refuseLoop(sources) else { return ([], []) }
        var (known, warnings): ([Known], [String]) = ([], [])
        var questions: [(Registration, TermTable, OutgoingRequest)] = []
        for source in sources {
            guard let words = await federation.words(source, warning: &warnings) else { continue }
            let details = source.operations.contains(.retrieveEntityTypeDetails) ? [("details", "true")] : []
            questions.append(
                (source, words, federation.request(.get, ["types"], details, to: source, words: words)))
        }
        for answer in await federation.ask(questions) {
            if let warning = answer.warning { warnings.append(warning) }
            if answer.isDone, let json = answer.json { known += Self.read(json, answer.words) }
        }
        return (known, warnings)
    }

    private static func read(_ json: JSON, _ words: TermTable) -> [Known] {
        if let list = json["typeList"]?.texts {
            return list.prefix(most).map { Known(type: words.expand($0), attributes: []) }
        }
        return (json.asArray ?? []).prefix(most).compactMap { item in
            guard let name = item["typeName"]?.asString ?? item["id"]?.asString else { return nil }
            let attributes = (item["attributeNames"]?.texts ?? []).prefix(most).map(words.expand)
            return Known(type: words.expand(name), attributes: attributes)
        }
    }
}
