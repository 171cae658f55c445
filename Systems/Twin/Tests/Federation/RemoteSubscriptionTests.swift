// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import TestKit
import Testing
import Web

@testable import Twin

/// Whoever subscribes here is told of what happens at sources, too (GS CIM 009, 5.8.1.4 and 5.8.6).
struct RemoteSubscriptionTests {
    private static let told = "https://told.example"

    private func pair() throws -> TwinPair {
        let pair = try TwinPair()
        pair.internet.put(Self.told) { _ in OutgoingResponse(status: 200) }
        return pair
    }

    private func subscribe(_ pair: TwinPair, _ more: JSON = [:]) async -> TestAnswer {
        let plain: JSON = [
            "id": "urn:s:1", "type": "Subscription", "entities": [["type": "Bin"]],
            "notification": ["endpoint": ["uri": .string("\(Self.told)/here")]],
        ]
        return await pair.ask(.post, "subscriptions", plain.merged(with: more))
    }

    /// The subscriptions at the south, once they are as they should be.
    private func there(
        _ pair: TwinPair, _ isSo: ([JSON]) -> Bool = { !$0.isEmpty }
    ) async -> [JSON] {
        var all: [JSON] = []
        await until {
            all = await pair.ask(.get, "subscriptions", at: pair.south).json.asArray ?? []
            return isSo(all)
        }
        return all
    }

    private func heard(_ pair: TwinPair, _ count: Int) async -> [JSON] {
        await pair.internet.wait(for: count, at: Self.told).map(\.json)
    }

    @Test func whatASourceTellsIsToldOn() async throws {
        let pair = try pair()
        _ = await pair.register()
        let made = await subscribe(
            pair, ["notification": ["attributes": ["fill"], "format": "simplified"], "throttling": 1])
        #expect(made.status == 201)
        let copy = try #require(await there(pair).first)
        #expect(copy["entities"] == [["type": "Bin"]] && copy["throttling"] == 1)
        let place = copy["notification"]?["endpoint"]?["uri"]?.asString ?? ""
        #expect(place.hasPrefix("\(TwinPair.north)/ngsi-ld/relay/"))
        let bin = TwinPair.bin(
            "urn:bin:1", ["fill": TwinPair.property(1), "lid": TwinPair.property("shut")])
        _ = await pair.ask(.post, "entities", bin, at: pair.south)
        let first = try #require(await heard(pair, 1).first)
        #expect(first["subscriptionId"] == "urn:s:1" && first["type"] == "Notification")
        // It is told in the form that was asked for here.
        #expect(first["data"] == [["id": "urn:bin:1", "type": "Bin", "fill": 1]])
        // Here it is counted as all else.
        await until {
            await pair.ask(.get, "subscriptions/urn:s:1").json["notification"]?["timesSent"] == 1
        }
        // Nobody else may tell.
        let other = place.dropLast(12) + "000000000000"
        let path = String(other.dropFirst(TwinPair.north.count))
        let lie: JSON = ["data": [TwinPair.bin("urn:bin:2")]]
        #expect(await pair.north.client().api(.post, path, lie).status == 404)
        #expect(await heard(pair, 1).count == 1)
    }

    @Test func whatIsAskedForIsAskedOfTheWhole() async throws {
        let pair = try pair()
        _ = await pair.register()
        _ = await pair.ask(
            .post, "entities?local=true", TwinPair.bin("urn:bin:1", ["lid": TwinPair.property("shut")]))
        _ = await subscribe(pair, ["q": "fill>5;lid==\"shut\""])
        let copy = try #require(await there(pair).first)
        #expect(copy["q"] == nil)
        for (id, fill) in [("urn:bin:1", 3), ("urn:bin:2", 9), ("urn:bin:1", 8)] {
            let bin = TwinPair.bin(id, ["fill": TwinPair.property(.integer(fill))])
            _ = await pair.ask(.post, "entityOperations/upsert", [bin], at: pair.south)
        }
        let told = await heard(pair, 1)
        #expect(told.count == 1)
        let bin = told.first?["data"]?[0]
        #expect(bin?["fill"]?["value"] == 8 && bin?["lid"]?["value"] == "shut")
    }

    @Test func aSourceFiltersWhereNothingLiesInParts() async throws {
        let pair = try pair()
        _ = await pair.register(information: [["entities": [["type": "Bin"]], "propertyNames": ["fill"]]])
        _ = await subscribe(
            pair, ["q": "fill>5", "splitEntities": false, "watchedAttributes": ["fill", "lid"]])
        let copy = try #require(await there(pair).first)
        #expect(copy["q"] == "fill>5" && copy["watchedAttributes"] == ["fill"])
        #expect(copy["notification"]?["attributes"] == ["fill"])
    }

