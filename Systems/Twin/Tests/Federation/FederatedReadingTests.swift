// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import TestKit
import Testing
import Web

/// What sources have is read with what is held here (GS CIM 009, 4.3.6, 5.7.1 and 5.7.2).
struct FederatedReadingTests {
    @Test func anEntityInPartsIsOne() async throws {
        let pair = try TwinPair()
        _ = await pair.register()
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        pair.south.clock.pass(seconds: 60)
        let there = TwinPair.bin(
            "urn:bin:1", ["fill": TwinPair.property(2), "lid": TwinPair.property("shut")])
        _ = await pair.ask(.post, "entities", there, at: pair.south)
        let one = await pair.ask(.get, "entities/urn:bin:1")
        // Of two that say the same thing, the later counts.
        #expect(one.json["fill"]?["value"] == 2 && one.json["lid"]?["value"] == "shut")
        #expect(one.header("ngsild-warning") == nil)
        let local = await pair.ask(.get, "entities/urn:bin:1?local=true").json
        #expect(local["fill"]?["value"] == 1 && local["lid"] == nil)
        let attribute = await pair.ask(.get, "entities/urn:bin:1?attrs=lid").json
        #expect(attribute["lid"] != nil && attribute["fill"] == nil)
        #expect(await pair.ask(.get, "entities/urn:bin:2").status == 404)
    }

    @Test func aQueryAsksTheWholeOfEachEntity() async throws {
        let pair = try TwinPair()
        _ = await pair.register()
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1", ["fill": TwinPair.property(1)]))
        let there = [
            TwinPair.bin("urn:bin:1", ["lid": TwinPair.property("shut")]),
            TwinPair.bin("urn:bin:2", ["fill": TwinPair.property(9)]),
            TwinPair.bin("urn:bin:3", ["fill": TwinPair.property(1), "lid": TwinPair.property("open")]),
        ]
        _ = await pair.ask(.post, "entityOperations/create", .array(there), at: pair.south)
        func found(_ query: String) async -> [String] {
            await pair.ask(.get, "entities?\(query)").json.asArray?.compactMap { $0["id"]?.asString } ?? []
        }
        #expect(await found("type=Bin") == ["urn:bin:1", "urn:bin:2", "urn:bin:3"])
        // One lies half here, half there; neither half by itself is meant.
        #expect(await found("type=Bin&q=fill==1;lid==%22shut%22") == ["urn:bin:1"])
        #expect(await found("type=Bin&q=fill%3E5") == ["urn:bin:2"])
        #expect(await found("type=Bin&local=true") == ["urn:bin:1"])
        // What lies in several places is in no order (5.7.2.4).
        #expect(await pair.ask(.get, "entities?type=Bin&orderBy=fill").status == 400)
        #expect(await found("type=Bin&orderBy=fill&local=true") == ["urn:bin:1"])
        #expect(await found("type=Lamp") == [])
        let counted = await pair.ask(.get, "entities?type=Bin&limit=1&count=true")
        #expect(counted.header("ngsild-results-count") == "3" && counted.json.asArray?.count == 1)
        let posted = await pair.ask(
            .post, "entityOperations/query", ["type": "Query", "entities": [["type": "Bin"]], "q": "fill>5"])
        #expect(posted.json.asArray?.map { $0["id"] } == ["urn:bin:2"])
    }

    /// Queries by GET and by POST are operations of two names (4.20).
    @Test(arguments: [
        (["federationOps"], "GET", "POST"), (["retrieveOps"], "GET", "GET"), (["queryBatch"], "POST", "POST"),
    ])
    func aQueryGoesOnAsItCame(_ operations: [String], _ got: String, _ posted: String) async throws {
        let pair = try TwinPair()
        _ = await pair.register(["operations": .array(operations.map(JSON.string))])
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"), at: pair.south)
        let query: JSON = ["type": "Query", "entities": [["type": "Bin", "id": "urn:bin:1"]]]
        #expect(await pair.ask(.get, "entities?type=Bin").json.asArray?.count == 1)
        #expect(await pair.ask(.post, "entityOperations/query", query).json.asArray?.count == 1)
        #expect(pair.internet.asked.map(\.method) == [got, posted])
        if let last = pair.internet.asked.last, posted == "POST" {
            #expect(last.address.hasSuffix("/ngsi-ld/v1/entityOperations/query?options=sysAttrs&limit=1000"))
            #expect(last.json == query)
        }
    }

