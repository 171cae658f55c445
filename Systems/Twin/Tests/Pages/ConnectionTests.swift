// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import TestKit
import Testing
import Web

@testable import Twin

/// Subscriptions and sources, as the staff make, see and end them.
struct ConnectionTests {
    private let path = "\(TwinSite.home)/connections"

    @Test func aSubscriptionIsPausedGoesOnAndEnds() async throws {
        let site = try await TwinSite()
        let made = await site.write(
            #"""
            {"id":"urn:sub:1","type":"Subscription","subscriptionName":"Lamps of the harbour",
             "entities":[{"type":"Lamp"}],"watchedAttributes":["power"],
             "notification":{"endpoint":{"uri":"https://me:secret@hear.example/lamps?key=hidden"}}}
            """#, "subscriptions")
        #expect(made.status == 201)
        let officer = try await site.officer()
        let page = await officer.get(path)
        #expect(page.contains("Lamps of the harbour") && page.contains("Lamp · power"))
        #expect(page.contains("https://hear.example/lamps<"))
        #expect(!page.contains("secret") && !page.contains("key="))
        func does(_ what: String) async -> TestAnswer {
            await officer.post(path, [("csrf", page.csrf), ("do", what), ("id", "urn:sub:1")])
        }
        #expect(await does("pause").status == 303)
        #expect(await site.ask("subscriptions/urn:sub:1").json["status"] == "paused")
        #expect(await does("resume").status == 303)
        #expect(await site.ask("subscriptions/urn:sub:1").json["status"] == "active")
        // Whatever an address says of it, it is called what it is called.
        let question = await officer.get("\(path)/confirm?do=unsubscribe&id=urn:sub:1&name=Bins")
        #expect(question.contains("Delete the subscription Lamps of the harbour?"))
        #expect(await officer.get("\(path)/confirm?do=unsubscribe&id=urn:sub:2").status == 404)
        #expect(await officer.post(path, question.hidden(action: path)).status == 303)
        #expect(await site.ask("subscriptions/urn:sub:1").status == 404)
        // What is not there any more is said, not done.
        #expect(await does("pause").status == 422)
        #expect(await officer.get(path).contains("Nobody has subscribed"))
    }

    @Test func aSubscriptionIsMadeAndChangedByAForm() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let form = "\(path)/subscription"
        let made = await officer.submit(
            form,
            [
                "name": "Full bins", "types": "Bin, Skip", "pattern": "^urn:", "watched": "level",
                "q": "level>0.8", "address": "https://hear.example/bins", "format": "simplified",
                "accept": "json", "headers": "Authorization: Bearer abc", "throttling": "60",
                "trigger": "attributeUpdated",
            ])
        #expect(made.status == 303)
        let list = await site.ask("subscriptions").json
        let id = try #require(list[0]?["id"]?.asString)
        #expect(list[0]?["entities"] == [["type": "Bin,Skip", "idPattern": "^urn:"]])
        #expect(list[0]?["watchedAttributes"] == ["level"] && list[0]?["q"] == "level>0.8")
        #expect(list[0]?["throttling"] == 60 && list[0]?["notificationTrigger"] == ["attributeUpdated"])
        let endpoint = list[0]?["notification"]?["endpoint"]
        #expect(endpoint?["receiverInfo"] == [["key": "Authorization", "value": "Bearer abc"]])
        #expect(list[0]?["notification"]?["format"] == "simplified")

        let edit = "\(form)?id=\(Href.encoded(id))"
        let page = await officer.get(edit)
        #expect(page.contains("value=\"Full bins\"") && page.contains("value=\"Bin,Skip\""))
        #expect(page.contains("Authorization: Bearer abc"))
        let changed = await officer.submit(
            edit,
            [
                "name": "Full bins", "types": "Bin", "address": "https://hear.example/bins",
                "format": "normalized", "accept": "json", "rest": #"{"lang":"en"}"#,
            ])
        #expect(changed.status == 303)
        let now = await site.ask("subscriptions/\(id)").json
        #expect(now["entities"] == [["type": "Bin"]] && now["lang"] == "en")
        for gone in ["q", "watchedAttributes", "throttling", "notificationTrigger"] {
            #expect(now[gone] == nil, "\(gone)")
        }
        #expect(now["notification"]?["endpoint"]?["receiverInfo"] == nil)
        #expect(now["notification"]?["format"] == nil)
    }

    /// A name that one type alone has says which is meant; where two have it, both are told apart.
    @Test func typesGoByTheirShortNames() async throws {
        let site = try await TwinSite()
        let iri = "https://models.example/parking/Spot"
        let others = ["https://models.example/a/Gate", "https://models.example/b/Gate"]
        for (number, type) in ([iri] + others).enumerated() {
            await site.write(#"{"id":"urn:thing:\#(number)","type":"\#(type)"}"#, "entities")
        }
        let officer = try await site.officer()
        let form = "\(path)/subscription"
        let hint = "Types there are here: \(others[0]), \(others[1]), Spot<"
        #expect(await officer.get(form).contains(hint))
        let made = await officer.submit(
            form, ["types": "Spot, Bin, \(others[1])", "address": "https://hear.example/"])
        #expect(made.status == 303)
        let kept = await site.ask("subscriptions").json[0]
        #expect(kept?["entities"] == [["type": .string("\(iri),Bin,\(others[1])")]])
        let id = try #require(kept?["id"]?.asString)
        let page = await officer.get("\(form)?id=\(Href.encoded(id))")
        #expect(page.contains("value=\"Spot,Bin,\(others[1])\""))
    }

    @Test func whatTheFormHasNoFieldForStays() async throws {
        let site = try await TwinSite()
        await site.write(
            #"""
            {"id":"urn:sub:1","type":"Subscription","entities":[{"type":"Lamp","id":"urn:lamp:1"}],
             "geoQ":{"georel":"near;maxDistance==100","geometry":"Point","coordinates":[1,2]},
             "notification":{"endpoint":{"uri":"mqtt://b.example/t",
              "notifierInfo":[{"key":"MQTT-QoS","value":"1"}]}}}
            """#, "subscriptions")
        let officer = try await site.officer()
        let form = "\(path)/subscription?id=urn%3Asub%3A1"
        let page = await officer.get(form)
        let rest = try #require(page.text.firstMatch(of: /name="rest"[^>]*>\n([^<]*)<\/textarea>/)).1
        let text = String(rest).replacing("&quot;", with: "\"")
        #expect(text.contains("urn:lamp:1") && text.contains("notifierInfo") && text.contains("geoQ"))
        let before = await site.ask("subscriptions/urn:sub:1").json
        let saved = await officer.submit(
            form,
            [
                "name": "One lamp", "address": "mqtt://b.example/t", "format": "normalized",
                "accept": "json", "rest": text,
            ])
        #expect(saved.status == 303)
        let now = await site.ask("subscriptions/urn:sub:1").json
        #expect(now["subscriptionName"] == "One lamp")
        for same in ["entities", "geoQ", "notification"] { #expect(now[same] == before[same], "\(same)") }
    }

    @Test func whatIsWrongWithASubscriptionIsSaidAndNothingTypedIsLost() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let form = "\(path)/subscription"
        let empty = await officer.submit(form, ["name": "Kept name", "throttling": "often"])
        #expect(empty.status == 422 && empty.contains("value=\"Kept name\""))
        #expect(empty.contains("Say of which types") && empty.contains("Say where it is to be told"))
        #expect(empty.contains("Write a number") && empty.contains("value=\"often\""))
        for (field, value) in [("q", "(level>"), ("pattern", "["), ("address", "ftp://x.example/")] {
            var values = [("types", "Bin"), ("address", "https://hear.example/")]
            values.removeAll { $0.0 == field }
            let csrf = await officer.get(form).csrf
            let answer = await officer.post(form, [("csrf", csrf), (field, value)] + values)
            #expect(answer.status == 422 && answer.contains("id=\"field-\(field)-error\""), "\(field)")
        }
        #expect(await site.ask("subscriptions").json == [])
    }

    @Test func aTestMessageTellsWhetherItIsTaken() async throws {
        let subscribers = Subscribers()
        let site = try await TwinSite(outside: subscribers)
        await site.fill()
        let officer = try await site.officer()
        let form = "\(path)/subscription"
        let values: KeyValuePairs = [
            "types": "Lamp", "q": "power==90", "address": "https://hear.example/lamps",
            "headers": "X-Key: k", "do": "test",
        ]
        let taken = await officer.submit(form, values)
        #expect(taken.status == 200 && taken.contains("The test message was taken"))
        #expect(taken.contains("value=\"power==90\""))
        let heard = try #require(subscribers.heard.first)
        #expect(heard.data.first?["id"] == "urn:lamp:2" && heard.headers["x-key"] == "k")
        #expect(heard.headers["ngsild-tenant"] == "clare")
        subscribers.answer { _ in 503 }
        let refused = await officer.submit(form, values)
        #expect(refused.contains("was not taken") && refused.contains("503"))
        subscribers.answer { _ in
            throw Fault("POST: 10.0.0.1 is not public, and \(AddressPolicy.setting) does not name it")
        }
        let closed = await officer.submit(form, values)
        #expect(closed.contains("Whoever runs the server can open it"))
        #expect(!closed.contains(AddressPolicy.setting))
        // Nobody has subscribed by that.
        #expect(await site.ask("subscriptions").json == [])
    }

    @Test(.timeLimit(.minutes(20))) func whatCouldNotBeBroughtIsSentAgain() async throws {
        let (subscribers, hub) = (Subscribers(), TwinHub())
        let site = try await TwinSite(hub, outside: subscribers)
        await site.write(
            #"""
            {"id":"urn:sub:1","type":"Subscription","entities":[{"type":"Lamp"}],
             "notification":{"endpoint":{"uri":"https://hear.example/lamps"}}}
            """#, "subscriptions")
        let twin = hub.twins.twin(in: try site.test.network.tenant("clare"))
        let notifier = try #require(hub.work(of: twin)?.notifier)
        while notifier.state.withLock({ $0.posts["urn:sub:1"] == nil }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        for number in 1...2 {
            let due = DueNotification(content: .entities([]), since: Stamp(microseconds: Int64(number)))
            let letter = DeadLetter(
                due, "urn:sub:1", body: #"{"number":\#(number)}"#, reason: "The endpoint answered 404.",
                at: Stamp(microseconds: 9))
            try await twin.ledger.keep([letter.key: letter.json.text()], upTo: 0)
        }
        let officer = try await site.officer()
        let page = await officer.get(path)
        #expect(page.contains("The endpoint answered 404."))
        #expect(page.contains("Send all of Lamp · https://hear"))
        let all = [("csrf", page.csrf), ("do", "resend_all"), ("id", "urn:sub:1")]
        subscribers.answer { _ in 404 }
        let refused = await officer.post(path, all)
        #expect(refused.status == 422 && refused.contains("404"))
        subscribers.answer { _ in 204 }
        let before = subscribers.heard.count
        let sent = await officer.post(path, all)
        #expect(sent.status == 303)
        #expect(await officer.get(sent.location ?? "").contains("2 were sent again"))
        #expect(subscribers.heard[before...].map { $0.json["number"] } == [1, 2])
        #expect(!(await officer.get(path).contains("What could not be brought")))
    }

    @Test func aSourceIsRegisteredChangedAndDeletedByAForm() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let form = "\(path)/source"
        let wrong = await officer.submit(
            form, ["name": "Kept", "address": "https://b.example", "mode": "exclusive", "types": "Bin"])
        #expect(wrong.status == 422 && wrong.contains("value=\"Kept\""))
        #expect(wrong.contains("names entities by id"))
        let made = await officer.submit(
            form,
            [
                "name": "The depot", "address": "https://b.example", "types": "Bin",
                "ids": "urn:bin:1\r\nurn:bin:2", "properties": "level, weight", "mode": "exclusive",
                "operations": "retrieveOps", "timeout": "2000", "headers": "X-Key: k",
            ])
        #expect(made.status == 303)
        let list = await site.ask("csourceRegistrations?type=Bin").json
        let id = try #require(list[0]?["id"]?.asString)
        let entities = list[0]?["information"]?[0]?["entities"]
        #expect(entities == [["type": "Bin", "id": "urn:bin:1"], ["type": "Bin", "id": "urn:bin:2"]])
        #expect(list[0]?["operations"] == ["retrieveOps"] && list[0]?["management"] == ["timeout": 2000])
        let edit = "\(form)?id=\(Href.encoded(id))"
        let page = await officer.get(edit)
        #expect(page.contains("urn:bin:1\nurn:bin:2") && page.contains("X-Key: k"))
        let changed = await officer.submit(
            edit,
            ["name": "The depot", "address": "https://c.example", "types": "Bin", "mode": "inclusive"])
        #expect(changed.status == 303)
        let now = await site.ask("csourceRegistrations/\(id)").json
        #expect(now["endpoint"] == "https://c.example" && now["mode"] == nil && now["management"] == nil)
        #expect(now["information"] == [["entities": [["type": "Bin"]]]])
        #expect(await officer.get(path).contains("https://c.example"))
        let question = await officer.get("\(path)/confirm?do=unregister&id=\(id)")
        #expect(await officer.post(path, question.hidden(action: path)).status == 303)
        #expect(await site.ask("csourceRegistrations?type=Bin").json == [])
    }

    @Test func whoOnlyReadsChangesNothing() async throws {
        let site = try await TwinSite()
        await site.write(#"{"id":"urn:branch:1","type":"Snapshot"}"#, "snapshots")
        let auditor = try await site.test.client("Aud", roles: ["clare": [.auditor]])
        let page = await auditor.get("\(TwinSite.home)/branches")
        #expect(page.status == 200 && page.contains("urn:branch:1") && !page.contains("Throw away"))
        for way in ["/connections", "/branches", "/feeds"] {
            let answer = await auditor.post(
                "\(TwinSite.home)\(way)", [("csrf", page.csrf), ("do", "discard"), ("id", "urn:branch:1")])
            #expect(answer.status == 404, "\(way)")
        }
        for way in ["connections/subscription", "connections/source", "feeds/connection"] {
            #expect(await auditor.get("\(TwinSite.home)/\(way)").status == 404, "\(way)")
        }
        #expect(await auditor.get(path).status == 200)
        #expect(await auditor.get("\(TwinSite.home)/feeds").contains("No broker is listened to yet"))
        _ = try await site.open(["open": "all"])
        for way in ["connections", "branches", "feeds"] {
            #expect(await site.test.client().get("\(TwinSite.home)/\(way)").status == 303, "\(way)")
        }
    }
}
