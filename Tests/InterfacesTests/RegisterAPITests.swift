// SPDX-License-Identifier: EUPL-1.2

import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

import Interfaces
import Kernel
import Store
import TestKit
import Testing

struct RegisterAPITests {
    private func published() async throws -> (ParishNetwork, String) {
        let parish = try await ParishNetwork()
        let token = try await parish.officer()
        var path = ""
        for number in 1...3 {
            let more: JSONObject = [
                "reference": .string("26/\(number)"), "notes": "Apples & <pears>\u{1F34E}",
                "use": number == 1 ? "garden" : "orchard", "trees": .integer(number * 10),
                "since": .string("2026-01-0\(number)"),
                "site": [
                    "type": "Point", "coordinates": [-6.25, .decimal(53 + Double(number) / 10)],
                ],
            ]
            path = await parish.plot(token, more)
        }
        await parish.test.network.settle()
        return (parish, path)
    }

    @Test func everyoneReadsWhatIsPublished() async throws {
        let (parish, path) = try await published()
        let cases = [
            "": "26/3 26/2 26/1", "?q=apples": "26/3 26/2 26/1", "?q=26/2": "26/2",
            "?tenant=fingal": "", "?status=kept&status=none&limit=1": "26/3",
            "?from=2026-01-02&until=2026-01-02": "26/2", "?bbox=-7,53.25,-6,54": "26/3",
            "?order=recorded&limit=2": "26/3 26/2", "?asOf=2020-01-01": "",
            "/parish.plot?use=orchard": "26/3 26/2", "/parish.plot?trees=10": "26/1",
            "/parish.plot?trees-from=20&trees-until=20": "26/2",
        ]
        for (query, expected) in cases {
            let answer = await parish.client.api(.get, "/api/register\(query)")
            let references = answer.json["items"]?.asArray?.compactMap { $0["reference"]?.asString }
            #expect(references?.joined(separator: " ") == expected, "\(query) \(answer.text)")
        }
        let counted = await parish.client.api(.get, "/api/register?count=true&limit=2")
        #expect(counted.json["count"] == ["value": 3, "isExact": true])
        let next = try #require(counted.json["next"]?.asString)
        let second = await parish.client.api(.get, "/api/register?limit=2&cursor=\(next)")
        #expect(second.json[pointer: "/items/0/reference"] == "26/1")
        let id = try #require(path.split(separator: "/").last)
        let item = await parish.client.api(.get, "/api/register/dlr/\(id)")
        #expect(item.json["body"] == ["reference": "26/3"] && item.json["place"] != .null)
        let tag = try #require(item.header("etag"))
        let kept = await parish.client.api(
            .get, "/api/register/dlr/\(id)", headers: ["if-none-match": tag])
        #expect(kept.status == 304)
        let versions = await parish.client.api(.get, "/api/register/dlr/\(id)/versions")
        #expect(versions.json["items"]?.asArray?.count == 1)
        #expect(await parish.client.api(.get, "/api/register/fingal/\(id)").status == 404)
    }

    @Test func refusesAQueryThatIsNone() async throws {
        let parish = try await ParishNetwork()
        for query in [
            "?cursor=x", "?bbox=1", "?bbox=a,b,c,d", "?bbox=-7,54,-6,53", "?from=x", "?limit=0",
            "?use=orchard", "?count=1", "?tenant=-", "?q=", "?order=x", "/parish.plot?nope=1",
        ] {
            let answer = await parish.client.api(.get, "/api/register\(query)")
            #expect(answer.status == 422, "\(query)")
        }
    }

    @Test func isGivenInEveryForm() async throws {
        let (parish, _) = try await published()
        let geojson = await parish.client.api(.get, "/api/register/parish.plot.geojson?limit=2")
        #expect(geojson.header("content-type") == "application/geo+json")
        #expect(geojson.json[pointer: "/features/0/geometry/coordinates/1"] == 53.3)
        #expect(geojson.json[pointer: "/features/0/properties/columns/trees"] == 30)
        let csv = await parish.client.api(.get, "/api/register/parish.plot.csv")
        #expect(csv.text.hasPrefix("tenant,id,version,"))
        #expect(csv.text.split(separator: "\r\n").count == 4)
        let atom = await parish.client.api(
            .get, "/api/register?limit=1&order=recorded",
            headers: ["accept": "application/atom+xml"])
        #expect(atom.header("content-type") == "application/atom+xml; charset=utf-8")
        #expect(XMLParser(data: Data(atom.bytes)).parse())
        #expect(atom.contains("Apples &amp; &lt;pears&gt;\u{1F34E}"))
        #expect(atom.contains("<georss:point>53.3 -6.25</georss:point>"))
        #expect(atom.contains("rel=\"next\""))
    }
}
