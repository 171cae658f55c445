// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// Says what a text is about, by what the topics are called in every language and by words that are
/// typical of each (`Facts/topics.json`); and which words told it.
struct TopicGuess: Sendable {
    /// A topic, and the words of the text that speak for it, as they stand there.
    struct Found: Sendable {
        let topic: Topic
        let words: [String]
    }

    /// Words that follow each other, each the beginning of one in a text.
    private struct Keyword: Sendable {
        let topic: Topic
        let parts: [String]

        func stands(at place: Int, in words: [String]) -> Bool {
            guard place + parts.count <= words.count else { return false }
            return zip(parts, words[place...]).allSatisfy { part, word in
                // A short one begins too many others.
                part.count < TopicGuess.shortestBeginning ? word == part : word.hasPrefix(part)
            }
        }
    }

    private static let shortestBeginning = 5
    private static let indexed = 3

    /// By the first letters of the first word.
    private let keywords: [String: [Keyword]]

    private static let facts = Result {
        try JSON(parsing: SystemResources.text("Facts/topics.json", in: Bundle.module))
    }

    /// - Throws: `Fault` when the facts are not beside the program.
    init(_ words: Words) throws {
        let facts = try Self.facts.get()
        var keywords: [String: [Keyword]] = [:]
        for topic in Topic.allCases where topic != .other {
            let names = words.languages.compactMap {
                words.find("knowledge.field.topic.\(topic.rawValue)", in: $0)
            }
            let typical = (facts["topics"]?[topic.rawValue]?.asArray ?? []).compactMap(\.asString)
            for text in Set(names + typical) {
                let parts = SearchWords.words(text)
                guard let first = parts.first else { continue }
                keywords[String(first.prefix(Self.indexed)), default: []].append(
                    Keyword(topic: topic, parts: parts))
            }
        }
        self.keywords = keywords
    }

    /// The topic that most of the text speaks for; nil where nothing speaks for any.
    func topic(of text: String) -> Found? {
        let said = text.prefix(4_000).split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let folded = said.map(SearchWords.folded)
        var places: [Topic: Set<Int>] = [:]
        for (place, word) in folded.enumerated() {
            for keyword in keywords[String(word.prefix(Self.indexed))] ?? []
            where keyword.stands(at: place, in: folded) {
                places[keyword.topic, default: []].formUnion(place..<place + keyword.parts.count)
            }
        }
        // Longer words say more; of two topics of which as much is said, the first in the list.
        let weighed = Topic.allCases.compactMap { topic in
            places[topic].map { (topic, $0, $0.reduce(0) { $0 + folded[$1].count }) }
        }
        let most = weighed.map(\.2).max()
        return weighed.first { $0.2 == most }.map { topic, places, _ in
            Found(topic: topic, words: Self.distinct(places.sorted().map { said[$0] }))
        }
    }

    private static func distinct(_ words: [String]) -> [String] {
        var seen = Set<String>()
        return words.filter { seen.insert($0.lowercased()).inserted }
    }
}
