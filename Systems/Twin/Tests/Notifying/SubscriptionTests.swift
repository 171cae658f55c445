// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing

@testable import Twin

/// Subscriptions as programs make, read and change them (GS CIM 009, 5.8.1 to 5.8.5).
@Suite struct SubscriptionTests {
    @Test func oneIsMadeReadChangedAndDeleted() async throws {
        let twin = try SubscribedTwin()
        let made = await twin.subscribe()
        #expect(made.status == 201)
        #expect(made.header("location") == "/ngsi-ld/v1/subscriptions/urn:s:1")
        var shown = await twin.subscription()
        #expect(shown["id"] == "urn:s:1")
        #expect(shown["type"] == "Subscription")
        #expect(shown["entities"] == [["type": "Room"]])
        #expect(shown["status"] == "active")
        #expect(shown["notification"] == ["endpoint": ["uri": "https://hear.example/n"]])
        #expect(shown["createdAt"] == nil)
        #expect(
            await twin.subscription("urn:s:1", "?options=sysAttrs")["createdAt"] == "2026-01-12T09:00:00Z")

        #expect(await twin.subscribe().status == 409)
        let patch: JSON = [
            "isActive": false, "description": "d", "notification": ["format": "concise"],
        ]
        #expect(await twin.send(.patch, "subscriptions/urn:s:1", patch).status == 204)
        shown = await twin.subscription()
        #expect(shown["status"] == "paused")
        #expect(
            shown["notification"] == [
                "endpoint": ["uri": "https://hear.example/n"], "format": "concise",
            ])
        #expect(await twin.send(.patch, "subscriptions/urn:s:1", ["description": .null]).status == 204)
        #expect(await twin.subscription()["description"] == nil)
        #expect(await twin.send(.patch, "subscriptions/urn:s:1", ["entities": .null]).status == 400)
        // What only the broker says is passed over (5.2.12); nothing at all is no change.
        #expect(await twin.send(.patch, "subscriptions/urn:s:1", ["status": "active"]).status == 204)
        #expect(await twin.subscription()["status"] == "paused")
        #expect(await twin.send(.patch, "subscriptions/urn:s:1", [:]).status == 400)

        #expect(await twin.send(.delete, "subscriptions/urn:s:1").status == 204)
        #expect(await twin.send(.get, "subscriptions/urn:s:1").status == 404)
        #expect(await twin.send(.patch, "subscriptions/urn:s:1", ["isActive": true]).status == 404)
        #expect(await twin.send(.delete, "subscriptions/urn:s:1").status == 404)
        #expect(await twin.send(.get, "subscriptions/none").status == 400)
    }

    @Test func theyAreListedInPages() async throws {
        let twin = try SubscribedTwin()
        #expect(await twin.send(.get, "subscriptions").json == [])
        for number in 1...3 { await twin.subscribe("urn:s:\(number)") }
        let page = await twin.send(.get, "subscriptions?limit=2&count=true")
        #expect(page.json.asArray?.compactMap { $0["id"]?.asString } == ["urn:s:1", "urn:s:2"])
        #expect(page.header("ngsild-results-count") == "3")
        #expect(page.headers("link").contains { $0.contains("rel=\"next\"") })
        let last = await twin.send(.get, "subscriptions?limit=2&offset=2")
        #expect(last.json.asArray?.count == 1)
        #expect(await twin.send(.get, "subscriptions?limit=-1").status == 400)
    }

    @Test func namesAreShownInTheReadersWords() async throws {
        let twin = try SubscribedTwin()
        twin.subscribers.put(
            ["@context": ["Room": "https://x.example/Raum", "t": "https://x.example/temp"]],
            at: "https://c.example/one.jsonld")
        twin.subscribers.put(
            ["@context": ["Zimmer": "https://x.example/Raum", "temp": "https://x.example/temp"]],
            at: "https://c.example/two.jsonld")
        func link(_ name: String) -> [String: String] {
            ["link": LinkHeader.naming("https://c.example/\(name).jsonld")]
        }
        let more: JSON = [
            "watchedAttributes": ["t"], "q": "(t>5|t==\"t;t\");other",
            "notification": ["attributes": ["t"]],
        ]
        #expect(await twin.subscribe("urn:s:1", more, headers: link("one")).status == 201)
        let own = await twin.send(.get, "subscriptions/urn:s:1", headers: link("one")).json
        #expect(own["q"] == "(t>5|t==\"t;t\");other")
        #expect(own["watchedAttributes"] == ["t"])
        let other = await twin.send(.get, "subscriptions/urn:s:1", headers: link("two")).json
        #expect(other["q"] == "(temp>5|temp==\"t;t\");other")
        #expect(other["watchedAttributes"] == ["temp"])
        #expect(other["entities"] == [["type": "Zimmer"]])
        #expect(other["notification"]?["attributes"] == ["temp"])
        let plain = await twin.send(.get, "subscriptions/urn:s:1").json
        #expect(plain["watchedAttributes"] == ["https://x.example/temp"])
        // What is changed in other words is the same thing.
        #expect(
            await twin.send(
                .patch, "subscriptions/urn:s:1", ["watchedAttributes": ["temp", "more"]],
                headers: link("two")
            ).status == 204)
        let changed = await twin.send(.get, "subscriptions/urn:s:1", headers: link("one")).json
        #expect(changed["watchedAttributes"] == ["t", "more"])
        #expect(changed["entities"] == [["type": "Room"]])
    }

    @Test(arguments: [
        #"{"type":"Other"}"#, #"{"id":"none"}"#, #"{"id":5}"#, #"{"entities":null}"#, #"{"entities":[]}"#,
        #"{"entities":[{"id":"urn:a:b"}]}"#, #"{"entities":[{"type":"A","idPattern":"["}]}"#,
        #"{"watchedAttributes":[]}"#, #"{"watchedAttributes":"t"}"#, #"{"watchedAttributes":["a b"]}"#,
        #"{"timeInterval":-1}"#, #"{"timeInterval":0}"#, #"{"timeInterval":"1"}"#,
        #"{"timeInterval":1,"throttling":1}"#, #"{"timeInterval":1,"watchedAttributes":["t"]}"#,
        #"{"throttling":-1}"#, #"{"expiresAt":"2020-01-01T00:00:00Z"}"#, #"{"expiresAt":"soon"}"#,
        #"{"isActive":"yes"}"#, #"{"notificationTrigger":["entityBorn"]}"#, #"{"notificationTrigger":[]}"#,
        #"{"q":"t>"}"#, #"{"q":7}"#, #"{"csf":"=="}"#, #"{"scopeQ":"///"}"#, #"{"lang":" "}"#,
        #"{"geoQ":{"georel":"within","geometry":"Point"}}"#,
        #"{"geoQ":{"georel":"near","geometry":"Point","coordinates":[0,0]}}"#,
        #"{"datasetId":"none"}"#, #"{"jsonldContext":"none"}"#, #"{"subscriptionName":3}"#,
        #"{"notification":null}"#, #"{"notification":5}"#, #"{"notification":{"endpoint":null}}"#,
        #"{"notification":{"endpoint":{"uri":null}}}"#, #"{"notification":{"endpoint":{"uri":"x"}}}"#,
        #"{"notification":{"endpoint":{"uri":"ftp://x.example/"}}}"#,
        #"{"notification":{"endpoint":{"uri":"mqtt://x.example"}}}"#,
        #"{"notification":{"endpoint":{"uri":"mqtt://x.example/a/#"}}}"#,
        #"{"notification":{"endpoint":{"accept":"text/plain"}}}"#,
        #"{"notification":{"endpoint":{"timeout":0}}}"#, #"{"notification":{"endpoint":{"cooldown":0}}}"#,
        #"{"notification":{"endpoint":{"cooldown":-1}}}"#,
        #"{"notification":{"endpoint":{"receiverInfo":{"a":"b"}}}}"#,
        #"{"notification":{"endpoint":{"receiverInfo":[{"key":"a"}]}}}"#,
        #"{"notification":{"endpoint":{"receiverInfo":[{"key":"a","value":"b\r\nc: d"}]}}}"#,
        #"{"notification":{"endpoint":{"receiverInfo":[{"key":"a\nb","value":"c"}]}}}"#,
        #"{"notification":{"endpoint":{"notifierInfo":[{"key":"MQTT-QoS","value":"3"}],"#
            + #""uri":"mqtt://x.example/t"}}}"#,
        #"{"notification":{"endpoint":{"notifierInfo":[{"key":"MQTT-Version","value":"2"}],"#
            + #""uri":"mqtt://x.example/t"}}}"#,
        #"{"notification":{"format":"long"}}"#, #"{"notification":{"attributes":[]}}"#,
        #"{"notification":{"attributes":["a"],"pick":["a"]}}"#,
        #"{"notification":{"pick":["a"],"omit":["a"]}}"#,
        #"{"notification":{"showChanges":true,"format":"simplified"}}"#,
        #"{"notification":{"sysAttrs":1}}"#,
        #"{"notification":{"join":"all"}}"#, #"{"notification":{"joinLevel":1}}"#,
        #"{"notification":{"join":"flat","joinLevel":0}}"#,
    ])
    func whatIsNotSoundIsRefused(_ more: String) async throws {
        let twin = try SubscribedTwin()
        let answer = await twin.subscribe("urn:s:1", try JSON(parsing: more))
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.json["type"]?.asString?.hasSuffix("BadRequestData") == true)
        #expect(await twin.send(.get, "subscriptions").json == [])
    }
}