    @Test func whatBecomesOfASubscriptionFollows() async throws {
        let pair = try pair()
        _ = await pair.register()
        _ = await subscribe(pair)
        #expect(await there(pair).map { $0["status"] } == ["active"])
        let patch: JSON = ["isActive": false, "watchedAttributes": ["fill"]]
        #expect(await pair.ask(.patch, "subscriptions/urn:s:1", patch).status == 204)
        let paused = await there(pair) { $0.first?["status"] == "paused" }
        #expect(paused.first?["watchedAttributes"] == ["fill"])
        let back: JSON = ["isActive": true, "watchedAttributes": "urn:ngsi-ld:null"]
        #expect(await pair.ask(.patch, "subscriptions/urn:s:1", back).status == 204)
        let on = await there(pair) { $0.first?["status"] == "active" }
        #expect(on.count == 1 && on.first?["watchedAttributes"] == nil)
        #expect(await pair.ask(.delete, "subscriptions/urn:s:1").status == 204)
        #expect(await there(pair, \.isEmpty).isEmpty)
    }

    @Test func whatBecomesOfASourceIsFollowed() async throws {
        let pair = try pair()
        _ = await subscribe(pair)
        _ = await pair.register()
        #expect(await there(pair).count == 1)
        let path = "csourceRegistrations/urn:r:south"
        _ = await pair.ask(.patch, path, ["information": [["entities": [["type": "Lamp"]]]]])
        #expect(await there(pair, \.isEmpty).isEmpty)
        _ = await pair.ask(.patch, path, ["information": [["entities": [["type": "Bin"]]]]])
        #expect(await there(pair).count == 1)
        _ = await pair.ask(.delete, path)
        #expect(await there(pair, \.isEmpty).isEmpty)
    }

    @Test func onlyThoseWhoAreMeantAreAsked() async throws {
        let pair = try pair()
        _ = await pair.register(["owner": "Clare"])
        _ = await pair.register(["operations": ["retrieveOps"]], id: "urn:r:reads")
        _ = await pair.register(["mode": "auxiliary", "operations": ["retrieveOps"]], id: "urn:r:aux")
        _ = await pair.register(information: [["entities": [["type": "Lamp"]]]], id: "urn:r:lamps")
        _ = await subscribe(pair, ["localOnly": true])
        _ = await subscribe(pair, ["id": "urn:s:2", "csf": "owner==\"Mayo\""])
        #expect(await there(pair, \.isEmpty).isEmpty)
        _ = await subscribe(pair, ["id": "urn:s:3", "csf": "owner==\"Clare\""])
        #expect(await there(pair).count == 1)
    }

    @Test func aSourceThatIsSilentIsAskedAgain() async throws {
        let pair = try pair()
        let silent = "https://silent.example"
        pair.internet.put(silent) { _ in throw Fault("nobody answers") }
        _ = await pair.register(["endpoint": .string(silent)])
        #expect(await subscribe(pair).status == 201)
        let first = await pair.internet.wait(for: 1, at: silent)
        #expect(first.first?.address == "\(silent)/ngsi-ld/v1/subscriptions")
        pair.internet.put(silent) { _ in OutgoingResponse(status: 201) }
        pair.north.clock.pass(seconds: 60)
        let asked = await pair.internet.wait(for: 2, at: silent)
        #expect(asked.count >= 2)
        #expect(asked.first?.json["id"] == asked.last?.json["id"])
        #expect(asked.last?.header("via")?.hasPrefix("1.1 talka-") == true)
    }

    @Test func whatGoesRoundEnds() async throws {
        let pair = try pair()
        _ = await pair.register(["endpoint": .string(TwinPair.north)])
        #expect(await subscribe(pair).status == 201)
        #expect(await pair.ask(.get, "subscriptions").json.asArray?.count == 1)
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:1"))
        #expect(await heard(pair, 1).count == 1)
    }

    @Test func whatGoesAtASourceIsToldAsGone() async throws {
        let pair = try pair()
        _ = await pair.register()
        _ = await subscribe(
            pair,
            [
                "notificationTrigger": ["attributeDeleted", "entityDeleted"],
                "notification": ["showChanges": true],
            ])
        #expect(await there(pair).count == 1)
        let bin = TwinPair.bin(
            "urn:bin:1", ["fill": TwinPair.property(1), "lid": TwinPair.property("shut")])
        _ = await pair.ask(.post, "entities", bin, at: pair.south)
        _ = await pair.ask(.delete, "entities/urn:bin:1/attrs/fill", at: pair.south)
        _ = await pair.ask(.delete, "entities/urn:bin:1", at: pair.south)
        let told = await heard(pair, 2)
        #expect(told.count == 2)
        let fill = told.first?["data"]?[0]?["fill"]
        #expect(fill?["value"] == "urn:ngsi-ld:null" && fill?["previousValue"] == 1)
        #expect(told.last?["data"]?[0]?["deletedAt"] != nil)
        #expect(told.last?["data"]?[0]?["lid"]?["previousValue"] == "shut")
    }
}
