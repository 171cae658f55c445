// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@testable import Twin

/// What subscribers hear (GS CIM 009, 5.8.6).
@Suite struct NotificationTests {
    @Test func whoSubscribedHearsOfWhatIsCreatedAndChanged() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe(
            "urn:s:1",
            [
                "notification": ["endpoint": ["receiverInfo": [["key": "X-Key", "value": "k"]]]]
            ])
        await twin.room()
        await twin.set(2)
        _ = await twin.send(.post, "entities", ["id": "urn:h:1", "type": "Hall", "t": ["value": 1]])
        let heard = await twin.heard(2)
        #expect(heard.count == 2)
        let first = try #require(heard.first)
        #expect(first.address == "https://hear.example/n")
        #expect(first.headers["content-type"] == "application/json")
        #expect(first.headers["x-key"] == "k")
        #expect(first.headers["link"]?.contains("ngsi-ld-core-context") == true)
        #expect(first.json["type"] == "Notification")
        #expect(first.json["subscriptionId"] == "urn:s:1")
        #expect(first.json["notifiedAt"] == "2026-01-12T09:00:00Z")
        #expect(first.json["@context"] == nil)
        #expect(first.data == [["id": "urn:r:1", "type": "Room", "t": ["type": "Property", "value": 1]]])
        #expect(heard.last?.data.first?["t"]?["value"] == 2)
        #expect(Set(heard.compactMap { $0.json["id"]?.asString }).count == 2)
        let shown = await twin.subscription()["notification"]
        #expect(shown?["status"] == "ok")
        #expect(shown?["timesSent"] == 2)
        #expect(shown?["timesFailed"] == nil)
        #expect(shown?["lastSuccess"] == "2026-01-12T09:00:00Z")
    }

    @Test func onlyWhatIsAskedForIsTold() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe(
            "urn:s:1",
            [
                "watchedAttributes": ["t"], "q": "t>10",
                "notification": ["attributes": ["t"], "format": "simplified"],
            ])
        await twin.room("urn:r:1", ["t": ["value": 5], "u": ["value": 1]])
        await twin.set(20)
        await twin.set(2, of: "urn:r:1", "u")
        await twin.set(7)
        let heard = await twin.heard(1)
        #expect(heard.map(\.data) == [[["id": "urn:r:1", "type": "Room", "t": 20]]])
    }

    @Test func deletionsAreToldWithTheNullOfNGSILD() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe(
            "urn:s:1",
            [
                "notificationTrigger": ["attributeDeleted", "entityDeleted"],
                "notification": ["showChanges": true],
            ])
        await twin.room("urn:r:1", ["t": ["value": 5], "u": ["value": 1]])
        _ = await twin.send(.delete, "entities/urn:r:1/attrs/t")
        _ = await twin.send(.delete, "entities/urn:r:1")
        let heard = await twin.heard(2)
        #expect(heard.count == 2)
        let gone = heard.first?.data.first?["t"]
        #expect(gone?["value"] == "urn:ngsi-ld:null")
        #expect(gone?["previousValue"] == 5)
        #expect(gone?["deletedAt"] != nil)
        let last = heard.last?.data.first
        #expect(last?["id"] == "urn:r:1" && last?["type"] == "Room" && last?["deletedAt"] != nil)
        #expect(last?["u"]?["previousValue"] == 1)
    }

    @Test func whatIsGoneIsToldInOneWordWhereNothingMoreIsWanted() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["notificationTrigger": ["attributeDeleted"]])
        await twin.room("urn:r:1", ["t": ["value": 5], "u": ["value": 1, "datasetId": "urn:d:1"]])
        _ = await twin.send(.delete, "entities/urn:r:1/attrs/t")
        _ = await twin.send(.delete, "entities/urn:r:1/attrs/u?datasetId=urn:d:1")
        let heard = await twin.heard(2)
        #expect(heard.first?.data.first?["t"] == "urn:ngsi-ld:null")
        // Of which data set it is, one word cannot say.
        #expect(heard.last?.data.first?["u"]?["value"] == "urn:ngsi-ld:null")
        #expect(heard.last?.data.first?["u"]?["datasetId"] == "urn:d:1")
    }

    @Test func whatIsWrittenAgainAsItWasIsNoChange() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe()
        await twin.room("urn:r:1", ["t": ["value": 5, "accuracy": ["value": 1]]])
        let same: JSON = ["t": ["value": 5, "accuracy": ["value": 1]]]
        _ = await twin.send(.patch, "entities/urn:r:1/attrs", same)
        _ = await twin.send(.post, "entities/urn:r:1/attrs", same)
        _ = await twin.send(.patch, "entities/urn:r:1/attrs", ["t": ["value": 5, "accuracy": ["value": 2]]])
        let heard = await twin.heard(2)
        #expect(heard.map { $0.data.first?["t"]?["accuracy"]?["value"] } == [1, 2])
    }

    @Test func whoKnowsAnEarlierEditionIsToldInItsTerms() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["ngsildConformance": "1.3"])
        await twin.room(
            "urn:r:1",
            [
                "type": ["Room", "Hall"], "scope": "/a", "t": ["json": ["a": 1]],
                "n": ["languageMap": ["en": "One"]],
                "l": ["objectList": ["urn:x:1"], "objectType": "Lamp"],
            ])
        let told = await twin.heard(1).first?.data.first
        #expect(told?["scope"] == nil)
        #expect(told?["t"] == ["type": "Property", "value": ["a": 1]])
        #expect(told?["n"] == ["type": "Property", "value": ["en": "One"]])
        #expect(told?["l"] == ["type": "Relationship", "object": ["urn:x:1"]])
        #expect(await twin.subscribe("urn:s:2", ["ngsildConformance": "new"]).status == 400)
    }

    @Test func whatIsOfThisBrokerAloneMayBeOfEverything() async throws {
        let twin = try SubscribedTwin()
        #expect(await twin.subscribe("urn:s:1", ["localOnly": true, "entities": .null]).status == 201)
        await twin.room()
        #expect(await twin.heard(1).count == 1)
    }

    @Test func changesAreShownWithWhatWasBefore() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["notification": ["showChanges": true, "sysAttrs": true]])
        await twin.room()
        await twin.set(2)
        let heard = await twin.heard(2)
        #expect(heard.first?.data.first?["t"]?["previousValue"] == nil)
        #expect(heard.last?.data.first?["t"]?["previousValue"] == 1)
        #expect(heard.last?.data.first?["createdAt"] != nil)
    }

    @Test func theFormIsTheOneThatIsTaken() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["notification": ["endpoint": ["accept": "application/ld+json"]]])
        await twin.subscribe(
            "urn:s:2",
            [
                "notification": [
                    "endpoint": ["accept": "application/geo+json", "uri": "https://hear.example/geo"]
                ]
            ], headers: ["ngsild-tenant": "other"])
        await twin.subscribe(
            "urn:s:3",
            [
                "notification": [
                    "endpoint": ["accept": "application/geo+json", "uri": "https://hear.example/geo"]
                ]
            ])
        await twin.room("urn:r:1", ["location": ["value": ["type": "Point", "coordinates": [1, 2]]]])
        let heard = await twin.heard(2)
        #expect(heard.count == 2)
        let linked = heard.first { $0.address.hasSuffix("/n") }
        #expect(linked?.headers["content-type"] == "application/ld+json")
        #expect(linked?.headers["link"] == nil)
        #expect(linked?.json["@context"] != nil)
        let geo = heard.first { $0.address.hasSuffix("/geo") }
        #expect(geo?.json["data"]?["type"] == "FeatureCollection")
        #expect(geo?.json["data"]?["features"]?[0]?["geometry"]?["coordinates"] == [1, 2])
    }

    @Test func tenantsAreNamedAndKeptApart() async throws {
        let twin = try SubscribedTwin()
        let tenant = ["ngsild-tenant": "harbour"]
        await twin.subscribe("urn:s:1", [:], headers: tenant)
        await twin.room()
        _ = await twin.send(
            .post, "entities", ["id": "urn:r:2", "type": "Room", "t": ["value": 1]], headers: tenant)
        let heard = await twin.heard(1)
        #expect(heard.map { $0.data.first?["id"] } == ["urn:r:2"])
        #expect(heard.first?.headers["ngsild-tenant"] == "harbour")
    }

    @Test func throttlingLetsNothingThroughTooSoon() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["throttling": 5])
        await twin.room()
        await twin.set(2)
        try await twin.pass(seconds: 4)
        await twin.set(3)
        try await twin.pass(seconds: 2)
        await twin.set(4)
        let heard = await twin.heard(2)
        #expect(heard.map { $0.data.first?["t"]?["value"] } == [1, 4])
    }

    @Test func intervalsAreKeptWhateverChanges() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["timeInterval": 10])
        await twin.room()
        await twin.room("urn:r:2")
        #expect(await twin.heard(0).isEmpty)
        try await twin.pass(seconds: 10)
        #expect(await twin.heard(1).first?.data.count == 2)
        try await twin.pass(seconds: 5)
        try await twin.pass(seconds: 5)
        #expect(await twin.heard(2).count == 2)
    }

    @Test func whatIsPausedExpiredOrDeletedHearsNothing() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["isActive": false])
        await twin.subscribe("urn:s:2", ["expiresAt": "2026-01-12T09:00:05Z"])
        await twin.subscribe("urn:s:3")
        _ = await twin.send(.delete, "subscriptions/urn:s:3")
        try await twin.pass(seconds: 6)
        await twin.room()
        #expect(await twin.heard(0).isEmpty)
        #expect(await twin.subscription("urn:s:2")["status"] == "expired")
        _ = await twin.send(.patch, "subscriptions/urn:s:1", ["isActive": true])
        await twin.set(2)
        #expect(await twin.heard(1).count == 1)
    }

    @Test func entitiesGoWhenTheirTimeHasPassed() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["notificationTrigger": ["entityDeleted"]])
        await twin.room("urn:r:1", ["t": ["value": 1], "expiresAt": "2026-01-12T09:00:05Z"])
        try await twin.pass(seconds: 3)
        #expect(await twin.heard(0).isEmpty)
        try await twin.pass(seconds: 3)
        #expect(await twin.heard(1).first?.data.first?["id"] == "urn:r:1")
        #expect(await twin.send(.get, "entities/urn:r:1").status == 404)
    }

    @Test func linkedEntitiesComeAlong() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["notification": ["join": "inline"]])
        await twin.subscribe(
            "urn:s:2",
            [
                "notification": ["join": "flat", "endpoint": ["uri": "https://hear.example/flat"]]
            ])
        _ = await twin.send(.post, "entities", ["id": "urn:h:1", "type": "House", "n": ["value": "H"]])
        await twin.room("urn:r:1", ["in": ["object": "urn:h:1"]])
        let heard = await twin.heard(2)
        let inline = heard.first { $0.address.hasSuffix("/n") }
        #expect(inline?.data.first?["in"]?["entity"]?["n"]?["value"] == "H")
        let flat = heard.first { $0.address.hasSuffix("/flat") }
        #expect(flat?.data.map { $0["id"] } == ["urn:r:1", "urn:h:1"])
    }

    /// Ten that all lead to one another go through each other in millions of ways.
    @Test func whatLeadsToEachOtherIsToldWithinBounds() async throws {
        let twin = try SubscribedTwin()
        let ids = (0..<10).map { JSON.string("urn:r:\($0)") }
        for id in ids {
            let others = JSON.array(ids.filter { $0 != id })
            await twin.room(id.asString ?? "", ["to": ["object": others], "t": ["value": 1]])
        }
        await twin.subscribe("urn:s:1", ["notification": ["join": "inline", "joinLevel": 16]])
        await twin.set(2, of: "urn:r:0")
        let heard = await twin.heard(1)
        let told = try #require(heard.first?.data.first)
        #expect(told["t"]?["value"] == 2 && told["to"]?["entity"]?[0]?["id"] == "urn:r:1")
        #expect(told.encoded().count < 32 << 20)
    }

    @Test func brokersArePublishedTo() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe(
            "urn:s:1",
            [
                "notification": [
                    "endpoint": [
                        "uri": "mqtts://u:p@broker.example:8884/city/rooms",
                        "notifierInfo": [
                            ["key": "MQTT-QoS", "value": "1"],
                            ["key": "MQTT-Version", "value": "mqtt3.1.1"],
                        ],
                        "receiverInfo": [["key": "X-Key", "value": "k"]],
                    ]
                ]
            ])
        await twin.room()
        for _ in 0..<6_000 where twin.subscribers.published.isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        let published = try #require(twin.subscribers.published.first)
        #expect(published.topic == "city/rooms")
        #expect(published.options.quality == .atLeastOnce && published.options.version == .three)
        #expect(published.json["metadata"]?["X-Key"] == "k")
        #expect(published.json["metadata"]?["Content-Type"] == "application/json")
        #expect(published.json["body"]?["data"]?[0]?["id"] == "urn:r:1")
    }
}