    @Test func whatASourceHasAloneIsItsAlone() async throws {
        let pair = try TwinPair()
        let information: JSON = [
            ["entities": [["type": "Bin", "id": "urn:bin:1"]], "propertyNames": ["fill"]]
        ]
        _ = await pair.register(["mode": "exclusive"], information: information)
        let there = TwinPair.bin(
            "urn:bin:1", ["fill": TwinPair.property(7), "lid": TwinPair.property("theirs")])
        _ = await pair.ask(.post, "entities", there, at: pair.south)
        _ = await pair.ask(
            .post, "entities?local=true", TwinPair.bin("urn:bin:1", ["lid": TwinPair.property("ours")]))
        let one = await pair.ask(.get, "entities/urn:bin:1").json
        #expect(one["fill"]?["value"] == 7 && one["lid"]?["value"] == "ours")
    }

    /// Who asks for an id alone reaches sources of every type; one of another type hides nothing (5.12).
    @Test func aSourceOfOtherTypesIsNotHeardOfWhatIsKnown() async throws {
        let pair = try TwinPair()
        _ = await pair.register(
            ["mode": "redirect", "operations": ["redirectionOps"]],
            information: [["entities": [["type": "Lamp"]]]])
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        pair.south.clock.pass(seconds: 60)
        let there = TwinPair.bin(
            "urn:bin:1", ["fill": TwinPair.property(2), "lid": TwinPair.property("shut")])
        _ = await pair.ask(.post, "entities", there, at: pair.south)
        let one = await pair.ask(.get, "entities/urn:bin:1").json
        #expect(one["fill"]?["value"] == 1 && one["lid"] == nil)
        let past = await pair.ask(.get, "temporal/entities/urn:bin:1").json
        #expect(past["fill"]?.asArray?.count == 1 && past["lid"] == nil)
    }

    /// Several types together stand in parentheses, also where nothing else is asked for (4.17).
    @Test func sourcesAreAskedForSeveralTypesAtOnce() async throws {
        let pair = try TwinPair()
        _ = await pair.register()
        let there: JSON = ["id": "urn:bin:1", "type": ["Bin", "Box"], "fill": TwinPair.property(1)]
        _ = await pair.ask(.post, "entities", there, at: pair.south)
        let found = await pair.ask(.get, "entities?type=(Bin%3BBox)")
        #expect(found.json.asArray?.count == 1 && found.header("ngsild-warning") == nil)
    }

    /// Where it is said of which type an entity is, sources have it, too (4.5.23.1).
    @Test func whatLiesWithASourceIsLinked() async throws {
        let pair = try TwinPair()
        _ = await pair.register()
        let there = TwinPair.bin(
            "urn:bin:1", ["next": ["type": "Relationship", "object": "urn:bin:2", "objectType": "Bin"]])
        _ = await pair.ask(.post, "entities", there, at: pair.south)
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:2"), at: pair.south)
        let street: JSON = [
            "id": "urn:street:1", "type": "Street",
            "first": ["type": "Relationship", "object": "urn:bin:1", "objectType": "Bin"],
            "other": ["type": "Relationship", "object": "urn:bin:2"],
        ]
        _ = await pair.ask(.post, "entities", street)
        let one = await pair.ask(.get, "entities/urn:street:1?join=inline&joinLevel=2").json
        #expect(one["first"]?["entity"]?["id"] == "urn:bin:1")
        #expect(one["first"]?["entity"]?["next"]?["entity"]?["fill"]?["value"] == 1)
        let flat = await pair.ask(.get, "entities?type=Street&join=flat").json
        #expect(flat.asArray?.map { $0["id"] } == ["urn:street:1", "urn:bin:1"])
        let local = await pair.ask(.get, "entities/urn:street:1?join=inline&local=true").json
        #expect(local["first"] != nil && local["first"]?["entity"] == nil)
    }

