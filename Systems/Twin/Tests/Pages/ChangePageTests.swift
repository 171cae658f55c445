// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// Values that people change, in the twin and in what might be.
struct ChangePageTests {
    private let home = TwinSite.home

    private func change(_ id: String, _ name: String? = nil) -> String {
        "\(home)/change?id=\(Href.encoded(id))" + (name.map { "&name=\($0)" } ?? "")
    }

    @Test func aValueIsChangedAndWhatItWasStaysInItsHistory() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let entity = await officer.get("\(home)/entities/urn:lamp:1")
        #expect(entity.contains("href=\"/t/clare/twin/change?id=urn%3Alamp%3A1&amp;name=power\""))
        let page = await officer.get(change("urn:lamp:1", "power"))
        #expect(page.contains("Change power") && page.contains("value=\"43\""))
        site.test.clock.pass(seconds: 60)
        let done = await officer.submit(
            change("urn:lamp:1", "power"), ["value": "55,5", "unit": "WTT"])
        #expect(done.status == 303)
        let after = await officer.get(done.location ?? "")
        #expect(after.contains("It is written") && after.contains("55.5 W"))
        let lamp = await site.ask("entities/urn:lamp:1").json
        #expect(lamp["power"]?["value"] == 55.5 && lamp["power"]?["unitCode"] == "WTT")
        let past = await site.ask(
            "temporal/entities/urn:lamp:1?attrs=power&timeproperty=modifiedAt&options=temporalValues")
        #expect(past.json["power"]?["values"]?.asArray?.count == 5)
    }

    @Test func placesAndRelationsStayWhatTheyAre() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let place = change("urn:lamp:1", "location")
        let wrong = await officer.submit(place, ["latitude": "99", "longitude": "-9"])
        #expect(wrong.status == 422 && wrong.contains("from −90 to 90") && wrong.contains("value=\"99\""))
        #expect(await officer.submit(place, ["latitude": "52.9", "longitude": "-9,1"]).status == 303)
        let street = change("urn:lamp:1", "street")
        #expect(await officer.submit(street, ["value": "Main Street"]).contains("Write the id of an entity"))
        #expect(await officer.submit(street, ["value": "urn:street:2"]).status == 303)
        let lamp = await site.ask("entities/urn:lamp:1").json
        #expect(lamp["location"]?["value"]?["coordinates"] == [-9.1, 52.9])
        #expect(lamp["street"]?["object"] == "urn:street:2")
    }

    @Test func anAttributeIsAddedOnceAndTextsStayTexts() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let add = change("urn:street:1")
        let bad = await officer.submit(add, ["name": "two words", "value": ""])
        #expect(bad.status == 422 && bad.contains("Write one word") && bad.contains("Write a value"))
        let twice = await officer.submit(add, ["name": "name", "value": "x"])
        #expect(twice.contains("has this attribute already"))
        #expect(await officer.submit(add, ["name": "lanes", "value": "2"]).status == 303)
        #expect(await officer.submit(change("urn:street:1", "name"), ["value": "66"]).status == 303)
        let street = await site.ask("entities/urn:street:1").json
        #expect(street["lanes"]?["value"] == 2 && street["name"]?["value"] == "66")
    }

    @Test func whatIsChangedInABranchStaysThere() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        _ = await officer.submit("\(home)/branches", ["name": "Darker"])
        let id = try #require(await site.ask("snapshots").json[0]?["id"]?.asString)
        let path = "\(home)/change?branch=\(Href.encoded(id))&id=urn%3Alamp%3A2&name=power"
        let page = await officer.get(path)
        #expect(page.contains("You see the branch Darker"))
        let done = await officer.post(path, page.hidden(action: path) + [("value", "5")])
        #expect(done.status == 303 && done.location?.contains("branch=") == true)
        #expect(await site.ask("entities/urn:lamp:2", in: id).json["power"]?["value"] == 5)
        #expect(await site.ask("entities/urn:lamp:2").json["power"]?["value"] == 90)
    }

    @Test func onlyWhoWritesChanges() async throws {
        let site = try await TwinSite()
        await site.fill()
        let auditor = try await site.test.client("Aud", roles: ["clare": [.auditor]])
        #expect(await auditor.get(change("urn:lamp:1", "power")).status == 404)
        #expect(!(await auditor.get("\(home)/entities/urn:lamp:1").contains("/twin/change?")))
        let officer = try await site.officer()
        for path in [change("urn:none"), change("urn:lamp:1", "nothing")] {
            #expect(await officer.get(path).status == 404, "\(path)")
        }
    }
}
