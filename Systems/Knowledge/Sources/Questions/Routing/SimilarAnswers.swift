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
    /// What shares less than this, or less than this part of what the nearest shares, only looks alike.
    private static let least = 0.5
    private static let leastOfBest = 0.5

    let register: Register
    let network: Network

    private struct Candidate {
        var item: RegisterItem
        var score = 0.0
        var words = 0
    }

    /// The nearest first; none that shares a single word alone, unless nothing else was said.
    func find(for text: String) throws -> [RegisterItem] {
        var candidates: [RecordID: Candidate] = [:]
        let words = try Self.words(of: text)
        for word in words {
            let found = try items(with: word)
            // What every answer says tells nothing. An answer and its translation are one, shown in the
            // language in which it was found.
            let byAnswer = Dictionary(found.map { (Self.answer(of: $0), $0) }, uniquingKeysWith: { $1 })
            let weight = 1 / log2(2 + Double(byAnswer.count))
            for (answer, item) in byAnswer {
                var candidate = candidates[answer] ?? Candidate(item: item)
                candidate.item = item
                candidate.score += weight
                candidate.words += 1
                candidates[answer] = candidate
            }
        }
        let least = max(
            words.count > 1 ? Self.least : 0,
            Self.leastOfBest * (candidates.values.map(\.score).max() ?? 0))
        // Of few words one says enough; of many, two must agree.
        let enough = min(2, (words.count + 1) / 2)
        let near = candidates.filter { $0.value.score >= least && $0.value.words >= enough }
        var titles = Set<String>()
        return try near.values.sorted { ($1.score, $0.item.kind) < ($0.score, $1.item.kind) }
            .filter { titles.insert($0.item.title).inserted }
            .prefix(Self.most * 2).map(\.item)
            .filter { try !isToldBy(Set(near.keys), $0) }
            .prefix(Self.most).map { $0 }
    }

    /// Whether the answer that was published of a question is among these: the two are one.
    private func isToldBy(_ others: Set<RecordID>, _ item: RegisterItem) throws -> Bool {
        guard [PublishedKind.question.name, PublishedKind.sharedQuestion.name].contains(item.kind),
            let store = try? network.tenant(item.tenant)
        else { return false }
        let published = try store.read(as: .system("pages")) { reader in
            try reader.list(
                Answer.self, Query([.field("source", is: item.record), .state(.current)], limit: 10))
        }
        return published.contains { others.contains($0.id) }
    }

    private static func answer(of item: RegisterItem) -> RecordID {
        item.columns["original"].flatMap(RecordID.init(stored:)) ?? item.record
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

    /// The words that may tell one question from another: the longest, without those of every text.
    private static func words(of text: String) throws -> [String] {
        let small = try LanguageGuess.shared().smallWords
        let all = Set(SearchWords.words(text)).filter { $0.count >= 4 && !small.contains($0) }
        var seen = Set<String>()
        // Words are found by their beginnings: without its ending one is found in other forms.
        return all.sorted { ($1.count, $0) < ($0.count, $1) }
            .map { $0.count > 7 ? String($0.prefix(6)) : $0 }
            .filter { seen.insert($0).inserted }.prefix(mostWords).map { $0 }
    }
}
