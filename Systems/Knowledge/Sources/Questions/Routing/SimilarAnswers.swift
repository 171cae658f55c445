// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Questions that were answered already, and may save one: those that share the rarest words with
/// what is about to be asked.
struct SimilarAnswers {
    private static let mostWords = 12
    private static let mostOfAWord = 60
    private static let most = 5

    let register: Register

    /// The nearest first; none that shares a single common word alone.
    func find(for text: String) throws -> [RegisterItem] {
        var scores: [RecordID: (item: RegisterItem, score: Double)] = [:]
        let words = Self.words(of: text)
        for word in words {
            let found = try items(with: word)
            // What every answer says tells nothing.
            let weight = 1 / log2(2 + Double(found.count))
            for item in found { scores[item.record, default: (item, 0)].score += weight }
        }
        let least = words.count > 1 ? 0.5 : 0
        var titles = Set<String>()
        // A question and the answer that was published of it are one.
        return scores.values.filter { $0.score > least }
            .sorted { ($1.score, $0.item.kind) < ($0.score, $1.item.kind) }
            .filter { titles.insert($0.item.title).inserted }
            .prefix(Self.most).map(\.item)
    }

    private func items(with word: String) throws -> [RegisterItem] {
        try Self.kinds.flatMap { kind in
            guard register.kind(kind.name) != nil else { return [RegisterItem]() }
            // Answers in other languages are found by what they say in the asker's.
            let isTranslation = kind == .translation
            return try register.page(
                RegisterQuery(
                    kind: kind.name, text: word,
                    conditions: isTranslation ? [.equal("sort", Translation.Sort.answer)] : [],
                    limit: Self.mostOfAWord)).items
        }
    }

    private static let kinds: [PublishedKind] = [.answer, .question, .sharedQuestion, .translation]

    /// The words that may tell one question from another: the longest.
    private static func words(of text: String) -> [String] {
        let all = Set(SearchWords.words(text)).filter { $0.count >= 4 }
        return all.sorted { ($1.count, $0) < ($0.count, $1) }.prefix(mostWords)
            // Words are found by their beginnings: without its ending one is found in other forms.
            .map { $0.count > 7 ? String($0.prefix(6)) : $0 }
    }
}
