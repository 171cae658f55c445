// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing

@testable import Twin

/// Attributes that are kept for a while only (GS CIM 009, 4.22).
@Suite struct ExpiryTests {
    private static let soon: JSON = "2026-01-12T09:00:05Z"
    private static let path = "entities/urn:r:1"

    private func value(_ more: JSONObject = [:]) -> JSON {
        var json: JSONObject = ["value": 1]
        for (key, value) in more { json[key] = value }
        return .object(json)
    }

    private func values(_ twin: SubscribedTwin) async -> JSON {
        await twin.send(.get, "\(Self.path)?format=simplified").json
    }

    @Test func anAttributeGoesWhenItsTimeHasPassed() async throws {
        let twin = try SubscribedTwin()
        await twin.subscribe("urn:s:1", ["notificationTrigger": ["attributeDeleted"]])
        await twin.room("urn:r:1", ["t": value(["expiresAt": Self.soon]), "n": value()])
        try await twin.pass(seconds: 3)
        #expect(await values(twin)["t"] == 1)
        #expect(await twin.send(.get, "entities?type=Room&q=t==1").json.asArray?.count == 1)
        // It is not shown any more, whether somebody has taken it away yet or not.
        twin.test.clock.pass(seconds: 3)
        #expect(await values(twin) == ["id": "urn:r:1", "type": "Room", "n": 1])
        #expect(await twin.send(.get, "entities?type=Room&q=t==1").json == [])
        #expect(await twin.send(.delete, "\(Self.path)/attrs/t").status == 404)
        try await twin.work?.tick()
        let heard = await twin.heard(1)
        #expect(heard.count == 1 && heard.first?.data.first?["t"] != nil)
    }

    @Test func oneOfSeveralGoesAndWhatIsSaidAnewStays() async throws {
        let twin = try SubscribedTwin()
        let both: JSON = [
            value(), value(["datasetId": "urn:d:1", "expiresAt": Self.soon]),
        ]
        let nested = value(["accuracy": value(["expiresAt": Self.soon])])
        await twin.room("urn:r:1", ["t": both, "n": nested, "o": value(["expiresAt": Self.soon])])
        try await twin.pass(seconds: 3)
        // Who says a thing anew says anew for how long.
        #expect(await twin.send(.patch, "\(Self.path)/attrs", ["o": value()]).status == 204)
        try await twin.pass(seconds: 3)
        let now = await twin.send(.get, Self.path).json
        #expect(now["t"] == ["type": "Property", "value": 1])
        #expect(now["n"] == ["type": "Property", "value": 1])
        #expect(now["o"] == ["type": "Property", "value": 1])
    }

    @Test func whatHasExpiredGoesWithTheNextChange() async throws {
        let twin = try SubscribedTwin()
        await twin.room("urn:r:1", ["t": value(["expiresAt": Self.soon]), "n": value()])
        twin.test.clock.pass(seconds: 9)
        #expect(await twin.send(.patch, "\(Self.path)/attrs", ["n": ["value": 2]]).status == 204)
        let kept = try twin.hub.twins.twin(in: twin.test.network.commons).read { $0.entity("urn:r:1") }
        #expect(kept?.attributes.count == 1)
        let again = try twin.test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let read = await again.client().api(.get, "/ngsi-ld/v1/\(Self.path)?format=simplified")
        #expect(read.json == ["id": "urn:r:1", "type": "Room", "n": 2])
    }
}
