// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// A body that many follow, each in their own way, and a week in which it and nine others publish.
struct DigestCrowd {
    static let body = "national"
    private static let atOnce = 64

    let network: Network

    func make(people count: Int, items: Int) async throws {
        for slug in Self.slugs {
            try await network.open(
                Tenant(
                    slug: slug, name: "Bench \(slug)", jurisdiction: "ie",
                    sort: slug == Self.body ? "body" : "municipality", isDemo: true,
                    systems: ["knowledge"]), by: .system("setup"))
        }
        let people = try await people(count)
        try await each(people.count) { try await follow(people[$0], $0) }
        try await each(items) { try await publish($0) }
        await network.settle()
    }

    private static let slugs = [body] + (1...9).map { "town\($0)" }

    /// One in ten works for a municipality, and so reads what members read.
    private func people(_ count: Int) async throws -> [RecordID] {
        let accounts = Accounts(network: network)
        let groups = max(1, count / 2_000)
        let people = try await withThrowingTaskGroup(of: [RecordID].self) { tasks in
            for group in 0..<groups {
                tasks.addTask {
                    try await accounts.signUpDemo(
                        people: stride(from: group, to: count, by: groups).map {
                            ("Person \($0)", "person\($0)@bench.example")
                        }, password: DemoNetwork.password, at: network.now())
                }
            }
            return try await tasks.reduce(into: [RecordID]()) { $0 += $1 }
        }
        try await each(people.count / 10) { index in
            try await accounts.grant(
                .officer, in: Self.slugs[1 + index % 9], to: people[index * 10], by: .system("setup"),
                at: network.now())
        }
        return people
    }

    private func follow(_ person: RecordID, _ index: Int) async throws {
        var chance = Chance(index)
        let topics = (0..<chance.next(4)).map { _ in Self.topics[chance.next(Self.topics.count)] }
        let parts = ["answers", "questions", "guides", "practices", "events"]
        let input: JSON = [
            "topic": .array(topics.map(JSON.string)),
            "parts": .array(chance.next(3) == 0 ? [.string(parts[chance.next(5)])] : []),
            "language": .array(chance.next(4) == 0 ? ["en"] : []),
            "by_duty": .bool(chance.next(20) == 0),
            "scope": chance.next(2) == 0 ? "body" : "network", "pace": "weekly",
        ]
        try await take("follow", at: Self.body, by: Actor(.person(person)), input)
    }

    private func publish(_ index: Int) async throws {
        var chance = Chance(index + 7)
        let slug = Self.slugs[chance.next(Self.slugs.count)]
        let officer = Actor(.person(RecordID.none), roles: [.officer])
        let topic = JSON.string(Self.topics[chance.next(Self.topics.count)])
        let language: JSON = chance.next(3) == 0 ? "ga" : "en"
        let text = JSON.string(String(repeating: "What there is to know about it. ", count: 20))
        switch index % 5 {
        case 0:
            let made = try await take("draft_event", at: slug, by: officer, [
                "title": .string("Event \(index)"), "text": text, "topic": topic, "language": language,
                "visibility": chance.next(3) == 0 ? "members" : "everyone", "mode": "online",
                "starts_on": "2026-02-20", "registering": "no",
            ])
            try await take("publish_event", at: slug, by: officer, on: made, [:])
        case 1:
            let made = try await take("write_practice", at: slug, by: officer, [
                "title": .string("Practice \(index)"), "topic": topic, "language": language,
                "problem": text, "solution": text, "contact": "The office",
            ])
            try await take("share_practice", at: slug, by: officer, on: made, [:])
        default:
            try await take("write_answer", at: slug, by: officer, [
                "question": .string("Question \(index)?"), "answer": text, "topic": topic,
                "language": language, "expires_on": "2027-01-01",
            ])
        }
    }

    @discardableResult
    private func take(
        _ name: String, at slug: String, by actor: Actor, on record: RecordID? = nil, _ input: JSON
    ) async throws -> RecordID {
        guard let action = network.systems.action("knowledge.\(name)") else { throw Fault("no \(name)") }
        let read = try action.read(json: input)
        return try await network.tenant(slug).perform(
            ActionCall(action, by: actor, on: record, input: read.values, given: read.given),
            at: network.now()
        ).row.id
    }

    /// Many, some of them at once.
    private func each(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<min(Self.atOnce, max(1, count)) {
                group.addTask {
                    for index in stride(from: lane, to: count, by: Self.atOnce) { try await body(index) }
                }
            }
            try await group.waitForAll()
        }
    }

    private static let topics = [
        "digital_services", "data", "ai", "privacy", "procurement", "funding", "planning", "housing",
        "energy", "mobility", "mapping", "finance", "governance", "participation", "test_beds", "other",
    ]

    /// The same choices in every run.
    private struct Chance {
        private var state: UInt64

        init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

        mutating func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
    }
}
