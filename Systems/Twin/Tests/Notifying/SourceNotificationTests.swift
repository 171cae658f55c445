// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing

@testable import Twin

/// Whoever subscribed to context sources hears of them as surely as others of entities (GS CIM 009, 5.11).
@Suite struct SourceNotificationTests {
    private static func source(_ id: String, _ type: JSON = "Room") -> JSON {
        [
            "id": .string(id), "type": "ContextSourceRegistration", "endpoint": "https://source.example",
            "information": [["entities": [["type": type]]], ["entities": [["type": "Other"]]]],
        ]
    }

    private static func subscription(_ more: JSON = [:]) -> JSON {
        let plain: JSON = [
            "id": "urn:s:1", "type": "Subscription", "entities": [["type": "Room"]],
            "notification": ["endpoint": ["uri": "https://hear.example/n"]],
        ]
        return plain.merged(with: more)
    }

    @Test func allThatIsThereIsToldAtFirst() async throws {
        let twin = try SubscribedTwin()
        _ = await twin.send(.post, "csourceRegistrations", Self.source("urn:c:1"))
        _ = await twin.send(.post, "csourceRegistrations", Self.source("urn:c:2", "Hall"))
        #expect(await twin.send(.post, "csourceSubscriptions", Self.subscription()).status == 201)
        // A subscription to entities may have the same id.
        #expect(await twin.subscribe("urn:s:1").status == 201)
        let first = await twin.heard(1).first?.json
        #expect(first?["type"] == "ContextSourceNotification" && first?["subscriptionId"] == "urn:s:1")
        #expect(first?["triggerReason"] == "newlyMatching")
        #expect(first?["data"]?.asArray?.count == 1)
        // Only what matters of it is told.
        #expect(first?["data"]?[0]?["information"] == [["entities": [["type": "Room"]]]])
        var shown: JSON?
        await until {
            shown = await twin.send(.get, "csourceSubscriptions/urn:s:1").json["notification"]
            return shown?["status"] != nil
        }
        #expect(shown?["status"] == "ok" && shown?["timesSent"] == 1)
        #expect(await twin.subscription()["notification"]?["timesSent"] == nil)
        // Whoever changes a subscription is told of all again.
        _ = await twin.send(.patch, "csourceSubscriptions/urn:s:1", ["description": "d"])
        #expect(await twin.heard(2).last?.json["triggerReason"] == "newlyMatching")
    }

    @Test func theyAreToldAtIntervals() async throws {
        let twin = try SubscribedTwin()
        _ = await twin.send(
            .post, "csourceSubscriptions", Self.subscription(["timeInterval": 10]))
        _ = await twin.send(.post, "csourceRegistrations", Self.source("urn:c:1"))
        try await twin.pass(seconds: 5)
        #expect(await twin.heard(0).isEmpty)
        try await twin.pass(seconds: 5)
        #expect(await twin.heard(1).first?.json["triggerReason"] == "newlyMatching")
        try await twin.pass(seconds: 10)
        #expect(await twin.heard(2).last?.json["data"]?[0]?["id"] == "urn:c:1")
    }

    @Test func whatFailsIsTriedAgain() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.answer { _ in 503 }
        _ = await twin.send(.post, "csourceSubscriptions", Self.subscription())
        _ = await twin.send(.post, "csourceRegistrations", Self.source("urn:c:1"))
        _ = await twin.send(.delete, "csourceRegistrations/urn:c:1")
        #expect(await twin.heard(1).count == 1)
        var failed: JSON?
        await until {
            failed = await twin.send(.get, "csourceSubscriptions/urn:s:1").json["notification"]
            return failed?["status"] != nil
        }
        #expect(failed?["status"] == "failed" && failed?["timesFailed"] == 1)
        twin.subscribers.answer { _ in 200 }
        try await twin.pass(seconds: 1)
        let reasons = await twin.heard(3).map { $0.json["triggerReason"] }
        #expect(reasons == ["newlyMatching", "newlyMatching", "noLongerMatching"])
    }

    @Test func attributesCountWhereThoseToldAreNamed() async throws {
        let twin = try SubscribedTwin()
        let source = Self.source("urn:c:1").merged(
            with: ["information": [["entities": [["type": "Room"]], "propertyNames": ["t"]]]])
        _ = await twin.send(.post, "csourceRegistrations", source)
        _ = await twin.send(
            .post, "csourceSubscriptions",
            Self.subscription(["watchedAttributes": ["u"], "notification": ["attributes": ["v"]]]))
        _ = await twin.send(
            .post, "csourceSubscriptions", Self.subscription(["id": "urn:s:2", "watchedAttributes": ["u"]]))
        #expect(await twin.heard(1).map { $0.json["subscriptionId"] } == ["urn:s:2"])
    }
}