    @Test func anAuxiliarySourceOnlyAdds() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["mode": "auxiliary"])
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        pair.south.clock.pass(seconds: 60)
        let there = TwinPair.bin(
            "urn:bin:1", ["fill": TwinPair.property(2), "lid": TwinPair.property("shut")])
        _ = await pair.ask(.post, "entities", there, at: pair.south)
        let one = await pair.ask(.get, "entities/urn:bin:1").json
        #expect(one["fill"]?["value"] == 1 && one["lid"]?["value"] == "shut")
    }

    @Test func whoDoesNotAnswerIsToldOf() async throws {
        let pair = try TwinPair()
        pair.internet.put("https://silent.example") { _ in throw Fault("nobody answers") }
        _ = await pair.register(
            ["endpoint": "https://silent.example", "management": ["cooldown": 60_000, "timeout": 100]])
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:1"))
        let one = await pair.ask(.get, "entities/urn:bin:1")
        #expect(one.status == 200 && one.header("ngsild-warning")?.hasPrefix("199 urn:r:south") == true)
        let many = await pair.ask(.get, "entities?type=Bin")
        #expect(many.json.asArray?.count == 1 && many.header("ngsild-warning") != nil)
        // It is left alone for a while.
        #expect(pair.internet.asked.count == 1)
        pair.north.clock.pass(seconds: 61)
        _ = await pair.ask(.get, "entities/urn:bin:1")
        #expect(pair.internet.asked.count == 2)
        let shown = await pair.ask(.get, "csourceRegistrations/urn:r:south").json
        #expect(shown["status"] == "failed" && shown["timesFailed"] == 2)
    }

    /// What one source alone has and cannot tell is an error; of others a warning tells (6.3.17).
    @Test(arguments: [(Int?.none, 504), (500, 502), (400, 502), (200, 502), (508, 508), (404, 404)])
    func whatNobodyElseCouldTellIsAnError(_ told: Int?, _ status: Int) async throws {
        for mode in ["redirect", "inclusive"] {
            let pair = try TwinPair()
            pair.internet.put("https://odd.example") { _ in
                guard let told else { throw Fault("nobody answers") }
                return OutgoingResponse(status: told, body: Array("<html>".utf8))
            }
            _ = await pair.register(["endpoint": "https://odd.example", "mode": .string(mode)])
            let answer = await pair.ask(.get, "entities/urn:bin:1")
            let expected = mode == "redirect" ? status : 404
            #expect(answer.status == expected && answer.json["status"] == .integer(Int64(expected)))
            let isTold = answer.header("ngsild-warning") != nil
            #expect(isTold == (mode == "inclusive" && told != 404 && told != 508))
        }
    }

    @Test func garbageOfASourceHurtsNobody() async throws {
        let pair = try TwinPair()
        let answers: [[UInt8]] = [
            Array("<html>".utf8), Array("[1, null, {}]".utf8),
            Array(String(repeating: "[", count: 100_000).utf8),
            Array(#"{"id": "urn:bin:9", "type": 7}"#.utf8), [0xFF, 0xFE],
        ]
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        _ = await pair.register(["endpoint": "https://odd.example"])
        for answer in answers {
            pair.internet.put("https://odd.example") { _ in OutgoingResponse(status: 200, body: answer) }
            let one = await pair.ask(.get, "entities/urn:bin:1")
            let many = await pair.ask(.get, "entities?type=Bin")
            #expect(one.status == 200 && many.status == 200 && many.json.asArray?.count == 1)
            #expect([one, many].allSatisfy { $0.header("ngsild-warning") != nil })
        }
    }

    @Test func timesThatASourceDoesNotTellAreNotMadeUp() async throws {
        let pair = try TwinPair()
        pair.internet.put("https://plain.example") { _ in
            OutgoingResponse(status: 200, body: TwinPair.bin("urn:bin:1").encoded())
        }
        _ = await pair.register(["endpoint": "https://plain.example"])
        let bin = await pair.ask(.get, "entities/urn:bin:1?options=sysAttrs").json
        #expect(bin["createdAt"] == nil && bin["fill"]?["modifiedAt"] == nil && bin["fill"] != nil)
    }

    @Test func aSourceIsSpokenToAsItsRegistrationSays() async throws {
        let pair = try TwinPair()
        pair.internet.put("https://words.example") { _ in
            OutgoingResponse(
                status: 200, body: Array(#"{"@context": {"tonne": "urn:w:Bin", "voll": "urn:w:fill"}}"#.utf8))
        }
        pair.internet.put("https://source.example") { _ in
            OutgoingResponse(
                status: 200,
                body: Array(#"[{"id":"urn:bin:1","type":"tonne","voll":{"type":"Property","value":3}}]"#.utf8)
            )
        }
        let info: JSON = [
            ["key": "jsonldContext", "value": "https://words.example/c"],
            ["key": "Authorization", "value": "Bearer x"],
            ["key": "X-Asked", "value": "urn:ngsi-ld:request"],
            ["key": "Cookie", "value": "urn:ngsi-ld:request"], ["key": "Host", "value": "elsewhere"],
        ]
        _ = await pair.register(
            [
                "endpoint": "https://source.example/b/", "tenant": "clare", "contextSourceInfo": info,
                "management": ["localOnly": true], "operations": ["federationOps", "redirectionOps"],
            ], information: [["entities": [["type": "urn:w:Bin"]]]])
        let many = await pair.ask(
            .get, "entities?type=urn:w:Bin", headers: ["x-asked": "yes", "cookie": "mine=1"]
        ).json
        #expect(many[0]?["urn:w:fill"]?["value"] == 3)
        let sent = try #require(pair.internet.asked.first { $0.address.hasPrefix("https://source.example") })
        #expect(sent.address.hasPrefix("https://source.example/b/ngsi-ld/v1/entities?"))
        #expect(sent.address.contains("type=tonne") && sent.address.contains("local=true"))
        #expect(sent.header("link")?.contains("https://words.example/c") == true)
        #expect(sent.header("authorization") == "Bearer x" && sent.header("x-asked") == "yes")
        #expect(sent.header("ngsild-tenant") == "clare" && sent.header("host") == nil)
        #expect(sent.header("cookie") == nil)
        #expect(sent.header("via")?.hasPrefix("1.1 talka-") == true)
        // So are the conditions of a query, wherever they go along.
        for (method, rest) in [(Method.get, "splitEntities=false"), (.delete, "drop=urn:w:fill")] {
            _ = await pair.ask(method, "entities?type=urn:w:Bin&q=urn:w:fill%3E5&\(rest)")
            let asked = try #require(pair.internet.asked.last)
            #expect(asked.address.contains("type=tonne") && asked.address.contains("q=voll%3E5"))
            #expect(asked.address.contains("drop=voll") == (method == .delete))
            #expect(asked.header("link")?.contains("https://words.example/c") == true)
        }
    }

    @Test func aSourceWhoseWordsCannotBeHadIsToldOf() async throws {
        let pair = try TwinPair()
        let info: JSON = [["key": "jsonldContext", "value": "https://nowhere.example/c"]]
        _ = await pair.register([
            "contextSourceInfo": info, "operations": ["federationOps", "redirectionOps"],
        ])
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:1"))
        let one = await pair.ask(.get, "entities/urn:bin:1")
        #expect(one.status == 200 && one.header("ngsild-warning") != nil)
        #expect(await pair.ask(.get, "entities?type=Bin").json.asArray?.count == 1)
        let change = await pair.ask(.patch, "entities/urn:bin:1", ["fill": TwinPair.property(2)])
        #expect(change.status == 207 && change.json["success"] == ["urn:bin:1"])
    }

    @Test func aSourceThatWantsItIsNotAskedTheSameSoSoon() async throws {
        let pair = try TwinPair()
        _ = await pair.register([
            "management": ["cacheDuration": "PT10S"], "operations": ["federationOps", "redirectionOps"],
        ])
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"), at: pair.south)
        func fill() async -> JSON? {
            await pair.ask(.get, "entities/urn:bin:1").json["fill"]?["value"]
        }
        #expect(await fill() == 1)
        let count = pair.internet.asked.count
        let patch: JSON = ["fill": TwinPair.property(2)]
        _ = await pair.ask(.patch, "entities/urn:bin:1", patch, at: pair.south)
        #expect(await fill() == 1)
        #expect(pair.internet.asked.count == count)
        pair.north.clock.pass(seconds: 11)
        #expect(await fill() == 2)
        // What is changed through us is not kept as it was.
        _ = await pair.ask(.patch, "entities/urn:bin:1", ["fill": TwinPair.property(3)])
        #expect(await fill() == 3)
    }

    @Test func aSourceIsAskedForNoMoreThanItHas() async throws {
        let pair = try TwinPair()
        pair.internet.put("https://source.example") { _ in OutgoingResponse(status: 200, body: [91, 93]) }
        _ = await pair.register(
            ["endpoint": "https://source.example", "owner": "Clare", "datasetId": ["urn:d:1"]],
            information: [["entities": [["type": "Bin", "idPattern": "^urn:bin:"]]]])
        _ = await pair.ask(.get, "entities?type=Bin,Lamp")
        let asked = try #require(pair.internet.asked.last?.address)
        #expect(asked.contains("type=Bin&") && asked.contains("idPattern=%5Eurn:bin:"))
        _ = await pair.ask(.get, "entities?type=Bin&id=urn:bin:7,urn:lamp:7")
        #expect(pair.internet.asked.last?.address.contains("&id=urn:bin:7&") == true)
        // Who asks for others is not passed on.
        let count = pair.internet.asked.count
        _ = await pair.ask(.get, "entities?type=Bin&csf=owner==%22Mayo%22")
        _ = await pair.ask(.get, "entities?type=Bin&datasetId=urn:d:2")
        #expect(pair.internet.asked.count == count)
        _ = await pair.ask(.get, "entities?type=Bin&datasetId=urn:d:1&csf=owner==%22Clare%22")
        #expect(pair.internet.asked.count == count + 1)
    }

    @Test func whatGoesRoundEnds() async throws {
        let pair = try TwinPair()
        _ = await pair.register(
            [
                "endpoint": .string(TwinPair.north),
                "operations": ["federationOps", "redirectionOps", "updateOps"],
            ])
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:1"))
        let one = await pair.ask(.get, "entities/urn:bin:1")
        #expect(one.status == 200 && one.json["fill"]?["value"] == 1)
        #expect(pair.internet.asked.count == 1)
        // A change, too, is made once.
        let change = await pair.ask(.patch, "entities/urn:bin:1/attrs/fill", TwinPair.property(2))
        #expect(change.status == 204, "\(change.text)")
        #expect(pair.internet.asked.count == 2)
        #expect(await pair.ask(.get, "entities/urn:bin:1?local=true").json["fill"]?["value"] == 2)
        // Two that hold each other's alone never answer.
        let other = try TwinPair()
        let all: JSONObject = ["mode": "redirect", "operations": ["redirectionOps"]]
        _ = await other.register(all)
        var back = all
        back["id"] = "urn:r:north"
        back["type"] = "ContextSourceRegistration"
        back["endpoint"] = .string(TwinPair.north)
        back["information"] = [["entities": [["type": "Bin"]]]]
        _ = await other.ask(.post, "csourceRegistrations", .object(back), at: other.south)
        let lost = await other.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        #expect(lost.status == 508, "\(lost.text)")
    }

    @Test func typesOfSourcesAreKnown() async throws {
        let pair = try TwinPair()
        _ = await pair.register(information: [["entities": [["type": "Lamp"]]]])
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        let lamp: JSON = ["id": "urn:lamp:1", "type": "Lamp", "light": ["type": "Property", "value": true]]
        _ = await pair.ask(.post, "entities", lamp, at: pair.south)
        #expect(await pair.ask(.get, "types").json["typeList"] == ["Bin", "Lamp"])
        #expect(await pair.ask(.get, "types?local=true").json["typeList"] == ["Bin"])
        #expect(await pair.ask(.get, "attributes").json["attributeList"] == ["fill", "light"])
        let details = await pair.ask(.get, "types?details=true").json
        #expect(details.asArray?.map { $0["attributeNames"] } == [["fill"], ["light"]])
    }

    @Test func whatIsKnownOfNamesIsTakenTogether() async throws {
        let pair = try TwinPair()
        _ = await pair.register()
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:1"))
        for number in 2...3 {
            let there: JSONObject = ["fill": ["type": "Relationship", "object": "urn:x:1"]]
            _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:\(number)", there), at: pair.south)
        }
        let type = await pair.ask(.get, "types/Bin").json
        #expect(type["entityCount"] == 3)
        #expect(type["attributeDetails"]?[0]?["attributeTypes"] == ["Property", "Relationship"])
        let attribute = await pair.ask(.get, "attributes/fill").json
        #expect(attribute["attributeCount"] == 3 && attribute["typeNames"] == ["Bin"])
        #expect(attribute["attributeTypes"] == ["Property", "Relationship"])
        let list = await pair.ask(.get, "attributes?details=true").json
        #expect(list[0]?["typeNames"] == ["Bin"])
        // Each is asked what was asked here.
        #expect(pair.internet.asked.last?.address.hasSuffix("/ngsi-ld/v1/attributes?details=true") == true)
        #expect(await pair.ask(.get, "types/Lamp").status == 404)
    }

    @Test func aMapKeepsPagesOfTheSame() async throws {
        let pair = try TwinPair()
        _ = await pair.register()
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:1"))
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:2"), at: pair.south)
        let first = await pair.ask(.get, "entities?type=Bin&entityMap=true&limit=1")
        #expect(first.status == 201)
        let address = try #require(first.header("ngsild-entitymap"))
        let id = String(address.dropFirst("/ngsi-ld/v1/".count))
        let map = await pair.ask(.get, id).json
        #expect(map["type"] == "EntityMap")
        #expect(
            map["entityMap"]?["urn:bin:1"] == ["@none"] && map["entityMap"]?["urn:bin:2"] == ["urn:r:south"])
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:3"))
        let second = await pair.ask(
            .get, "entities?type=Bin&count=true", headers: ["ngsild-entitymap": address])
        #expect(second.status == 200 && second.header("ngsild-results-count") == "2")
        #expect(second.header("ngsild-entitymap") == address)
        #expect(await pair.ask(.patch, id, ["expiresAt": "2026-01-12T10:00:00Z"]).status == 204)
        #expect(await pair.ask(.patch, id, ["expiresAt": "2020-01-12T10:00:00Z"]).status == 400)
        pair.north.clock.pass(hours: 2)
        #expect(await pair.ask(.get, id).status == 404)
        // Whoever names one that is gone is given a new one.
        let anew = await pair.ask(.get, "entities?type=Bin", headers: ["ngsild-entitymap": address])
        #expect(anew.status == 201 && anew.json.asArray?.count == 3)
        #expect(anew.header("ngsild-entitymap").map { $0 != address } == true)
        let made = await pair.ask(.post, "entityMaps", ["type": "Query", "entities": [["type": "Bin"]]])
        #expect(made.status == 201 && made.json["entityMap"]?.asObject?.count == 3)
        let own = String((made.header("ngsild-entitymap") ?? "").dropFirst("/ngsi-ld/v1/".count))
        #expect(await pair.ask(.delete, own).status == 204)
        #expect(await pair.ask(.delete, own).status == 404)
        #expect(await pair.ask(.get, "entityMaps").status == 400)
    }
}
