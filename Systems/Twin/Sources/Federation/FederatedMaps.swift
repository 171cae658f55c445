// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// Entity maps of sources, which one made here leads to (GS CIM 009, 5.14.4 and 5.14.5).
struct FederatedMaps: Sendable {
    /// What sources have that may be meant.
    struct Made: Sendable {
        /// The sources that were asked.
        var sources: Set<String> = []
        /// Which sources have an entity, by its id, in the order they were told of.
        var entries: [EntityMap.Entry] = []
        var linked: [String: String] = [:]
        var warnings: [String] = []

        /// With what was found here and by asking others for the entities themselves.
        func joined(to found: [EntityMap.Entry]) -> [EntityMap.Entry] {
            var all = found
            var places = Dictionary(found.enumerated().map { ($1.id, $0) }) { first, _ in first }
            for entry in entries {
                if let place = places[entry.id] {
                    all[place].sources += entry.sources
                } else {
                    places[entry.id] = all.count
                    all.append(entry)
                }
            }
            return all
        }
    }

    private let federation: Federation
    private let operation: SourceOperation
    private let path: [String]

    init?(_ call: Call, by operation: SourceOperation) throws {
        guard let federation = try Federation(call) else { return nil }
        (self.federation, self.operation) = (federation, operation)
        path = operation == .createEntityMapQueryTemporal ? ["temporal", "entityMaps"] : ["entityMaps"]
    }

    /// Has sources make their maps.
    /// - Parameter query: what is asked beside types and ids.
    /// - Returns: nil: none of them makes any.
    func make(_ filter: EntityFilter, _ query: [(String, String)]) async throws -> Made? {
        guard !filter.isLocal else { return nil }
        let interest = Interest(filter.selectors, attributes: nil)
        let sources = federation.matching(interest, for: operation)
        guard !sources.isEmpty, try !federation.refuseLoop(sources) else { return nil }
        let asking = SourceQuestions(
            call: federation.call, selectors: filter.selectors, interest: interest, wanted: nil)
        var made = Made()
        var questions: [(Registration, TermTable, OutgoingRequest)] = []
        for source in sources {
            guard let words = await federation.words(source, warning: &made.warnings) else { continue }
            made.sources.insert(source.id)
            for question in asking.all(for: source, words, query) {
                questions.append(
                    (source, words,
                        federation.request(.get, path, question.query, to: source, words: words)))
            }
        }
        for answer in await federation.ask(questions) {
            if let warning = answer.warning { made.warnings.append(warning) }
            if answer.isDone { made.take(answer) }
        }
        return made
    }
}

extension FederatedMaps.Made {
    fileprivate mutating func take(_ answer: SourceAnswer) {
        let id = answer.registration.id
        linked[id] = answer.header("ngsild-entitymap") ?? answer.json?["id"]?.asString
        let told = answer.json?["entityMap"]?.asObject ?? [:]
        entries = joined(to: told.prefix(EntityMaps.mostEntities).map { ($0.key, [id]) })
    }
}
