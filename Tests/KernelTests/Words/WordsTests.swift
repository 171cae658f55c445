// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

struct WordsTests {
    private func words() throws -> Words {
        var words = Words(unchecked: [.irish])
        try words.add(
            [
                "a": "One {thing} and {other}", "b": "Plain", "c": "{open", "d": "Due {on}",
                "month.1": "January",
            ], in: .english)
        try words.add(["b": "Simplí", "d": "Le {on}", "month.1": "Eanáir"], in: .irish)
        return words
    }

    @Test func fillsPlaces() throws {
        let words = try words()
        #expect(words("a", ["thing": "1", "other": "2"], in: .english) == "One 1 and 2")
        #expect(words("a", ["thing": "{other}", "other": "x"], in: .english) == "One {other} and x")
        #expect(words("a", ["thing": "1"], in: .english) == "One 1 and {other}")
        #expect(words("a", in: .english) == "One {thing} and {other}")
        #expect(words("c", ["open": "x"], in: .english) == "{open")
    }

    @Test func fallsBackToEnglishAndThenToTheKey() throws {
        let words = try words()
        #expect(words("b", in: .irish) == "Simplí")
        #expect(words(Phrase("a", ["thing": "1", "other": "2"]), in: .irish) == "One 1 and 2")
        #expect(words("nothing.there", in: .irish) == "[nothing.there]")
        #expect(words.find("nothing.there", in: .irish) == nil)
        #expect(words.find("a", in: .irish) != nil)
        #expect(!words.has("a", in: .irish) && words.has("b", in: .irish))
        #expect(words.keys(in: .irish) == ["b", "d", "month.1"])
    }

    @Test func writesDaysOut() throws {
        let words = try words()
        #expect(words("d", ["on": "2026-01-06"], in: .english) == "Due 6 January 2026")
        #expect(words("d", ["on": "2026-01-06"], in: .irish) == "Le 6 Eanáir 2026")
        #expect(words("d", ["on": "2026-01-40"], in: .english) == "Due 2026-01-40")
    }

    @Test func takesEveryKeyOnce() throws {
        var words = try words()
        #expect(throws: WordsError.twice(key: "b", language: .irish)) {
            try words.add(["b": "Arís"], in: .irish)
        }
        #expect(words.languages == [.english, .irish])
    }
}
