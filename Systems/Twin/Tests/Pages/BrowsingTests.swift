// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import TestKit
import Testing
import Web

/// What people see of a twin.
struct BrowsingTests {
    private let home = TwinSite.home

    @Test func anEmptyTwinTellsHowTheFirstEntityIsWritten() async throws {
        let site = try await TwinSite()
        let page = try await site.officer().get(home)
        #expect(page.status == 200)
        #expect(page.contains("curl -X POST") && page.contains("/ngsi-ld/v1/entities"))
        #expect(page.contains("NGSILD-Tenant: clare"))
    }

    @Test func theOverviewCountsTypesAndShowsWhatChangedLast() async throws {
        let site = try await TwinSite()
        await site.fill()
        let page = try await site.officer().get(home)
        #expect(page.contains("href=\"/t/clare/twin/entities?type=Lamp\">Lamp</a>"))
        #expect(page.contains("power: 43 W") || page.contains("power: 43"))
        let first = try #require(page.text.range(of: "urn:lamp:1"))
        let second = try #require(page.text.range(of: "urn:lamp:2"))
        #expect(first.lowerBound < second.lowerBound)
    }

    @Test func aTwinIsItsTenantsUntilItIsOpened() async throws {
        let site = try await TwinSite()
        await site.fill()
        let stranger = site.test.client()
        #expect(await stranger.get(home).status == 303)
        let resident = try await site.test.client("Rita")
        for path in ["", "/entities", "/entities.csv", "/entities/urn:lamp:1", "/changes"] {
            #expect(await resident.get(home + path).status == 404, "\(path)")
        }
        #expect(try await site.open(["open": "types", "types": "https://uri.etsi.org/ngsi-ld/default-context/Lamp"])
            .status == 303)
        #expect(await stranger.get(home).contains("Lamp"))
        #expect(await stranger.get("\(home)/entities").contains("urn:lamp:2"))
        #expect(!(await stranger.get("\(home)/entities").contains("urn:street:1</span>")))
        #expect(await stranger.get("\(home)/entities/urn:street:1").status == 404)
        #expect(await stranger.get("\(home)/import").status == 303)
        #expect(await stranger.get("/t/clare").contains("href=\"\(home)\""))
        #expect(try await site.open(["open": "closed"]).status == 303)
        #expect(await stranger.get(home).status == 303)
    }

    @Test func openingSomeTypesNeedsOne() async throws {
        let site = try await TwinSite()
        await site.fill()
        let answer = try await site.open(["open": "types"])
        #expect(answer.status == 422 && answer.contains("Choose at least one type"))
        #expect(await site.test.client().get(home).status == 303)
        #expect(try await site.officer().get("\(home)/opening").status == 404)
    }

    @Test func entitiesAreFoundByTheFormAndTheRequestIsShown() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let page = await officer.get("\(home)/entities?type=Lamp&attr1=power&op1=%3E&value1=50")
        #expect(page.contains(">urn:lamp:2</a>") && !page.contains(">urn:lamp:1</a>"))
        #expect(page.contains("GET /ngsi-ld/v1/entities?type=Lamp&amp;q=power%3E50&amp;limit=20"))
        #expect(page.contains("class=\"map-drawing\""))
        // Names are offered, numbers taken as half the world writes them, and the twin is closed.
        #expect(page.contains("<option value=\"power\">") && page.contains("list=\"attribute-names\""))
        let comma = await officer.get("\(home)/entities?attr1=power&op1=%3E&value1=50,5")
        #expect(comma.contains(">urn:lamp:2</a>") && !comma.contains(">urn:lamp:1</a>"))
        #expect(page.contains("Authorization: Bearer TOKEN"))
        let near = await officer.get("\(home)/entities?lat=52.84&lon=-8.98&metres=300")
        #expect(near.contains(">urn:lamp:1</a>") && !near.contains(">urn:lamp:2</a>"))
        let text = await officer.get("\(home)/entities?attr1=name&op1=~%3D&value1=Connell")
        // Who has a name is called by it.
        #expect(text.contains(">O’Connell &lt;Street&gt;</a>") && text.contains(">urn:street:1</span>"))
        let street = await officer.get("\(home)/entities/urn:street:1")
        #expect(street.contains("<h1>O’Connell &lt;Street&gt;</h1>"))
    }

    /// Addresses as they are written, texts in the reader's language or in none, what is too long cut off;
    /// whoever is pointed at by their name.
    @Test func valuesAreReadByPeople() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let long = String(repeating: "word ", count: 900)
        await site.write(
            """
            [{"id":"urn:desk:1","type":"Desk","Name":"Front desk",
              "address":{"type":"Property","value":{"addressCountry":"IE","streetAddress":"New Road 1"}},
              "sort":{"type":"LanguageProperty","languageMap":{"@none":"Counter","ga":"Cuntar"}},
              "open":{"type":"Property","value":["Mon","Tue"]},
              "size":{"type":"Property","value":{"wide":2,"high":1}},
              "about":{"type":"Property","value":"\(long)"},
              "room":{"type":"Relationship","object":"urn:room:1"}},
             {"id":"urn:room:1","type":"Room","name":"Hall"}]
            """)
        let page = await officer.get("\(home)/entities/urn:desk:1")
        #expect(page.contains("<title>Front desk") && page.contains("New Road 1, IE"))
        #expect(page.contains(">Counter<") && page.contains("Mon, Tue") && page.contains("wide: 2, high: 1"))
        #expect(page.contains("word…") && page.contains("/twin/entities/urn%3Aroom%3A1\">Hall</a>"))
        // Nothing has parts of its own here.
        #expect(!page.contains(">More</th>") && !page.contains("Not provided"))
        let list = await officer.get("\(home)/entities?type=Desk")
        #expect(list.contains(">Front desk</a>") && !list.contains(">Name</th>"))
    }

    @Test func theRequestShownFindsTheSame() async throws {
        let site = try await TwinSite()
        await site.fill()
        let page = try await site.officer().get(
            "\(home)/entities?type=Lamp&attr1=power&op1=%3C%3D&value1=43&lat=52.84&lon=-8.98")
        let line = try #require(page.text.firstMatch(of: /GET (\/ngsi-ld\/v1\/entities[^\n<]*)/)).1
        let answer = await site.test.client().get(
            String(line).replacing("&amp;", with: "&"), headers: ["authorization": "Bearer \(site.token)"])
        #expect(answer.status == 200)
        #expect(answer.json.asArray?.map { $0["id"]?.asString } == ["urn:lamp:1"])
    }

    @Test func aQuestionThatIsNoneSaysSo() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let page = await officer.get("\(home)/entities?q=%28power")
        #expect(page.status == 422 && page.contains("The question cannot be answered as it is"))
        // What was typed stands there again, with what is wrong beside it.
        for (query, why) in [
            ("lat=x&lon=1", "degrees from −90 to 90"), ("lat=1&lon=500", "degrees from −180 to 180"),
            ("lat=52.8", "both its latitude and its longitude"), ("metres=-5", "metres above 0"),
            ("asOf=yesterday", "Write a day such as"),
        ] {
            let wrong = await officer.get("\(home)/entities?\(query)")
            #expect(wrong.status == 422 && wrong.contains(why), "\(query)")
            #expect(wrong.contains("value=\"\(query.split { "=&".contains($0) }[1])\""), "\(query)")
        }
        let never = await officer.get("\(home)/entities/urn:lamp:1?asOf=yesterday")
        #expect(never.status == 422 && never.contains("Write a day such as") && never.contains("power"))
        #expect(await officer.get("\(home)/entities.csv?q=%28power").status == 400)
        #expect(await officer.get("\(home)/entities?type=Nothing").contains("No entity is like that"))
    }

    @Test func whatIsFoundIsAlsoAFile() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let csv = await officer.get("\(home)/entities.csv?type=Lamp")
        #expect(csv.text.hasPrefix("id,type,latitude,longitude,power,street,modifiedAt\r\n"))
        #expect(csv.contains("urn:lamp:2,Lamp,52.85,-8.97,90,,"))
        let places = await officer.get("\(home)/entities.geojson?type=Lamp")
        #expect(places.header("content-type") == "application/geo+json")
        #expect(places.json["features"]?.asArray?.count == 2)
        #expect(places.json["features"]?[0]?["geometry"]?["type"] == "Point")
    }

    @Test func anEntityShowsWhatIsSaidOfItAndWasBefore() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let page = await officer.get("\(home)/entities/urn:lamp:1")
        #expect(page.contains("<td data-label=\"Value\">43</td>"))
        let street = "href=\"/t/clare/twin/entities/urn%3Astreet%3A1\">O’Connell &lt;Street&gt;</a>"
        #expect(page.contains(street))
        #expect(page.contains("class=\"progress-chart\"") && page.contains("between 40 and 43"))
        let before = await officer.get("\(home)/entities/urn:lamp:1?asOf=2026-01-12T09:01:30Z")
        #expect(before.contains("<td data-label=\"Value\">41</td>") && before.contains("between 40 and 41"))
        let first = await officer.get("\(home)/entities/urn:lamp:1?asOf=2026-01-12T09:00:30Z")
        #expect(first.contains("<td data-label=\"Value\">40 W</td>"))
        let linked = await officer.get("\(home)/entity.jsonld?id=urn:lamp:1")
        #expect(linked.json["power"]?["value"] == 43 && linked.json["@context"] != nil)
        let history = await officer.get("\(home)/entity.csv?id=urn:lamp:1")
        #expect(history.text.components(of: "\r\npower,") == 4)
        #expect(await officer.get("\(home)/entities/urn:lamp:9").status == 404)
    }

    /// Numbers between which there is no other, and those that have more between them than there are.
    @Test func theGreatestNumbersAreDrawnToo() async throws {
        let site = try await TwinSite()
        for powers in [["1e17", "1e17", "1e17"], ["1.7e308", "-1.7e308"]] {
            for power in powers {
                site.test.clock.pass(seconds: 60)
                await site.write(
                    #"[{"id":"urn:lamp:1","type":"Lamp","power":{"type":"Property","value":\#(power)}}]"#)
            }
            let page = try await site.officer().get("\(home)/entities/urn:lamp:1")
            #expect(page.status == 200 && page.contains("class=\"progress-chart\""))
        }
    }

    @Test func whatWasDeletedIsStillSeenInThePast() async throws {
        let site = try await TwinSite()
        await site.fill()
        await site.write(#"["urn:lamp:1"]"#, "entityOperations/delete")
        let officer = try await site.officer()
        let page = await officer.get("\(home)/entities/urn:lamp:1")
        #expect(page.status == 200 && page.contains("It is not there any more"))
        let before = await officer.get("\(home)/entities/urn:lamp:1?asOf=2026-01-12T09:01:30Z")
        #expect(before.contains("<td data-label=\"Value\">41</td>"))
    }
}

extension String {
    /// How often a text stands in it.
    func components(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
