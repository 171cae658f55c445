// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Twin
import Web

/// What may be asked, and how (GS CIM 009, 5.7.1, 5.7.2, 6.3.4, 6.3.7, 6.23).
struct AskingTests {
    private static let place: JSON = [
        "type": "GeoProperty", "value": ["type": "Point", "coordinates": [6.1, 49.6]],
    ]

    private func twin() async throws -> OpenTwin {
        let twin = try OpenTwin()
        let speeds: JSON = [
            OpenTwin.property(10),
            ["type": "Property", "value": 12, "datasetId": "urn:d:gps"],
        ]
        let name: JSON = ["type": "LanguageProperty", "languageMap": ["en-GB": "Car", "fr": "Voiture"]]
        _ = await twin.ask(
            .post, "entityOperations/create",
            [
                OpenTwin.car(1, ["speed": speeds, "location": Self.place, "name": name, "scope": "/a/b"]),
                OpenTwin.car(2),
                ["id": "urn:ngsi-ld:Van:1", "type": "Van", "speed": OpenTwin.property(30)],
            ])
        return twin
    }

    @Test(arguments: [
        ("id=urn:ngsi-ld:Car:1", 400), ("idPattern=Car", 400), ("scopeQ=/a/%23", 400), ("lang=en", 400),
        ("q=modifiedAt%3E2020-01-01T00:00:00Z", 400), ("attrs=scope", 400), ("pick=speed", 400),
        ("id=urn:ngsi-ld:Car:1&local=true", 200), ("type=*", 200), ("type=*&local=false", 400),
        ("q=speed", 200), ("attrs=speed", 200), ("type=Car&orderBy=speed", 400),
        ("type=Car&orderBy=speed&local=true", 200), ("type=*&orderBy=speed;desc", 200),
        ("type=Car&local=true&orderBy=location;dist-asc", 400), ("type=Car&csf=a==", 400),
        ("type=Car&csf=owner==%22x%22", 200), ("type=Car&geometryProperty=place", 400),
        ("type=Car&datasetId=gps", 400), ("type=Car&datasetId=urn:d:gps,@none", 200),
        ("type=Car&splitEntities=perhaps", 400), ("type=Car&splitEntities=true", 200),
        ("type=Car&format=temporalValues", 400), ("type=Car&limit=0", 400),
        ("type=Car&limit=100000", 200), ("type=Car&limit=-1", 400),
        ("type=Car&q=a%7Bb%7D==1", 400), ("type=Car&q=a%7Bb%7D==1&join=inline", 200),
        ("type=Car&pick=a%7Bb%7Bc%7D%7D&join=flat", 400), ("type=Car&geoproperty=place", 200),
        ("type=Car&entityMap=true&entityMapLifetime=soon", 400), ("type=Car&timerel=before", 400),
    ])
    func whatIsTooWideOrNotSoundIsRefused(_ query: String, _ status: Int) async throws {
        let answer = await (try twin()).ask(.get, "entities?\(query)")
        #expect(answer.status == status, "\(query): \(answer.text)")
    }

    @Test func anEntityIsOfTheTypeThatIsAskedFor() async throws {
        let twin = try await twin()
        let path = "entities/urn:ngsi-ld:Car:1"
        #expect(await twin.ask(.get, "\(path)?type=Van").status == 404)
        #expect(await twin.ask(.get, "\(path)?type=Van,Car").status == 200)
        #expect(await twin.ask(.get, "\(path)?attrs=wings").status == 404)
        #expect(await twin.ask(.get, "\(path)?geometryProperty=location").status == 400)
        let one = await twin.ask(.get, "\(path)?datasetId=urn:d:gps&options=keyValues").json
        #expect(one["speed"] == 12 && one["location"] == nil && one["scope"] == "/a/b")
        let british = await twin.ask(.get, "\(path)?lang=en,fr;q=0.5&pick=name").json
        #expect(british == ["name": ["type": "Property", "value": "Car", "lang": "en-GB"]])
    }

    @Test func theFormatCountsBeforeTheOptions() async throws {
        let twin = try await twin()
        let path = "entities/urn:ngsi-ld:Car:2"
        let whole = await twin.ask(.get, "\(path)?format=normalized&options=keyValues,sysAttrs").json
        #expect(whole["speed"]?["value"] == 20 && whole["createdAt"] != nil)
        #expect(await twin.ask(.get, "\(path)?format=concise&options=normalized").json["speed"] == 20)
        #expect(await twin.ask(.get, "\(path)?options=simplified").json["speed"] == 20)
    }

