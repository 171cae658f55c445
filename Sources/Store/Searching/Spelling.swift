// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The words of what a store holds, and which of them somebody meant who mistyped one.
///
/// A word is kept with pieces of it: its first five letters with one of them left out, and of a long
/// one its last five likewise. Two words one slip apart share a piece whatever the slip, and so do
/// long ones two slips apart; how far they are apart is then counted. What words there are tells
/// nobody anything: a correction is offered only if it finds something for whoever asked.
struct Spelling {
    /// The least letters of a word that is corrected, and of one in which two slips are.
    static let shortest = 4
    static let long = 8
    /// How many letters of an end the pieces are made of.
    private static let end = 5
    /// The longest word that is learnt: what is longer was not typed by hand.
    private static let longest = 40
    /// The most words that are looked at for one, that stand for it, and that are tried together.
    private static let looked = 2_000
    private static let nearest = 4
    private static let tried = 24

    static let tables: [Table] = [
        Table("search_word", [.text("word")], key: ["word"]),
        Table("search_piece", [.text("piece"), .text("word")], key: ["piece", "word"]),
    ]

    let connection: any Connection

    // MARK: Learning

    /// Takes in the words of a text, folded and parted by blanks. Known ones cost a look each.
    func learn(_ folded: String) throws {
        let words = Set(folded.split(separator: " ").map(String.init).filter(Self.isLearnt)).sorted()
        for part in Self.parts(of: words) {
            let places = (1...part.count).map { "($\($0))" }.joined(separator: ", ")
            let new = try connection.rows(
                "INSERT INTO search_word (word) VALUES \(places) ON CONFLICT (word) DO NOTHING "
                    + "RETURNING word", part.map(Value.text)
            ).compactMap { $0[0].text }
            try keepPieces(of: new)
        }
    }

    private func keepPieces(of words: [String]) throws {
        let pieces = words.flatMap { word in Self.pieces(of: word).map { (piece: $0, word: word) } }
        for part in Self.parts(of: pieces) {
            let places = part.indices.map { "($\(2 * $0 + 1), $\(2 * $0 + 2))" }.joined(separator: ", ")
            try connection.run(
                "INSERT INTO search_piece (piece, word) VALUES \(places)",
                part.flatMap { [.text($0.piece), .text($0.word)] })
        }
    }

    /// Forgets those words of texts that nothing that is left has any more.
    func forget(_ folded: [String], isLeft: (String) throws -> Bool) throws {
        let words = Set(folded.flatMap { $0.split(separator: " ").map(String.init) })
        for word in words.sorted() where Self.isLearnt(word) {
            if try isLeft(word) { continue }
            try connection.run("DELETE FROM search_word WHERE word = $1", [.text(word)])
            for piece in Self.pieces(of: word) {
                try connection.run(
                    "DELETE FROM search_piece WHERE piece = $1 AND word = $2",
                    [.text(piece), .text(word)])
            }
        }
    }

    /// In few lengths, so that the engine knows each statement.
    private static func parts<Row>(of rows: [Row]) -> [[Row]] {
        var parts: [[Row]] = []
        var rest = rows[...]
        for size in [64, 8, 1] {
            while rest.count >= size {
                parts.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
        }
        return parts
    }

    private static func isLearnt(_ word: String) -> Bool {
        let scalars = word.unicodeScalars
        return (shortest...longest).contains(scalars.count)
            && scalars.allSatisfy(\.properties.isAlphabetic)
    }

    /// The pieces by which a word is found again. Those of its beginning and its end are told apart.
    static func pieces(of word: String) -> Set<String> {
        let letters = Array(word.unicodeScalars)
        var pieces = Set(withoutOne(Array(letters.prefix(end))).map { "^\($0)" })
        if letters.count >= long - 2 {
            pieces.formUnion(withoutOne(Array(letters.suffix(end))).map { "$\($0)" })
        }
        return pieces
    }

    private static func withoutOne(_ letters: [Unicode.Scalar]) -> [String] {
        letters.indices.map { index in
            var rest = letters
            rest.remove(at: index)
            return rest.reduce(into: "") { $0.unicodeScalars.append($1) }
        }
    }

    // MARK: Correcting

    /// What was meant by words that together find nothing: the nearest that do.
    /// - Parameter finds: whether words find anything for whoever asked.
    /// - Returns: the words; nil if none near them find anything.
    func corrected(_ words: [SearchWord], finds: ([String]) throws -> Bool) throws -> [String]? {
        let known = try words.map(isKnown)
        let isAllKnown = known.allSatisfy { $0 }
        var ways: [(words: [String], slips: Int)] = [([], 0)]
        for (word, isKnown) in zip(words, known) {
            var choices = isKnown ? [(word.text, 0)] : []
            if !isKnown || isAllKnown { choices += try near(word) }
            if choices.isEmpty { return nil }
            ways = ways.flatMap { way in
                choices.map { (way.words + [$0.0], way.slips + $0.1) }
            }.sorted { $0.slips < $1.slips }
            ways = Array(ways.prefix(Self.tried))
        }
        for way in ways where way.slips > 0 {
            if try finds(way.words) { return way.words }
        }
        return nil
    }

    /// Whether a word is there, or is the beginning of one, or is none that is ever corrected.
    private func isKnown(_ word: SearchWord) throws -> Bool {
        guard Self.isLearnt(word.text) else { return true }
        let next = "\(word.text)\u{10FFFF}"
        return try connection.value(
            "SELECT 1 FROM search_word WHERE word >= $1 AND word < $2 LIMIT 1",
            [.text(word.text), .text(next)]) != nil
    }

    /// The nearest words, with the slips to each.
    private func near(_ word: SearchWord) throws -> [(String, Int)] {
        guard Self.isLearnt(word.text) else { return [] }
        let length = word.text.unicodeScalars.count
        let distance = EditDistance(from: word.text, most: length < Self.long ? 1 : 2)
        let pieces = Self.pieces(of: word.text).sorted()
        let places = (1...pieces.count).map { "$\($0)" }.joined(separator: ", ")
        let sharing = try connection.rows(
            "SELECT word FROM search_piece WHERE piece IN (\(places)) "
                + "GROUP BY word ORDER BY count(*) DESC, word LIMIT \(Self.looked)",
            pieces.map(Value.text)
        ).compactMap { $0[0].text }
        let first = word.text.first
        let near = sharing.compactMap { other -> (word: String, slips: Int)? in
            guard other != word.text else { return nil }
            return distance(to: other, orItsBeginning: length > Self.end).map { (other, $0) }
        }
        return near.sorted { a, b in
            func rank(_ word: String, _ slips: Int) -> (Int, Int, Int, String) {
                (slips, word.first == first ? 0 : 1, abs(word.unicodeScalars.count - length), word)
            }
            return rank(a.word, a.slips) < rank(b.word, b.slips)
        }.prefix(Self.nearest).map { ($0.word, $0.slips) }
    }
}
