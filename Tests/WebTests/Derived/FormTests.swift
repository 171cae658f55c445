// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import TestKit
import Testing
import Web

@Suite struct DerivedFormTests {
    @Test func everyKindOfFieldIsAskedForByItsLabel() async throws {
        let network = try await RepairNetwork()
        let page = await network.test.client().get(RepairNetwork.report)
        #expect(page.status == 200)
        #expect(page.heading == "Report something broken")
        #expect(page.missingWords.isEmpty)
        for part in [
            "name=\"title\"", "<textarea class=\"input\" id=\"field-details\"",
            "type=\"radio\" id=\"field-sort\" name=\"sort\" value=\"lamp\"",
            "name=\"urgent\" value=\"true\"", "name=\"cost\"", "inputmode=\"decimal\"",
            "name=\"seen_on-day\"", "name=\"seen_on-month\"", "name=\"seen_on-year\"",
            "name=\"starts_at-time\"", "name=\"site\"", "name=\"site-geojson\"",
            "type=\"file\" id=\"field-photos\" name=\"photos\" multiple",
            "enctype=\"multipart/form-data\"", "novalidate",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(!page.contains("name=\"reporter\""))
        #expect(page.contains("Details (optional)"))
        #expect(!page.contains("What is broken (optional)"))
    }

    @Test func anEmptyFormComesBackWithEveryMistake() async throws {
        let network = try await RepairNetwork()
        let answer = await network.test.client().submit(
            RepairNetwork.report,
            [
                "details": "It flickers & hums", "seen_on-day": "31", "seen_on-month": "2",
                "seen_on-year": "2026", "cost": "about ten",
            ])
        #expect(answer.status == 422)
        #expect(answer.contains("<title>Error: Report something broken"))
        for text in [
            "Enter what is broken", "Select the sort of thing",
            "Select yes or no for “Is it urgent?”", "Seen on must be a real date, like 27 3 2026",
            "Cost must be an amount of money, like 65 or 65.50",
        ] {
            #expect(answer.text.components(separatedBy: text).count == 3, "\(text) twice")
        }
        #expect(answer.contains("It flickers &amp; hums</textarea>"))
        #expect(answer.contains("value=\"31\"") && answer.contains("value=\"about ten\""))
        // Each link of the summary leads to an input that is there.
        let links = answer.text.matches(of: /href="#(field-[a-z_-]+)"/).map { String($0.1) }
        #expect(links.count == 5)
        for id in links { #expect(answer.contains("id=\"\(id)\"")) }
    }

    @Test func whatWasTypedIsKeptAndShown() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let path = await network.report(
            "Lamp 12 <b>", by: officer,
            [
                "details": "Since Monday.\n\nAt night.", "cost": "€1,250.5", "length": "2.5",
                "lamps": "3", "seen_on-day": "5", "seen_on-month": "Feb", "seen_on-year": "2026",
                "starts_at-day": "1", "starts_at-month": "7", "starts_at-year": "2026",
                "starts_at-time": "9:05", "site": "53.3498, -6.2603", "phone": "01 234",
                "note": "Ring first",
            ])
        let page = await officer.get(path)
        #expect(page.status == 200)
        #expect(page.missingWords.isEmpty)
        for text in [
            "Lamp 12 &lt;b&gt;", "Since Monday.", "Street lamp", "€1,250.50", "2.5",
            "5 February 2026",
            "1 July 2026, 09:05", "53.3498, -6.2603", "01 234", "Ring first", "Reported",
            "Orla Kelly",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        let json = await officer.get("\(path).json").json
        #expect(json["seen_on"]?.asString == "2026-02-05")
        #expect(json["starts_at"]?.asString == "2026-07-01T08:05:00.000Z")
        #expect(json["cost"]?.asInteger == 125_050)
        #expect(json["site"]?["type"]?.asString == "Point")
    }

    @Test func aShapeIsTakenInPlaceOfCoordinates() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let shape = "{\"type\":\"LineString\",\"coordinates\":[[-6.2,53.3],[-6.3,53.4]]}"
        let answer = await network.reportWithFiles(
            by: officer, files: [("site-file", "road.geojson", Array(shape.utf8))])
        let json = await officer.get((answer.location ?? "").prefix { $0 != "?" } + ".json").json
        #expect(json["site"]?["type"]?.asString == "LineString")
    }

    private let lamp = [("title", "Lamp out"), ("sort", "lamp"), ("urgent", "true")]
    private let road = "{\"type\":\"LineString\",\"coordinates\":[[-6.2,53.3],[-6.3,53.4]]}"

    @Test func aFileOfAShapeIsTakenThoughTheTextBesideItIsSentEmpty() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let answer = await network.reportWithFiles(
            by: officer, lamp + [("site", ""), ("site-geojson", "")],
            files: [("site-file", "road.geojson", Array(road.utf8))])
        let json = await officer.get((answer.location ?? "").prefix { $0 != "?" } + ".json").json
        #expect(json["site"]?["type"]?.asString == "LineString")
    }

