// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Twin

/// What a tenant publishes is in its twin, as entities nobody else writes.
struct PublishedTests {
    @Test func fieldsAreAttributesByTheirKinds() async throws {
        let towns = try await ParkTwins()
        towns.pass()
        let tree = try await towns.plant()
        let foreign = try await towns.plant(at: ParkTwins.closed)
        towns.pass()
        try await towns.follow()
        let answer = await towns.entity(tree, "?options=sysAttrs")
        let json = answer.json
        #expect(answer.status == 200, "\(answer.text)")
        #expect(json["type"] == ["ParksTree", "https://schema.org/Place"])
        #expect(json["title"]?["languageMap"] == ["en": "Brian’s oak"])
        #expect(json["name"]?["languageMap"] == ["en": "Brian’s oak"])
        #expect(json["description"]?["languageMap"] == ["en": "Old and hollow."])
        #expect(json["code"]?["value"] == "T-1" && json["language"]?["value"] == "en")
        #expect(json["height"]?["value"] == 17.5 && json["age"]?["value"] == 300)
        #expect(json["sort"]?["vocab"] == "oak" && json["isOld"]?["value"] == true)
        #expect(json["plantedOn"]?["value"] == ["@type": "Date", "@value": "1726-03-17"])
        #expect(json["treeType"]?["languageMap"] == ["en": "landmark"])
        #expect(json["location"]?["type"] == "GeoProperty")
        #expect(json["location"]?["value"]?["coordinates"] == [-8.98, 52.84])
        #expect(json["park"]?["object"] == "urn:uuid:019b2c5e-0000-7000-8000-000000000001")
        #expect(json["log"]?["json"] == ["pruned": 3])
        #expect(json["status"]?["vocab"] == "growing")
        #expect(
            json["https://schema.org/url"]?["value"]
                == .string("http://127.0.0.1:8080/parks/clare/\(tree.text)"))
        #expect(json["createdAt"] == "2026-01-12T09:01:00Z" && json["modifiedAt"] == "2026-01-12T09:01:00Z")
        // What is personal is not copied, even where it is public; what is the staff's is not public.
        for name in ["keeper", "keeperName", "note"] { #expect(json[name] == nil, "\(name)") }
        #expect(!answer.text.contains("Bhriain") && !answer.text.contains("wasps"))
        // It is found as others are, and what another tenant publishes is not here.
        let near = await towns.send(
            .get, "entities?type=ParksTree&q=age>200&georel=near;maxDistance==10"
                + "&geometry=Point&coordinates=%5B-8.98,52.84%5D")
        #expect(near.json.asArray?.count == 1, "\(near.text)")
        #expect(await towns.entity(foreign).status == 404)
    }

    @Test func aTwinNobodyUsesStaysEmpty() async throws {
        let towns = try await ParkTwins()
        try await towns.plant(at: ParkTwins.closed)
        await towns.test.work()
        #expect(towns.hub.work(of: try towns.twin(ParkTwins.closed)) == nil)
        let twin = try towns.hub.ready(try towns.twin(ParkTwins.closed), towns.test.site)
        try await towns.hub.work(of: twin)?.tick()
        #expect(try twin.read { $0.last == nil })
    }

    @Test func changesAreToldAndRemembered() async throws {
        let towns = try await ParkTwins()
        await towns.subscribe(to: "ParksTree")
        towns.pass()
        let tree = try await towns.plant()
        #expect(try await towns.heard(1).first?.data.first?["id"]?.asString == ParkTwins.urn(tree))
        towns.pass()
        try await towns.act(Parks.tend.kind, on: tree, ["age": .integer(301)])
        let heard = try await towns.heard(2)
        #expect(heard.last?.data.first?["age"]?["value"] == 301)
        #expect(await towns.entity(tree, "?asOf=2026-01-12T09:01:30Z").json["age"]?["value"] == 300)
        #expect(await towns.entity(tree, "?asOf=2026-01-12T09:00:30Z").status == 404)
        let past = await towns.send(.get, "temporal/entities/\(ParkTwins.urn(tree))?attrs=age").json
        #expect(past["age"]?.asArray?.count == 2)
        let now = await towns.entity(tree, "?options=sysAttrs").json
        #expect(now["modifiedAt"] == "2026-01-12T09:02:00Z")
        #expect(now["age"]?["modifiedAt"] == "2026-01-12T09:02:00Z")
        #expect(now["height"]?["modifiedAt"] == "2026-01-12T09:01:00Z")
    }