    @Test(arguments: [
        ("*/*", "application/json"), ("application/*", "application/json"),
        ("application/ld+json, application/json", "application/json"),
        ("application/ld+json, */*;q=0.1", "application/ld+json"),
        ("application/json;q=0.4, application/ld+json;q=0.5", "application/ld+json"),
        ("text/html, application/geo+json", "application/geo+json"),
        ("*/*, application/json;q=0, application/ld+json;q=0", "application/geo+json"),
        ("text/html", ""), ("application/json;q=0", ""),
    ])
    func theFormIsTheOneThatIsWantedMost(_ accept: String, _ form: String) async throws {
        let twin = try await twin()
        let answer = await twin.ask(.get, "entities?type=Car", headers: ["accept": accept])
        if form.isEmpty {
            #expect(answer.status == 406 && answer.header("content-type") == "application/json")
            #expect(answer.text.contains("application/geo+json"))
        } else {
            #expect(answer.status == 200 && answer.header("content-type") == form)
        }
    }

    @Test func onlyEntitiesAreGeoJSON() async throws {
        let twin = try await twin()
        let geo = ["accept": "application/geo+json"]
        for path in ["types", "attributes", "temporal/entities/urn:ngsi-ld:Car:1", "subscriptions"] {
            #expect(await twin.ask(.get, path, headers: geo).status == 406, "\(path)")
        }
        #expect(await twin.ask(.post, "entities", OpenTwin.car(8), headers: geo).status == 406)
        let plain = ["accept": "text/plain"]
        #expect(await twin.ask(.post, "entities", OpenTwin.car(9), headers: plain).status == 201)
        let features = await twin.ask(.get, "entities?type=Car&geometryProperty=location", headers: geo)
        #expect(features.json["type"] == "FeatureCollection" && features.json["@context"] != nil)
        #expect(features.json["features"]?[1]?["geometry"] == JSON.null)
        #expect(features.header("link") == nil)
        let bare = await twin.ask(
            .get, "entities?type=Car", headers: ["accept": "application/geo+json", "prefer": "body=json"])
        #expect(bare.json["@context"] == nil && bare.header("link")?.contains("json-ld#context") == true)
    }

    /// However little is asked for (5.7.1.4, 5.7.2.4).
    @Test func theMapThatIsNamedIsUsedAndOneThatIsGoneMadeAnew() async throws {
        let twin = try await twin()
        let made = await twin.ask(.get, "entities?type=Car&entityMap=true")
        let map = try #require(made.header("ngsild-entitymap"))
        _ = await twin.ask(.post, "entities", OpenTwin.car(3))
        let cars = await twin.ask(.get, "entities?type=Car", headers: ["ngsild-entitymap": map])
        #expect(cars.status == 200 && cars.json.asArray?.count == 2)
        let car = await twin.ask(.get, "entities/urn:ngsi-ld:Car:1", headers: ["ngsild-entitymap": map])
        #expect([cars, car].map { $0.header("ngsild-entitymap") } == [map, map])
        let gone = ["ngsild-entitymap": "urn:ngsi-ld:EntityMap:gone"]
        let anew = await twin.ask(.get, "entities?type=Car", headers: gone)
        #expect(anew.status == 201 && anew.json.asArray?.count == 3)
        #expect(anew.header("ngsild-entitymap").map { $0 != map } == true)
    }

    /// The words of an answer are those that were asked in (6.3.6), whichever core context it was.
    @Test func theCoreContextIsNamedAsItWasAskedFor() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let url = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.6.jsonld"
        let link = "<\(url)>; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\""
        for path in ["entities/urn:ngsi-ld:Car:1", "entities?type=Car"] {
            let plain = await twin.ask(.get, path, headers: ["link": link])
            #expect(plain.status == 200 && plain.header("link")?.contains(url) == true)
            #expect(plain.json == (await twin.ask(.get, path)).json)
            let linked = await twin.ask(
                .get, path, headers: ["link": link, "accept": "application/ld+json"]
            ).json
            #expect((linked.asArray?.first ?? linked)["@context"] == .string(url))
        }
        #expect(await twin.ask(.get, "entities?type=Car").header("link")?.contains("-v1.8.jsonld") == true)
    }
}
