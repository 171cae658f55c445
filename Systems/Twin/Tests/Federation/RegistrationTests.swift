// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import TestKit
import Testing
import Web

/// Context sources are registered, found, changed and taken away (GS CIM 009, 5.9 and 5.10).
struct RegistrationTests {
    private static let words = "https://uri.etsi.org/ngsi-ld/default-context/"

    @Test func whatIsRegisteredIsShownInTheReadersWords() async throws {
        let pair = try TwinPair()
        let made = await pair.register(
            ["registrationName": "Bins", "owner": "Clare"],
            information: [
                ["entities": [["type": "Bin", "idPattern": "^urn:bin:"]], "propertyNames": ["fill"]]
            ])
        #expect(made.status == 201)
        #expect(made.location == "/ngsi-ld/v1/csourceRegistrations/urn:r:south")
        let shown = await pair.ask(.get, "csourceRegistrations/urn:r:south").json
        #expect(shown["information"]?[0]?["entities"]?[0]?["type"] == "Bin")
        #expect(shown["information"]?[0]?["propertyNames"] == ["fill"])
        #expect(shown["registrationName"] == "Bins" && shown["owner"] == "Clare")
        #expect(shown["createdAt"] == nil)
        let whole = await pair.ask(.get, "csourceRegistrations/urn:r:south?options=sysAttrs").json
        #expect(whole["createdAt"]?.asString != nil && whole["modifiedAt"]?.asString != nil)
        let linked = await pair.ask(
            .get, "csourceRegistrations/urn:r:south", headers: ["accept": "application/ld+json"])
        #expect(linked.json["@context"] != nil && linked.header("link") == nil)
    }

    @Test func thatWhichIsNoRegistrationIsRefused() async throws {
        let pair = try TwinPair()
        let wrong: [(String, JSONObject, JSON)] = [
            ("no type", ["type": "Bin"], [["entities": [["type": "Bin"]]]]),
            ("no id", ["id": "bin"], [["entities": [["type": "Bin"]]]]),
            ("nothing in it", [:], []),
            ("an empty part", [:], [[:]]),
            ("no type of entities", [:], [["entities": [["id": "urn:bin:1"]]]]),
            ("a mode there is not", ["mode": "other"], [["entities": [["type": "Bin"]]]]),
            ("an operation there is not", ["operations": ["fly"]], [["entities": [["type": "Bin"]]]]),
            ("gone already", ["expiresAt": "2020-01-01T00:00:00Z"], [["entities": [["type": "Bin"]]]]),
            ("exclusive without ids", ["mode": "exclusive"], [["entities": [["type": "Bin"]]]]),
            (
                "a header in a header", ["contextSourceInfo": [["key": "a", "value": "b\r\nc: d"]]],
                [["entities": [["type": "Bin"]]]]
            ),
            (
                "an auxiliary that writes", ["mode": "auxiliary", "operations": ["updateOps"]],
                [["entities": [["type": "Bin"]]]]
            ),
            (
                "an odd form", ["contextSourceInfo": [["key": "accept", "value": "text/html"]]],
                [["entities": [["type": "Bin"]]]]
            ),
            (
                "an odd edition", ["contextSourceInfo": [["key": "ngsildConformance", "value": "new"]]],
                [["entities": [["type": "Bin"]]]]
            ),
            ("no endpoint", ["endpoint": "no where"], [["entities": [["type": "Bin"]]]]),
            ("no geometry", ["location": ["type": "Point"]], [["entities": [["type": "Bin"]]]]),
        ]
        for (name, members, information) in wrong {
            let answer = await pair.register(members, information: information)
            #expect(answer.status == 400, "\(name): \(answer.text)")
            #expect(answer.json["type"] == "https://uri.etsi.org/ngsi-ld/errors/BadRequestData", "\(name)")
        }
        #expect(await pair.register().status == 201)
        #expect(await pair.register().status == 409)
    }

