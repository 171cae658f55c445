// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What a network of many municipalities may have published, made up from a seed: for measuring at
/// a size no demonstration has. Its words are no language's, but as many and as often as in one.
public struct KnowledgeLibrary: Sendable {
    /// The slugs of those who publish.
    public let tenants: [String]
    private let words: [String]
    private let places: ZipfPlaces
    private let seed: UInt64

    private static let syllables = [
        "ba", "den", "kor", "li", "mun", "na", "per", "plan", "ra", "ser", "sta", "ti", "tor", "vel",
        "wa", "ing", "gem", "han", "jo", "ska",
    ]
    private static let languages = ["en", "nl", "da", "lt", "ga", "mt", "sk", "bg", "ro", "lv"]
    private static let lastDay = Day(year: 2026, month: 11, day: 20) ?? .first

    /// - Parameters:
    ///   - municipalities: how many publish.
    ///   - vocabulary: how many words there are.
    public init(municipalities: Int, vocabulary: Int = 200_000, seed: UInt64 = 1) {
        tenants = (0..<municipalities).map { "municipality-\($0)" }
        self.seed = seed
        var numbers = SeededNumbers(seed: seed)
        var known = Set<String>()
        while known.count < vocabulary {
            let length = 2 + Int(numbers.next() % 4)
            known.insert((0..<length).compactMap { _ in Self.syllables.one(&numbers) }.joined())
        }
        words = known.sorted()
        places = ZipfPlaces(words.count, shift: 4)
    }

    /// One of so many things; those with higher numbers are newer.
    public func item(_ number: Int, of count: Int) -> PublishedItem {
        var numbers = SeededNumbers(seed: seed &+ UInt64(number) &* 0x9e37_79b9)
        let age = (count - number) * 3_650 / max(count, 1)
        let day = Self.lastDay.adding(days: -age)
        let at = Instant(
            milliseconds: Int64(day.number) * 86_400_000 + Int64(number % 80_000) * 1_000)
        let id = RecordID(at: at, random: (numbers.next(), UInt16(truncatingIfNeeded: number)))
        return PublishedItem(
            tenant: tenants.one(&numbers) ?? "", record: id, version: 1, at: at,
            publication: publication(day, &numbers))
    }

    private func publication(_ day: Day, _ numbers: inout SeededNumbers) -> Publication {
        let language = Self.languages.one(&numbers).stored
        let topic = Topic.allCases.one(&numbers).stored
        let title = text(3 + Int(numbers.next() % 6), &numbers)
        let kind: PublishedKind
        let length: Int
        var columns: Values = ["topic": topic, "language": language]
        switch numbers.next() % 20 {
        case 0..<8:
            (kind, length) = (.section, 120)
            columns = [
                "guide": RecordID.none.stored, "anchor": .text("a"), "sort": .text("text"),
                "edition": .integer(1),
            ]
        case 8..<12: (kind, length) = (.answer, 60)
        case 12..<15: (kind, length) = (.event, 40)
        case 15..<17: (kind, length) = (.practice, 50)
        case 17: (kind, length) = (.guide, 25)
        case 18: (kind, length) = (.sharedQuestion, 50)
        default: (kind, length) = (.question, 50)
        }
        let known = Set(kind.columnNames)
        return Publication(
            kind: kind.name, reference: "", title: title, summary: text(length, &numbers),
            status: kind == .practice ? "shared" : kind == .answer ? "current" : "published", day: day,
            columns: columns.filter { known.contains($0.key) },
            body: ["title": .string(title)])
    }

    private func text(_ length: Int, _ numbers: inout SeededNumbers) -> String {
        (0..<length).map { _ in word(&numbers) }.joined(separator: " ")
    }

    private func word(_ numbers: inout SeededNumbers) -> String { words[places.one(&numbers)] }

    /// What somebody looks for: one to three words, as often as they stand in texts.
    public func question(_ number: Int) -> String {
        var numbers = SeededNumbers(seed: seed &+ 7 &+ UInt64(number) &* 0x51_7cc1)
        return text(1 + Int(numbers.next() % 3), &numbers)
    }

    /// The same with a slip in its longest word: a letter left out, doubled, or changed places.
    public func mistyped(_ number: Int) -> String {
        var numbers = SeededNumbers(seed: seed &+ 11 &+ UInt64(number) &* 0x51_7cc1)
        var words = question(number).split(separator: " ").map(String.init)
        guard let longest = words.indices.max(by: { words[$0].count < words[$1].count }) else { return "" }
        var letters = Array(words[longest])
        let place = 1 + Int(numbers.next() % UInt64(max(1, letters.count - 2)))
        switch numbers.next() % 3 {
        case 0: letters.remove(at: place)
        case 1: letters.insert(letters[place], at: place)
        default: letters.swapAt(place, place - 1)
        }
        words[longest] = String(letters)
        return words.joined(separator: " ")
    }
}
