// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// Files that become entities.
struct ImportingTests {
    private let path = "\(TwinSite.home)/import"

    private let bins = #"""
        name;lat;lon;filled;since
        B1;52,84;-8,98;0,4;2026-01-12T08:00:00Z
        "B ""two""";52,85;-8,97;0,5;
        B3;152;-8,97;0,5;
        """#

    @Test func rowsAreLookedAtFirstAndThenWritten() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let preview = await officer.submit(path, ["data": bins])
        // What nobody was asked yet is not held against them.
        #expect(preview.status == 200 && preview.contains("Say of what type the entities are"))
        #expect(!preview.contains("cannot be written"))
        let mapped = [
            ("type", "WasteContainer"), ("use0", "id"), ("use1", "latitude"), ("use2", "longitude"),
            ("use3", "property"), ("name3", "fillingLevel"), ("unit3", "P1"), ("use4", "observedAt"),
            ("keep", "Bins"),
        ]
        let again = await officer.post(path, preview.hidden(action: path) + mapped)
        #expect(again.contains("2 of 3 rows can be written") && again.contains("must be degrees"))
        #expect(await site.test.client().get(
            "/ngsi-ld/v1/types", headers: ["authorization": "Bearer \(site.token)"]).json["typeList"] == [])
        let done = await officer.post(path, again.hidden(action: path) + mapped + [("step", "write")])
        #expect(done.status == 303)
        #expect(done.location?.hasPrefix("\(path)?done=2&type=WasteContainer&import=") == true)
        let after = await officer.get(done.location ?? "")
        #expect(after.contains("/twin/entities?type=WasteContainer\">See them"))
        let found = await site.test.client().get(
            "/ngsi-ld/v1/entities/urn:ngsi-ld:WasteContainer:B1",
            headers: ["authorization": "Bearer \(site.token)"])
        #expect(found.json["fillingLevel"]?["value"] == 0.4)
        #expect(found.json["fillingLevel"]?["unitCode"] == "P1")
        #expect(found.json["fillingLevel"]?["observedAt"] == "2026-01-12T08:00:00Z")
        #expect(found.json["location"]?["value"]?["coordinates"] == [-8.98, 52.84])
    }

    @Test func aMappingThatWasKeptIsUsedAgainUntilItIsLetGoOf() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let preview = await officer.submit(path, ["data": "n,v\n1,2"])
        _ = await officer.post(
            path,
            preview.hidden(action: path) + [
                ("type", "Thing"), ("use0", "id"), ("use1", "property"), ("name1", "weight"),
                ("keep", "Things"), ("step", "write"),
            ])
        let next = await officer.submit(path, ["data": "n,v\n7,8", "kept": "Things"])
        #expect(next.contains("1 of 1 rows can be written") && next.contains("value=\"weight\""))
        #expect(await officer.post(path, [("csrf", next.csrf), ("forget", "Things")]).status == 303)
        #expect(!(await officer.get(path).contains("Things")))
    }

    @Test func featuresAreTakenInFromAFile() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let features = """
            {"type":"FeatureCollection","features":[{"type":"Feature","id":"urn:tree:1",
             "properties":{"type":"Tree","height":12.5,"felled":null},
             "geometry":{"type":"Point","coordinates":[-9,52.8]}},
             {"type":"Feature","id":"urn:tree:1","properties":{"type":"Tree"},"geometry":null}]}
            """
        let preview = await upload(Array(features.utf8), by: officer)
        #expect(preview.status == 200 && preview.contains("1 of 2 rows can be written"))
        #expect(preview.contains("stands in an earlier row"))
        let uses = [("use0", "id"), ("use1", "type"), ("use2", "property"), ("name2", "height")]
        let done = await officer.post(path, preview.hidden(action: path) + uses + [("step", "write")])
        #expect(done.status == 303)
        let page = await officer.get("\(TwinSite.home)/entities/urn:tree:1")
        #expect(page.contains("12.5") && page.contains("class=\"map-drawing\""))
    }

    private func upload(_ bytes: [UInt8], by officer: TestClient) async -> TestAnswer {
        let csrf = await officer.get(path).csrf
        let head = "--x\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n"
            + "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"trees.txt\"\r\n\r\n"
        return await officer.send(
            .post, path, headers: ["content-type": "multipart/form-data; boundary=x"],
            body: Array(head.utf8) + bytes + Array("\r\n--x--\r\n".utf8))
    }

    /// “Unicode text” is UTF-16, and what is called ANSI has its quotation marks where Latin-1 has nothing.
    @Test func tablesAreReadAsOfficesSaveThem() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let wide = "id\tname\n1\tÓ Sé €".utf16
        let little: [UInt8] = [0xFF, 0xFE] + wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [little, big] {
            let page = await upload(bytes, by: officer)
            #expect(page.contains("<legend class=\"label\">id</legend>") && page.contains("Such as Ó Sé €"))
        }
        let ansi = Array("id,name\n1,O".utf8) + [0x92] + Array("Connell ".utf8) + [0xC9, 0x80]
        #expect(await upload(ansi, by: officer).contains("Such as O’Connell É€"))
        let workbook = await upload(Array("PK\u{3}\u{4}\0\0xl/workbook".utf8), by: officer)
        #expect(workbook.status == 422 && workbook.contains("Save the table as CSV"))
    }

    @Test func aTypeThatIsNoNameIsSaidBesideIt() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let first = await officer.submit(path, ["data": "n,v\n1,2"])
        for (type, why) in [("", "Say the type"), ("Tree works", "“Tree works” is no name of a type")] {
            let again = await officer.post(
                path, first.hidden(action: path) + [("type", type), ("use0", "id"), ("use1", "property")])
            #expect(again.status == 422 && again.contains(why) && again.contains("value=\"\(type)\""))
            #expect(again.contains("href=\"#field-type\""))
        }
    }

    /// A text that is not in quotes though it holds the separator would else lose its end unseen.
    @Test func whatARowHasTooMuchIsNotLostUnseen() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let page = await officer.submit(path, ["data": "id,type,name\n1,Tree,Oak, old\n2,Tree,Elm,,"])
        #expect(page.contains("1 of 2 rows can be written") && page.contains("more cells than the first one"))
    }

    @Test func placesOfAnotherGridBecomeDegreesOrAreRefused() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        func features(_ crs: String) -> String {
            """
            {"type":"FeatureCollection"\(crs),"features":[{"type":"Feature","id":"urn:tree:1",
             "properties":{"type":"Tree"},"geometry":{"type":"Point","coordinates":[715830,734697]}}]}
            """
        }
        func named(_ name: String) -> String { #","crs":{"type":"name","properties":{"name":"\#(name)"}}"# }
        let irish = await officer.submit(path, ["data": features(named("urn:ogc:def:crs:EPSG::2157"))])
        #expect(irish.contains("1 of 1 rows can be written"))
        #expect(irish.contains("-6.26") && irish.contains("53.34"))
        let silent = await officer.submit(path, ["data": features("")])
        #expect(silent.contains("no degrees of longitude and latitude"))
        let unknown = await officer.submit(path, ["data": features(named("EPSG:31370"))])
        #expect(unknown.status == 422 && unknown.contains("“EPSG:31370”") && unknown.contains("WGS 84"))
    }

    @Test func whatIsNoTableSaysWhy() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        for (text, why) in [
            ("", "at least one row"), ("a,b", "at least one row"), ("a\n\"x", "line 2 is not closed"),
            ("{\"type\":", "is not JSON"), ("{\"a\":1}", "FeatureCollection"),
        ] {
            let answer = await officer.submit(path, ["data": text])
            #expect(answer.status == 422 && answer.contains(why), "\(text)")
        }
    }

    /// A column for each feature: what is looked at are the first, whatever more there is.
    @Test func aFileMayNameMoreColumnsThanAreToldApart() async throws {
        let site = try await TwinSite()
        let officer = try await site.officer()
        let features = (0..<400).map { #"{"type":"Feature","properties":{"p\#($0)":\#($0)}}"# }
        let geo = #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
        let heads = (0..<400).map { "h\($0)" }.joined(separator: ",") + "\n1,2"
        for text in [geo, heads] {
            let page = await officer.submit(path, ["data": text])
            #expect(page.status == 200 && page.contains("name=\"use59\"") && !page.contains("name=\"use60\""))
        }
    }

    @Test func onlyWhoWritesTakesFilesIn() async throws {
        let site = try await TwinSite()
        let auditor = try await site.test.client("Aud", roles: ["clare": [.auditor]])
        #expect(await auditor.get(TwinSite.home).status == 200)
        #expect(await auditor.get(path).status == 404)
        #expect(await auditor.post(path, ["data": "id\n1"]).status == 404)
        let officer = try await site.officer()
        // A form of another site is not taken.
        #expect(await officer.post(path, ["data": "id\n1", "step": "write"]).status != 303)
    }
}