    @Test func whatIsWithdrawnIsGoneAtEveryMoment() async throws {
        let towns = try await ParkTwins()
        towns.pass()
        let tree = try await towns.plant()
        try await towns.follow()
        await towns.subscribe(to: "ParksTree")
        towns.pass()
        try await towns.act(Parks.hide.kind, on: tree)
        let heard = try await towns.heard(1)
        #expect(heard.first?.data.first?["id"]?.asString == ParkTwins.urn(tree))
        #expect(heard.first?.data.first?["deletedAt"] != nil)
        towns.pass()
        #expect(await towns.entity(tree).status == 404)
        #expect(await towns.entity(tree, "?asOf=2026-01-12T09:01:30Z").status == 404)
        let all = await towns.send(.get, "entities?type=ParksTree&asOf=2026-01-12T09:01:30Z")
        #expect(all.json == [])
        #expect(await towns.send(.get, "temporal/entities/\(ParkTwins.urn(tree))").status == 404)
        // The id stays the record's.
        let json: JSON = ["id": .string(ParkTwins.urn(tree)), "type": "Mine"]
        #expect(await towns.send(.post, "entities", json).status == 409)
        // Shown once more, it is there once more.
        try await towns.act(Parks.show.kind, on: tree)
        #expect(try await towns.until { await towns.entity(tree).status == 200 })
        #expect(await towns.entity(tree, "?asOf=2026-01-12T09:01:30Z").json["age"]?["value"] == 300)
    }

    @Test func wordsThatAreTakenBackAreNotRemembered() async throws {
        let towns = try await ParkTwins()
        towns.pass()
        let wish = try await towns.act(
            Parks.wish.kind, ["words": .text("Ask Una at number 7."), "for_all": true.stored])
        try await towns.follow()
        towns.pass()
        try await towns.act(Parks.reword.kind, on: wish, ["words": .text("Ask Una.")])
        #expect(try await towns.until { await towns.entity(wish).text.contains("Ask Una.") })
        for path in [
            "entities/\(ParkTwins.urn(wish))?asOf=2026-01-12T09:01:30Z",
            "entities?type=ParksWish&asOf=2026-01-12T09:01:30Z", "temporal/entities/\(ParkTwins.urn(wish))",
        ] {
            let answer = await towns.send(.get, path)
            #expect(answer.status == 200 && answer.text.contains("Ask Una."), "\(path): \(answer.text)")
            #expect(!answer.text.contains("number 7"), "\(path)")
        }
        // What is for members alone is for nobody here.
        try await towns.act(Parks.reword.kind, on: wish, ["for_all": false.stored])
        #expect(try await towns.until { await towns.entity(wish).status == 404 })
    }

    @Test func whatIsErasedGoes() async throws {
        let towns = try await ParkTwins()
        let una = try await towns.test.person("Una")
        let tree = try await towns.plant(keeper: una)
        try await towns.follow()
        #expect(await towns.entity(tree).status == 200)
        _ = try await towns.test.network.erase(una)
        #expect(try await towns.until { await towns.entity(tree).status == 404 })
    }

    @Test func theCommonsKnowsATenantUnderItsName() async throws {
        let towns = try await ParkTwins()
        func act(
            _ action: ActionKind, on record: RecordID? = nil, _ input: Values = [:]
        ) async throws -> RecordID {
            try await towns.test.network.commons.perform(
                ActionCall(action, by: .visitor, on: record, input: input), at: towns.test.clock.now
            ).row.id
        }
        let own = try await act(
            Gazetteer.know.kind, ["slug": .text(ParkTwins.open), "summary": .text("By the sea.")])
        let other = try await act(Gazetteer.know.kind, ["slug": .text(ParkTwins.closed)])
        #expect(try await towns.until { await towns.entity(own).status == 200 })
        let json = await towns.entity(own).json
        #expect(json["title"]?["languageMap"] == ["@none": "Clare"])
        #expect(json["description"]?["value"] == "By the sea.")
        #expect(json["https://schema.org/url"]?["value"] == "http://127.0.0.1:8080/towns/clare")
        #expect(await towns.entity(other).status == 404)
        _ = try await act(Gazetteer.strike.kind, on: own)
        #expect(try await towns.until { await towns.entity(own).status == 404 })
    }

    @Test func pagesLeadToWhereItIsRead() async throws {
        let towns = try await ParkTwins()
        let tree = try await towns.plant()
        try await towns.follow()
        let page = await towns.test.client().get("/t/clare/twin/entities/\(ParkTwins.urn(tree))")
        #expect(page.status == 200 && page.contains("href=\"/parks/clare/\(tree.text)\""))
        #expect(await towns.test.client().get("/t/clare/twin").contains("ParksTree"))
    }
}