    @Test(arguments: [
        ("plan.pdf", "%PDF-1.7 x", "must be a GeoJSON file"), ("empty.json", "", "is empty"),
        ("list.json", "[1]", "must be a GeoJSON file"),
        ("big.json", String(repeating: " ", count: 1 << 20) + "{}", "must be smaller than 1 MB"),
    ])
    func aFileThatIsNoShapeIsRefused(_ name: String, _ content: String, _ text: String)
        async throws
    {
        let network = try await RepairNetwork()
        let answer = await network.reportWithFiles(
            by: try await network.officer(), lamp + [("site", ""), ("site-geojson", "")],
            files: [("site-file", name, Array(content.utf8))])
        #expect(answer.status == 422)
        #expect(answer.contains("“\(name)” \(text)"))
        #expect(answer.contains("href=\"#field-site\"") && answer.contains("value=\"Lamp out\""))
    }

    /// The text of the area in which a shape is typed.
    private func shape(_ page: TestAnswer) -> String {
        let parts = page.text.components(separatedBy: "name=\"site-geojson\"")
        let inside = parts.count > 1 ? parts[1].components(separatedBy: "</textarea>")[0] : ""
        return String(inside.drop { $0 != ">" }.dropFirst()).replacing("&quot;", with: "\"")
    }

