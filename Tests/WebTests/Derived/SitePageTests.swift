// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import TestKit
import Testing
import Web

@Suite struct SitePageTests {
    @Test(
        arguments: [
            "/", "/help", "/accessibility", "/open-data", "/rules", "/search", "/search?q=lamp",
            "/sitemap",
            "/t/kerry", RepairNetwork.list,
        ], ["en", "ga"])
    func everyPageIsThereInEveryLanguage(path: String, language: String) async throws {
        let network = try await RepairNetwork()
        let page = await network.test.client().get(path, headers: ["accept-language": language])
        #expect(page.status == 200)
        #expect(page.missingWords.isEmpty)
        #expect(page.contains("<html lang=\"\(language)\">"))
        #expect(page.text.components(separatedBy: "<h1").count == 2)
        #expect(!page.heading.isEmpty)
        let ids = page.text.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
    }

    @Test func missingWordsAreNamed() throws {
        var words = Words()
        var texts = Repairs.face.words[.english] ?? [:]
        try words.add(texts, in: .english)
        #expect(DerivedWords.missing(for: [Repairs.system], in: words, language: .english).isEmpty)
        for key in ["repairs.repair.note", "repairs.finish.cost", "repairs.action.finish.done"] {
            texts[key] = nil
        }
        var fewer = Words()
        try fewer.add(texts, in: .english)
        // The input of “finish” falls back to the record's own word for the cost.
        #expect(
            DerivedWords.missing(for: [Repairs.system], in: fewer, language: .english)
                == ["repairs.repair.note", "repairs.action.finish.done"])
    }

    @Test func everyTitleIsItsOwn() async throws {
        let network = try await RepairNetwork()
        var titles = Set<String>()
        let paths = [
            "/", "/help", "/accessibility", "/open-data", "/rules", "/search", "/sitemap",
            "/t/kerry",
        ]
        for path in paths {
            let page = await network.test.client().get(path)
            titles.insert(page.text.firstMatch(of: /<title>([^<]*)</).map { String($0.1) } ?? "")
        }
        #expect(titles.count == paths.count)
    }

    @Test func theSiteMapListsPublicPages() async throws {
        let network = try await RepairNetwork()
        let client = network.test.client()
        let xml = await client.get("/sitemap.xml")
        #expect(xml.header("content-type")?.hasPrefix("application/xml") == true)
        let places = xml.text.matches(of: /<loc>http:\/\/127.0.0.1:8080([^<]*)<\/loc>/).map {
            String($0.1)
        }
        #expect(places.contains(RepairNetwork.list) && places.contains("/t/clare"))
        for place in places where place != "/sign-in" {
            #expect(await client.get(place).status == 200, "\(place)")
        }
    }

    @Test func rulesAreListedAsTheyStoodOnADay() async throws {
        let pack = try Rules(
            parsing: """
                {"jurisdiction": "ie", "system": "repairs", "currency": "EUR", "rules": [
                  {"key": "reply", "kind": "period", "values": [
                    {"from": "2001-01-01", "value": {"weeks": 8},
                     "source": "https://example.ie/act"},
                    {"from": "2026-06-01", "value": {"workingDays": 1}, "source": "A later act",
                     "certain": false}]},
                  {"key": "fee", "kind": "money", "values": [
                    {"from": "2001-01-01", "value": "65.00", "source": "Regulations"}]}]}
                """)
        let test = try TestNetwork(derived: DerivedRoutes.all(for: []), rules: [pack])
        let client = test.client()
        let now = await client.get("/rules")
        #expect(now.status == 200 && now.missingWords.isEmpty)
        for text in ["8 weeks", "€65.00", "href=\"https://example.ie/act\"", "Ireland: Repairs"] {
            #expect(now.contains(text), "\(text)")
        }
        let later = await client.get("/rules?on=2026-07-01")
        #expect(later.contains("1 working day") && later.contains("source not certain"))
        let csv = await client.get("/rules.csv?on=2026-07-01").text
        #expect(
            csv.contains(
                "ie,repairs,reply,period,\"{\"\"workingDays\"\":1}\",2026-06-01,,A later act,false")
        )
        #expect(await client.get("/rules.json").json["items"]?.asArray?.count == 2)
        #expect(await client.get("/rules?on=never").status == 422)
        #expect(await client.get("/rules?jurisdiction=xx").status == 404)
        #expect(await client.get("/rules?system=nothing").status == 404)
    }

    @Test func whatIsPublishedIsFound() async throws {
        let network = try await RepairNetwork()
        let officer = try await network.officer()
        let id = try await network.test.person("Orla Kelly")
        let path = await network.report(
            "Broken bench in Tralee", by: officer, ["seen_on": "2026-01-10"])
        #expect(await officer.get("/search?q=tralee").contains("Nothing found"))
        _ = await officer.submit("\(path)/assign", ["officer": id.text])
        #expect(await officer.submit("\(path)/finish", ["cost": "10"]).status == 303)
        await network.test.network.settle()
        let found = await network.test.client().get("/search?q=bench+tra")
        #expect(found.contains("1 found") && found.contains("href=\"\(path)\""))
        #expect(found.contains("Kerry County Council"))
        let home = await network.test.client().get("/")
        #expect(home.contains("<a href=\"\(path)\">Broken bench in Tralee</a>"))
        #expect(
            await network.test.client().get("/search.json?q=tralee").json["items"]?.asArray?.count
                == 1)
    }

    @Test func codesInRulesAreShownInWordsOrAsCodes() async throws {
        let pack = try Rules(
            parsing: """
                {"jurisdiction": "ie", "system": "repairs", "currency": "EUR", "rules": [
                  {"key": "reply", "kind": "periods", "values": [
                    {"from": "2001-01-01", "value": {"pa.part6": null, "lamp": {"weeks": 8}},
                     "source": "Regulations"}]}]}
                """)
        let test = try TestNetwork(derived: DerivedRoutes.all(for: []), rules: [pack])
        let page = await test.client().get("/rules")
        #expect(page.contains("<code>pa.part6</code>: not known"))
        #expect(page.contains("<code>lamp</code>: 8 weeks"))
    }

    @Test func aTenantIsCalledByItsNameInTheReadersLanguage() async throws {
        let network = try await RepairNetwork()
        try await network.test.network.open(
            Tenant(
                slug: "mayo", name: "Mayo County Council",
                names: [.irish: "Comhairle Contae Mhaigh Eo"], jurisdiction: "ie",
                sort: "municipality", isDemo: false, systems: []),
            by: .system("setup"))
        let client = network.test.client()
        let irish = await client.get("/t/mayo", headers: ["accept-language": "ga"])
        #expect(irish.heading == "Comhairle Contae Mhaigh Eo")
        #expect(await client.get("/t/mayo").heading == "Mayo County Council")
    }

    @Test func theHomePageLeadsToEverySystem() async throws {
        let network = try await RepairNetwork()
        let page = await network.test.client().get("/")
        for part in [
            "href=\"/repairs\"", "href=\"/help\"", "href=\"/t/kerry\"", "action=\"/search\"",
        ] {
            #expect(page.contains(part), "\(part)")
        }
        let data = await network.test.client().get("/open-data")
        #expect(data.contains("/rules.csv"))
    }
}
