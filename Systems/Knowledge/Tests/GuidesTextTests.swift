// SPDX-License-Identifier: EUPL-1.2

import Knowledge
import Testing

/// The pure parts: marks of a text, differences by words, passages, checklists.
@Suite struct GuidesTextTests {
    /// The old and the new text of pieces.
    private func texts(_ pieces: [WordDiff.Piece]) -> (old: String, new: String) {
        var (old, new) = ("", "")
        for piece in pieces {
            switch piece {
            case .same(let text): (old, new) = (old + text, new + text)
            case .removed(let text): old += text
            case .added(let text): new += text
            }
        }
        return (old, new)
    }

    @Test func differencesAreByWords() {
        #expect(
            WordDiff.pieces(from: "Thirty is the limit.", to: "Twenty is our limit.") == [
                .removed("Thirty"), .added("Twenty"), .same(" is "), .removed("the"), .added("our"),
                .same(" limit."),
            ])
        #expect(WordDiff.pieces(from: "", to: "New") == [.added("New")])
        #expect(WordDiff.pieces(from: "Old", to: "") == [.removed("Old")])
        #expect(WordDiff.pieces(from: "Same", to: "Same") == [.same("Same")])
    }

    @Test func bothTextsAreWholeInTheDifference() {
        var seed: UInt64 = 7
        func next(_ bound: UInt64) -> UInt64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (seed >> 33) % bound
        }
        for _ in 1...300 {
            let old = (0..<next(30)).map { _ in "w\(next(5))" }.joined(separator: " ")
            let new = (0..<next(30)).map { _ in "w\(next(5))" }.joined(separator: next(4) == 0 ? "\n" : " ")
            let both = texts(WordDiff.pieces(from: old, to: new))
            #expect(both.old == old && both.new == new)
        }
    }

    @Test func whatDiffersInTooMuchIsComparedByParagraphs() {
        let common = "This stays as it is."
        let old = (1...2_000).map { "a\($0)" }.joined(separator: " ") + "\n" + common
        let new = (1...2_000).map { "b\($0)" }.joined(separator: " ") + "\n" + common
        let pieces = WordDiff.pieces(from: old, to: new)
        #expect(pieces.contains { $0 == .same("\n\(common)") || $0 == .same(common) })
        let both = texts(pieces)
        #expect(both.old == old && both.new == new)
        let many = (1...3_000).map { "a\($0)" }.joined(separator: "\n")
        let others = (1...3_000).map { "b\($0)" }.joined(separator: "\n")
        #expect(WordDiff.pieces(from: many, to: others) == [.removed(many), .added(others)])
    }

    @Test(arguments: [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        ("[x](javascript:alert(1))", "<p>x)</p>"),
        ("[x](https://a.eu/?b=\"c)", "<p><a href=\"https://a.eu/?b=&quot;c\" rel=\"nofollow\">x</a></p>"),
        ("open *only", "<p>open *only</p>"),
    ])
    func marksAreReadAndMarkupIsNot(text: String, html: String) {
        #expect(GuideText(text).html.string == html)
    }

    @Test func aHostileTextIsReadInTime() {
        let hostile = String(repeating: "[", count: 8_000)
        #expect(GuideText(hostile).plain == hostile)
    }

    @Test func passagesAreFoundWhereTheyAre() {
        let passage = Passage(anchor: "a", quote: "thirty  is\nfine")
        #expect(passage.standing(in: [("a", "So thirty is fine."), ("b", "")]) == .inPlace)
        #expect(passage.standing(in: [("a", "No."), ("b", "thirty is fine")]) == .moved("b"))
        #expect(passage.standing(in: [("a", "thirty was fine")]) == .orphaned)
        #expect(Passage(anchor: "a", quote: nil).standing(in: [("b", "")]) == .orphaned)
    }

    @Test func aChecklistIsKeptAsText() {
        let kept = "[x] One\n> Done by Oona\n[ ] Two"
        #expect(Checklist(kept: kept).text == kept)
        #expect(Checklist(lines: "- One\n\n* Two").text == "[ ] One\n[ ] Two")
        #expect(Checklist(lines: "- [ ] One\n- [x] Two").text == "[ ] One\n[ ] Two")
        #expect(
            Checklist(kept: kept).carried(to: "Two\nThree").text
                == "[ ] Two\n[ ] Three\n[x] One\n> Done by Oona")
    }
}