    @Test func whatASourceHasAloneNobodyElseHas() async throws {
        let pair = try TwinPair()
        let fill: JSON = [["entities": [["type": "Bin", "id": "urn:bin:1"]], "propertyNames": ["fill"]]]
        let lid: JSON = [["entities": [["type": "Bin", "id": "urn:bin:1"]], "propertyNames": ["lid"]]]
        #expect(await pair.register(["mode": "exclusive"], information: fill, id: "urn:r:1").status == 201)
        let second = await pair.register(["mode": "exclusive"], information: fill, id: "urn:r:2")
        #expect(second.status == 409)
        #expect(second.json["type"] == "https://uri.etsi.org/ngsi-ld/errors/Conflict")
        #expect(await pair.register(["mode": "redirect"], information: fill, id: "urn:r:3").status == 409)
        #expect(await pair.register(["mode": "exclusive"], information: lid, id: "urn:r:4").status == 201)
        #expect(await pair.register(information: fill, id: "urn:r:5").status == 201)
        // What is here already cannot lie elsewhere alone.
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:2"))
        let held: JSON = [["entities": [["type": "Bin", "id": "urn:bin:2"]], "propertyNames": ["fill"]]]
        #expect(await pair.register(["mode": "exclusive"], information: held, id: "urn:r:6").status == 409)
        #expect(await pair.register(["mode": "redirect"], id: "urn:r:7").status == 409)
        #expect(
            await pair.register(
                ["mode": "redirect"], information: [["propertyNames": ["weight"]]], id: "urn:r:8"
            ).status == 201)
    }

    @Test func registrationsAreFoundByWhatTheyHave() async throws {
        let pair = try TwinPair()
        let bins: JSON = [
            ["entities": [["type": "Bin", "idPattern": "^urn:bin:"]], "propertyNames": ["fill"]]
        ]
        let place: JSON = ["type": "Point", "coordinates": [-9, 53]]
        _ = await pair.register(["location": place, "owner": "Clare"], information: bins, id: "urn:r:bins")
        _ = await pair.register(
            ["observationInterval": ["startAt": "2020-01-01T00:00:00Z", "endAt": "2021-01-01T00:00:00Z"]],
            information: [["entities": [["type": "Lamp"]]]], id: "urn:r:lamps")
        func found(_ query: String) async -> [String] {
            await pair.ask(.get, "csourceRegistrations\(query)").json.asArray?.compactMap {
                $0["id"]?.asString
            } ?? []
        }
        // What asks for no type, attribute or place is too wide.
        for query in ["", "?id=urn:bin:7", "?csf=owner==%22Clare%22", "?pick=id"] {
            #expect(await pair.ask(.get, "csourceRegistrations\(query)").status == 400, "\(query)")
        }
        #expect(await found("?type=Bin") == ["urn:r:bins"])
        #expect(await found("?type=Bin&id=urn:bin:7") == ["urn:r:bins"])
        #expect(await found("?type=Bin&id=urn:lamp:7") == [])
        #expect(await found("?type=Bin&attrs=lid") == [])
        #expect(await found("?attrs=fill") == ["urn:r:bins"])
        #expect(await found("?pick=fill") == ["urn:r:bins"])
        #expect(await found("?pick=id,fill") == ["urn:r:bins"])
        #expect(await found("?type=*") == ["urn:r:bins"])
        #expect(await found("?type=Bin&csf=owner==%22Clare%22") == ["urn:r:bins"])
        #expect(await found("?type=Bin&csf=owner==%22Mayo%22") == [])
        let near = "georel=near;maxDistance==1000&geometry=Point&coordinates=%5B-9,53%5D"
        #expect(await found("?type=Bin&\(near)") == ["urn:r:bins"])
        // Sources of the past are found by asking for the past.
        #expect(await found("?type=Lamp") == [])
        #expect(
            await found("?type=Lamp&timerel=before&timeAt=2020-06-01T00:00:00Z&timeproperty=observedAt")
                == ["urn:r:lamps"])
        // The moment itself must lie in the time of the source.
        #expect(await found("?type=Lamp&timerel=before&timeAt=2022-06-01T00:00:00Z") == [])
        #expect(
            await found(
                "?type=Lamp&timerel=between&timeAt=2019-01-01T00:00:00Z&endTimeAt=2020-02-01T00:00:00Z")
                == ["urn:r:lamps"])
        _ = await pair.register(
            information: [["entities": [["type": "Bin"]]], ["entities": [["type": "Post"]]]],
            id: "urn:r:posts")
        let page = await pair.ask(.get, "csourceRegistrations?type=Bin&limit=1&count=true")
        #expect(page.header("ngsild-results-count") == "2" && page.json.asArray?.count == 1)
        // Only what matters of a registration is told.
        let posts = await pair.ask(.get, "csourceRegistrations?type=Post").json
        #expect(posts[0]?["information"] == [["entities": [["type": "Post"]]]])
        #expect(await pair.ask(.get, "csourceRegistrations?type=Bin&limit=-1").status == 400)
    }

    @Test func aRegistrationIsChangedAndGoes() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["registrationName": "Bins", "expiresAt": "2026-02-01T00:00:00Z"])
        let path = "csourceRegistrations/urn:r:south"
        let patch: JSON = [
            "registrationName": "urn:ngsi-ld:null", "information": [["propertyNames": ["lid"]]],
        ]
        #expect(await pair.ask(.patch, path, patch).status == 204)
        let shown = await pair.ask(.get, path).json
        #expect(shown["registrationName"] == nil && shown["endpoint"] == .string(TwinPair.south))
        #expect(shown["information"] == [["propertyNames": ["lid"]]])
        #expect(await pair.ask(.patch, path, ["endpoint": 7]).status == 400)
        #expect(await pair.ask(.patch, "csourceRegistrations/urn:r:none", patch).status == 404)
        // What has expired is not there.
        pair.north.clock.set("2026-03-01T00:00:00Z")
        #expect(await pair.ask(.get, path).status == 404)
        #expect(await pair.ask(.delete, path).status == 404)
        #expect(await pair.register().status == 201)
        #expect(await pair.ask(.delete, path).status == 204)
        #expect(await pair.ask(.get, path).status == 404)
        #expect(await pair.ask(.get, "csourceRegistrations/nothing").status == 400)
    }

    @Test func whoSubscribedIsToldOfSources() async throws {
        let pair = try TwinPair()
        pair.internet.put("https://told.example") { _ in OutgoingResponse(status: 200) }
        let subscription: JSON = [
            "id": "urn:s:1", "type": "Subscription", "entities": [["type": "Bin"]],
            "notification": [
                "endpoint": [
                    "uri": "https://told.example/here", "receiverInfo": [["key": "X-Key", "value": "k"]],
                ]
            ],
        ]
        #expect(await pair.ask(.post, "csourceSubscriptions", subscription).status == 201)
        #expect(await pair.ask(.post, "csourceSubscriptions", subscription).status == 409)
        _ = await pair.register()
        var told = await pair.internet.wait(for: 1, at: "https://told.example")
        #expect(told.first?.json["type"] == "ContextSourceNotification")
        #expect(told.first?.json["triggerReason"] == "newlyMatching")
        #expect(told.first?.json["data"]?[0]?["id"] == "urn:r:south")
        #expect(told.first?.header("X-Key") == "k")
        let path = "csourceRegistrations/urn:r:south"
        _ = await pair.ask(.patch, path, ["description": "Two"])
        told = await pair.internet.wait(for: 2, at: "https://told.example")
        #expect(told.last?.json["triggerReason"] == "updated")
        _ = await pair.ask(.patch, path, ["information": [["entities": [["type": "Lamp"]]]]])
        told = await pair.internet.wait(for: 3, at: "https://told.example")
        #expect(told.last?.json["triggerReason"] == "noLongerMatching")
        let shown = await pair.ask(.get, "csourceSubscriptions/urn:s:1").json
        #expect(shown["status"] == "active" && shown["entities"]?[0]?["type"] == "Bin")
        #expect(await pair.ask(.patch, "csourceSubscriptions/urn:s:1", ["isActive": false]).status == 204)
        #expect(await pair.ask(.get, "csourceSubscriptions").json[0]?["status"] == "paused")
        #expect(await pair.ask(.delete, "csourceSubscriptions/urn:s:1").status == 204)
        #expect(await pair.ask(.delete, "csourceSubscriptions/urn:s:1").status == 404)
        var wrong = subscription
        wrong["notification"] = ["endpoint": ["uri": "here"]]
        #expect(await pair.ask(.post, "csourceSubscriptions", wrong).status == 400)
    }
}