    @Test func coordinatesTypedBesideAShapeThatWasThereWin() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let first = await network.reportWithFiles(
            by: officer, lamp, files: [("site-file", "road.geojson", Array(road.utf8))])
        let path = String((first.location ?? "").prefix { $0 != "?" })
        func send(_ site: String, _ drawn: String?, lamps: String = "2") async -> TestAnswer {
            let form = await officer.get("\(path)/amend")
            let typed = [("site", site), ("site-geojson", drawn ?? shape(form)), ("lamps", lamps)]
            return await officer.post(
                "\(path)/amend", form.hidden(action: "\(path)/amend") + typed)
        }
        func type() async -> String? {
            await officer.get("\(path).json").json["site"]?["type"]?.asString
        }
        #expect(await send("", nil).status == 303)
        #expect(await type() == "LineString")
        // With a mistake elsewhere the form comes back, and still knows what was there.
        let wrong = await send("53.5, -6.5", nil, lamps: "many")
        #expect(wrong.status == 422 && wrong.contains("value=\"53.5, -6.5\""))
        let again = await officer.post(
            "\(path)/amend",
            wrong.hidden(action: "\(path)/amend")
                + [("site", "53.5, -6.5"), ("site-geojson", shape(wrong)), ("lamps", "3")])
        #expect(again.status == 303)
        #expect(await type() == "Point")
        // A shape that is new goes before the coordinates, as its hint says.
        #expect(await send("53.5, -6.5", road).status == 303)
        #expect(await type() == "LineString")
    }

    @Test func aPlaceIsChosenStepByStepWithoutAScript() async throws {
        let network = try await RepairNetwork()
        let client = network.test.client()
        let hidden = await client.get(RepairNetwork.report).hidden(action: RepairNetwork.report)
        let typed = hidden + [("title", "Lamp"), ("site", "")]
        let closer = await client.post(
            RepairNetwork.report, typed + [("site.view", "-7,53,-6,54")])
        #expect(closer.status == 200 && !closer.contains("There is a problem"))
        #expect(closer.contains("value=\"Lamp\"") && closer.contains("data-view=\"-7"))
        let chosen = await client.post(
            RepairNetwork.report, typed + [("site.choose", "53.5, -6.5")])
        #expect(chosen.status == 200 && chosen.contains("value=\"53.5, -6.5\""))
        #expect(await client.get("\(RepairNetwork.list).json").json["items"]?.asArray?.count == 0)
    }

    @Test func nothingIsAnsweredBeforehandThatNobodySaid() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let form = await officer.get(RepairNetwork.report)
        #expect(!form.contains(" checked"))
        let path = await network.report("Lamp", by: officer, ["cost": "12"])
        let amend = await officer.get("\(path)/amend")
        #expect(
            amend.contains("value=\"false\" checked") && amend.contains("value=\"lamp\" checked"))
        #expect(amend.contains("value=\"12.00\""))
    }

    @Test(arguments: [
        ("2026-02-05", "2026-02-05"), ("5/2/2026", "2026-02-05"), ("05.02.2026", "2026-02-05"),
        ("5 February 2026", "2026-02-05"), ("5 Feabhra 2026", "2026-02-05"),
        ("5 feb 2026", "2026-02-05"), ("31/2/2026", nil), ("5/2/26", nil), ("2026", nil),
        ("tomorrow", nil), ("5 ma 2026", nil), ("5 Samhain 2026", "2026-11-05"),
    ])
    func daysAreReadAsPeopleWriteThem(typed: String, iso: String?) {
        let months = ["february": 2, "feabhra": 2, "march": 3, "may": 5, "samhain": 11]
        #expect(TypedDay.iso(typed, months: months) == iso)
    }

    @Test func theSameFormSentTwiceIsDoneOnce() async throws {
        let network = try await RepairNetwork()
        let client = try await network.officer()
        let hidden = await client.get(RepairNetwork.report).hidden(action: RepairNetwork.report)
        let values = hidden + [("title", "Bench"), ("sort", "bench"), ("urgent", "false")]
        let first = await client.post(RepairNetwork.report, values)
        let second = await client.post(RepairNetwork.report, values)
        #expect(first.status == 303 && second.status == 303)
        #expect(first.location == second.location)
        // With other answers under the same key it is asked again, and then sent knowingly.
        let other = hidden + [("title", "Road"), ("sort", "road"), ("urgent", "false")]
        let asked = await client.post(RepairNetwork.report, other)
        #expect(asked.status == 422 && asked.contains("already sent with other answers"))
        let again =
            asked.hidden(action: RepairNetwork.report)
            + [("title", "Road"), ("sort", "road"), ("urgent", "false")]
        #expect(await client.post(RepairNetwork.report, again).status == 303)
        #expect(await client.get("\(RepairNetwork.list).json").json["items"]?.asArray?.count == 2)
    }

    @Test func aFormOfAnotherSiteIsRefused() async throws {
        let network = try await RepairNetwork()
        let client = network.test.client()
        _ = await client.get(RepairNetwork.report)
        let answer = await client.post(
            RepairNetwork.report, ["title": "x", "sort": "lamp", "urgent": "true", "csrf": "wrong"])
        #expect(answer.status == 409)
        #expect(await client.get("\(RepairNetwork.list).json").json["items"]?.asArray?.count == 0)
    }
}
