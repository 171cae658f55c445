// SPDX-License-Identifier: EUPL-1.2

import Planning
import Testing

struct RegisterStoriesTests {
    @Test func theSameNumberGivesTheSameApplication() throws {
        let (one, other) = (try RegisterStories(seed: 7), try RegisterStories(seed: 7))
        let different = try RegisterStories(seed: 8)
        for number in [0, 1, 499, 999] {
            #expect(one.item(number, of: 1_000) == other.item(number, of: 1_000))
            #expect(one.item(number, of: 1_000) != different.item(number, of: 1_000))
        }
    }

    @Test func everyAuthorityPublishesAndSomeMuchMore() throws {
        let stories = try RegisterStories()
        let items = (0..<4_000).compactMap { stories.item($0, of: 4_000) }
        let counts = Dictionary(grouping: items, by: \.tenant).mapValues(\.count)
        #expect(counts.count == 31)
        #expect((counts.values.max() ?? 0) > 8 * (counts.values.min() ?? 0))
        #expect(items.allSatisfy { $0.publication != nil })
        #expect(Set(items.map(\.record)).count == 4_000)
    }

    @Test func commonWordsAreCommonAndRareOnesRare() throws {
        let stories = try RegisterStories()
        let texts = (0..<2_000).compactMap { stories.item($0, of: 2_000)?.publication?.summary }
        func share(_ word: String) -> Double {
            let found = texts.count { $0.lowercased().split(separator: " ").contains { $0 == word } }
            return Double(found) / Double(texts.count)
        }
        #expect(share("house") > 0.2)
        #expect(share("theatre") < 0.05)
        let mean = texts.map { $0.split(separator: " ").count }.reduce(0, +) / texts.count
        #expect((15...40).contains(mean))
    }

    @Test func newerOnesHaveHigherNumbers() throws {
        let stories = try RegisterStories()
        let days = [0, 5_000, 9_999].compactMap { stories.item($0, of: 10_000)?.publication?.day }
        #expect(days.count == 3 && days == days.sorted())
    }
}
