// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Cases of one seed, one after another: each follows from the seed and its number alone.
struct Round {
    let seed: UInt64
    let progress: Progress
    private let strangers = Strangers()
    private var door: Door?
    /// What was told to the door that is open, until it is compared with what another process reads.
    private var told: [(number: UInt64, tenant: String)] = []
    private var heard = 0
    /// The case that took longest, in seconds.
    private(set) var slowest = (number: UInt64(0), seconds: 0.0)

    /// How many stories one door hears.
    private static let storiesOfADoor = 200
    /// One case in so many is a story; and one in so many is of people, which takes long.
    private static let (stories, offices) = (40, 20_000)

    init(_ seed: UInt64, _ progress: Progress) { (self.seed, self.progress) = (seed, progress) }

    /// Tries a case.
    /// - Returns: what should be so and is not.
    mutating func wrong(_ number: UInt64, isTold: Bool = false) async throws -> [String] {
        progress.begin(number)
        var grammar = Grammar(Chance(seed: seed, number: number))
        let begun = ContinuousClock.now
        defer { note(begun.duration(to: .now), number) }
        if grammar.chance.below(Self.offices) == 0 { return try await office(grammar, number, isTold) }
        if grammar.chance.below(Self.stories) == 0 { return try await story(grammar, number, isTold) }
        return await piecewise(&grammar, number, isTold)
    }

    private mutating func note(_ took: Duration, _ number: UInt64) {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        if seconds > slowest.seconds { slowest = (number, seconds) }
    }

    private func piecewise(_ grammar: inout Grammar, _ number: UInt64, _ isTold: Bool) async -> [String] {
        let input = Piecewise(&grammar)
        progress.add(1)
        if isTold {
            say("\(input.name):")
            for piece in input.pieces {
                say("  " + JSON.string(String(decoding: piece, as: UTF8.self)).text())
            }
        }
        return await input.wrong().map { ["number \(number) (\(input.name)): \($0)"] } ?? []
    }

    private func office(_ grammar: Grammar, _ number: UInt64, _ isTold: Bool) async throws -> [String] {
        strangers.begin(seed, number)
        var office = try await Office(grammar, strangers, isTold: isTold)
        await office.run()
        progress.add(office.requests)
        return office.wrong.map { "number \(number) (office): \($0)" }
    }

    private mutating func story(_ grammar: Grammar, _ number: UInt64, _ isTold: Bool) async throws -> [String]
    {
        let door = try self.door ?? Door(strangers)
        self.door = door
        strangers.begin(seed, number)
        var story = Story(grammar, number, door, isTold: isTold)
        await story.run()
        progress.add(story.sent.count)
        heard += 1
        if story.isLasting { told.append((number, story.tenant)) }
        let wrong = story.wrong.map { "number \(number) (story): \($0)" }
        return heard < Self.storiesOfADoor ? wrong : wrong + (try await close())
    }

    /// Lets the door go, once another process has read from its stores what it tells.
    mutating func close() async throws -> [String] {
        guard let door else { return [] }
        var wrong: [String] = []
        let other = try door.beside()
        for story in told {
            for question in Self.questions.map({ $0.to(story.tenant) }) {
                let (own, its) = (await door.answer(question), await other.answer(question))
                guard own.status == its.status, own.status >= 300 || own.json == its.json else {
                    wrong.append(
                        "number \(story.number) (story): read anew, it is another: \(question.target): "
                            + "\(own.text.prefix(4_000)) / \(its.text.prefix(4_000))")
                    continue
                }
            }
        }
        (self.door, told, heard) = (nil, [], 0)
        return wrong
    }

    /// All that is, and all that was.
    private static let questions = [
        Sent("GET", "entities", [("local", "true"), ("limit", "1000"), ("options", "sysAttrs")]),
        Sent(
            "GET", "temporal/entities",
            [
                ("local", "true"), ("limit", "1000"), ("timerel", "after"),
                ("timeAt", "1970-01-01T00:00:00Z"),
                ("timeproperty", "modifiedAt"), ("options", "sysAttrs"),
            ]),
    ]
}
