// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@testable import Twin

/// What was promised is brought, whatever happens meanwhile.
@Suite struct PromiseTests {
    @Test func whatFailsIsTriedAgainInItsOrder() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { _ in 503 }
        await twin.subscribe()
        await twin.room()
        await twin.set(2)
        #expect(await twin.heard(1).count == 1)
        var shown = await twin.subscription()["notification"]
        #expect(shown?["status"] == "failed")
        #expect(shown?["timesFailed"] == 1)
        #expect(shown?["lastErrorReason"] == "The endpoint answered 503.")
        // Not before its time.
        try await twin.pass(seconds: 0)
        #expect(await twin.heard(1).count == 1)
        twin.subscribers.answer { _ in 200 }
        try await twin.pass(seconds: 1)
        let heard = await twin.heard(3)
        #expect(heard.map { $0.data.first?["t"]?["value"] } == [1, 1, 2])
        #expect(heard[0].json["id"] == heard[1].json["id"])
        shown = await twin.subscription()["notification"]
        #expect(shown?["status"] == "ok")
        #expect(shown?["timesSent"] == 3 && shown?["timesFailed"] == 1)
    }

    @Test func whoSubscribesAnewUnderTheSameNameMissesNothing() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { $0.data.first?["id"] == "urn:r:1" ? 200 : 503 }
        await twin.subscribe()
        // While the first is on its way, there is another subscription, for which something else is due.
        twin.subscribers.meanwhile {
            _ = await twin.send(.delete, "subscriptions/urn:s:1")
            await twin.subscribe()
            await twin.room("urn:r:2")
            await until { twin.subscribers.heard.count >= 2 }
        }
        await twin.room()
        #expect(await twin.heard(2).map { $0.data.first?["id"] } == ["urn:r:1", "urn:r:2"])
        twin.subscribers.answer { _ in 200 }
        try await until {
            try await twin.pass(seconds: 1)
            return twin.subscribers.heard.count >= 3
        }
        #expect(twin.subscribers.heard.last?.data.first?["id"] == "urn:r:2")
        await until { await twin.subscription()["notification"]?["timesSent"] == 2 }
        #expect(await twin.subscription()["notification"]?["timesFailed"] == 1)
    }

    @Test func anAddressThatIsNotAllowedIsAFailureWithItsReason() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { _ in throw Fault("10.0.0.1 is not public") }
        #expect(await twin.subscribe().status == 201)
        await twin.room()
        await twin.heard(1)
        let shown = await twin.subscription()["notification"]
        #expect(shown?["status"] == "failed")
        #expect(shown?["lastErrorReason"]?.asString?.contains("not public") == true)
    }

    @Test func whatIsRefusedIsKeptAndCanBeSentAgain() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { $0.data.first?["t"]?["value"] == 1 ? 400 : 200 }
        await twin.subscribe()
        await twin.room()
        await twin.set(2)
        for count in 1...5 {
            #expect(await twin.heard(count).count >= count)
            try await twin.pass(seconds: 600)
        }
        // The one after it is not held up.
        #expect(await twin.heard(6).last?.data.first?["t"]?["value"] == 2)
        let notifier = try #require(twin.work?.notifier)
        let letters = try notifier.deadLetters(of: "urn:s:1")
        #expect(letters.map(\.reason) == ["The endpoint answered 400."])
        let letter = try #require(letters.first)
        await #expect(throws: Fault.self) { try await notifier.resend(letter) }
        twin.subscribers.answer { _ in 200 }
        try await notifier.resend(letter)
        #expect(await twin.heard(8).last?.data.first?["t"]?["value"] == 1)
        #expect(try notifier.deadLetters(of: "urn:s:1").isEmpty)
    }

    @Test func whoIsSilentForADayIsGivenUpAndListed() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { _ in throw Fault("nobody answers") }
        await twin.subscribe()
        await twin.room()
        await twin.set(2)
        await twin.heard(1)
        for count in 2...11 {
            try await twin.pass(seconds: 601)
            await twin.heard(count)
        }
        let notifier = try #require(twin.work?.notifier)
        #expect(try notifier.deadLetters().isEmpty)
        try await twin.pass(seconds: 24 * 3_600)
        await twin.heard(12)
        for _ in 0..<6_000 where try notifier.deadLetters().count < 2 {
            try await Task.sleep(for: .milliseconds(10))
        }
        let letters = try notifier.deadLetters(of: "urn:s:1")
        #expect(try letters.map { try JSON(parsing: $0.body)["data"]?[0]?["t"]?["value"] } == [1, 2])
        #expect(letters.first?.reason == "nobody answers")
        // It is still subscribed.
        twin.subscribers.answer { _ in 200 }
        try await twin.pass(seconds: 601)
        await twin.set(9)
        #expect(await twin.heard(13).last?.data.first?["t"]?["value"] == 9)
        // With the subscription goes what could not be brought.
        _ = await twin.send(.delete, "subscriptions/urn:s:1")
        try await notifier.keep()
        #expect(try notifier.deadLetters().isEmpty)
    }

    @Test func wordsThatCannotBeHadAreWaitedFor() async throws {
        let twin = try SubscribedTwin()
        let link = ["link": LinkHeader.naming("https://c.example/one.jsonld")]
        twin.subscribers.put(
            ["@context": ["t": "https://x.example/temp"]], at: "https://c.example/one.jsonld")
        await twin.subscribe("urn:s:1", [:], headers: link)
        let entity: JSON = ["id": "urn:r:1", "type": "Room", "t": ["value": 1]]
        // It stays due, for the process after this one to bring.
        twin.subscribers.answer { _ in 503 }
        _ = await twin.send(.post, "entities", entity, headers: link)
        await twin.heard(1)
        twin.subscribers.answer { _ in 200 }

        // A process that has not fetched them, and cannot.
        twin.subscribers.put(.null, at: "https://c.example/one.jsonld")
        twin.test.clock.pass(seconds: 2)
        let work = try await twin.next(after: twin.work)
        func isTold() -> Bool {
            work.notifier.told(of: "urn:s:1").reason?.contains("https://c.example/one.jsonld") == true
        }
        for _ in 0..<6_000 where !isTold() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(isTold())
        twin.subscribers.put(
            ["@context": ["t": "https://x.example/temp"]], at: "https://c.example/one.jsonld")
        twin.test.clock.pass(seconds: 2)
        try await work.tick()
        #expect(await twin.heard(2).last?.data.first?["t"]?["value"] == 1)
    }

    @Test(arguments: [true, false])
    func whatWasDueWhenTheProcessEndedIsBrought(_ isKept: Bool) async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe()
        await twin.room()
        await twin.heard(1)
        if isKept { try await twin.work?.notifier.keep() }
        twin.subscribers.answer { _ in 503 }
        twin.test.clock.pass(seconds: 1)
        await twin.set(2)
        await twin.set(3)
        await twin.heard(2)
        if isKept { try await twin.work?.notifier.keep() }
        _ = await twin.send(.delete, "entities/urn:r:1/attrs/t")

        let count = twin.subscribers.heard.count
        twin.subscribers.answer { _ in 200 }
        let work = try await twin.next(after: twin.work)
        let heard = await twin.heard(count + 2)[count...]
        // What was brought already may come once more, if that was not kept yet.
        #expect(heard.map { $0.data.first?["t"]?["value"] }.filter { $0 != 1 }.prefix(2) == [2, 3])
        // The same thing has the same name, whoever sends it.
        let first = twin.subscribers.heard[1]
        #expect(heard.contains { $0.json["id"] == first.json["id"] })
        func isDone() -> Bool {
            work.notifier.told(of: "urn:s:1").lastSuccess != nil && work.notifier.waiting(for: "urn:s:1") == 0
        }
        for _ in 0..<6_000 where !isDone() { try await Task.sleep(for: .milliseconds(10)) }
        try await work.notifier.keep()
        let after = twin.subscribers.heard.count
        let third = try await twin.next(after: work)
        #expect(await twin.heard(after + 1).count == after)
        #expect(third.notifier.waiting(for: "urn:s:1") == 0)
        #expect(third.notifier.told(of: "urn:s:1").sent > 0)
    }

    @Test func moreThanIsHeldInMemoryIsFoundAgain() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { _ in 503 }
        await twin.subscribe()
        let all = NotifierState.Post.longestQueue + 250
        let entities = (0..<all).map { number -> JSON in
            ["id": .string("urn:r:\(number)"), "type": "Room", "t": ["value": .integer(number)]]
        }
        #expect(await twin.send(.post, "entityOperations/create", .array(entities)).status == 201)
        let notifier = try #require(twin.work?.notifier)
        for _ in 0..<6_000 where notifier.waiting(for: "urn:s:1") < NotifierState.Post.longestQueue {
            try await Task.sleep(for: .milliseconds(10))
        }
        await twin.heard(1)
        #expect(notifier.waiting(for: "urn:s:1") == NotifierState.Post.longestQueue)
        twin.subscribers.answer { _ in 200 }
        try await twin.pass(seconds: 1)
        func told() -> [JSON] { twin.subscribers.heard.dropFirst().flatMap(\.data) }
        await until { told().count >= all }
        #expect(told().map { $0["t"]?["value"] } == (0..<all).map { .integer($0) })
    }

    @Test func whatWaitsLongIsToldTogether() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { _ in 503 }
        await twin.subscribe()
        await twin.subscribe("urn:s:2", ["notification": ["showChanges": true]])
        // The last changes once more: no entity is told twice at once.
        let entities = (0..<150).map { number -> JSON in
            ["id": .string("urn:r:\(number)"), "type": "Room", "t": ["value": .integer(number)]]
        }
        #expect(await twin.send(.post, "entityOperations/create", .array(entities)).status == 201)
        await twin.set(150, of: "urn:r:149")
        await twin.heard(2)
        twin.subscribers.answer { _ in 200 }
        try await twin.pass(seconds: 1)
        func told(_ id: String) -> [Subscribers.Heard] {
            twin.subscribers.heard.dropFirst(2).filter { $0.json["subscriptionId"] == .string(id) }
        }
        let values = (0...150).map { JSON?.some(.integer($0)) }
        for id in ["urn:s:1", "urn:s:2"] {
            await until { told(id).flatMap(\.data).count > 150 }
            #expect(told(id).flatMap(\.data).map { $0["t"]?["value"] } == values)
            #expect(Set(told(id).map { $0.json["id"]?.asString }).count == told(id).count)
        }
        // The first alone, since it went wrong before; then a hundred; the rest; and what changed once more.
        #expect(told("urn:s:1").map(\.data.count) == [1, 100, 49, 1])
        // What was before a change is told with that alone.
        #expect(told("urn:s:2").count == 151)
        #expect(await twin.subscription()["notification"]?["timesFailed"] == 1)
    }

    @Test func manySubscriptionsOfOthersAreNotAsked() throws {
        var index = SubscriptionIndex()
        for number in 0..<10_000 {
            let members: JSONObject = [
                "id": .string("urn:s:\(number)"), "type": "Subscription",
                "entities": [["type": .string("T\(number % 100)")]],
                "watchedAttributes": [.string("a\(number)")],
                "notification": ["endpoint": ["uri": "https://hear.example/"]],
            ]
            let document = SubscriptionDocument(
                members, words: .string(CoreContext.url), tenant: nil, access: .everything,
                at: Stamp(microseconds: 0))
            index.put(try Subscription(document))
        }
        var entity = Entity(
            id: "urn:e:1", types: [CoreContext.defaultContext + "T7"], createdAt: Stamp(microseconds: 1),
            modifiedAt: Stamp(microseconds: 1))
        entity.attributes = [
            Attribute(
                CoreContext.defaultContext + "a107", [Instance(.property(1), at: Stamp(microseconds: 1))])
        ]
        let change = EntityChange(old: nil, new: entity, changes: EntityChange.all(of: entity))
        #expect(index.candidates(for: change) == ["urn:s:107"])
    }
}
