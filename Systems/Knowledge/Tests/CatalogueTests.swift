// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// What a body offers: who may see it, what may be typed, and what programs are told.
@Suite struct CatalogueTests {
    private static let entry: JSON = [
        "sort": "dataset", "title": "Trees </script><script>alert(1)</script>",
        "text": "Every tree. \"All\" <b>",
        "topic": "mapping", "language": "da", "standing": "completed", "release": "2",
        "homepage": "https://data.example/trees?a=1&b=2", "address": "https://data.example/trees.csv",
        "format": "csv", "licence": "https://creativecommons.org/licenses/by/4.0/", "country": "dk",
        "coverage": "All of it", "frequency": "annual", "contact": "The desk for trees",
        "source": "https://data.example/about", "read_on": "2026-01-02", "how": "Ask, and it is sent.",
    ]

    private func offer(_ network: KnowledgeNetwork, _ more: JSON = [:]) async throws -> RecordID {
        var input = Self.entry.asObject ?? [:]
        for (name, value) in more.asObject ?? [:] { input[name] = value }
        let id = try await network.perform(
            "record_entry", at: "kl", by: KnowledgeNetwork.officer, .object(input)
        ).row.id
        try await network.perform("publish_entry", at: "kl", by: KnowledgeNetwork.officer, on: id, [:])
        await network.test.network.settle()
        return id
    }

    private func expect(_ status: Int, _ path: String, _ client: TestClient) async {
        for ending in ["", ".jsonld", ".ttl", ".json"] {
            #expect(await client.get(path + ending).status == status)
        }
    }

    @Test func aDraftIsNobodysAndWhatIsWithdrawnIsGone() async throws {
        let network = try await KnowledgeNetwork()
        let draft = try await network.perform(
            "record_entry", at: "kl", by: KnowledgeNetwork.officer, Self.entry).row.id
        let path = "/t/kl/knowledge/catalogue-entries/\(draft.text)"
        let client = network.test.client()
        await expect(404, path, client)
        try await network.perform("publish_entry", at: "kl", by: KnowledgeNetwork.officer, on: draft, [:])
        await network.test.network.settle()
        await expect(200, path, client)
        #expect(await client.get("/catalogue.ttl").contains("<http://127.0.0.1:8080\(path)>"))
        try await network.perform("withdraw_entry", at: "kl", by: KnowledgeNetwork.officer, on: draft, [:])
        await network.test.network.settle()
        await expect(404, path, client)
        #expect(await !client.get("/catalogue.ttl").contains(draft.text))
    }

    @Test(arguments: [
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "/t/kl", "https://user:secret@evil.example/",
        "https://kl.dk\\@evil.example/", "https://x.example/\" onclick=\"x", "ftp://x.example/a", "https://",
    ])
    func onlyAddressesOnTheWebAreLinks(address: String) async throws {
        let network = try await KnowledgeNetwork()
        for field in ["homepage", "address"] {
            var input: JSONObject = ["sort": "dataset", "title": "T", "text": "T"]
            input[field] = .string(address)
            let sent = JSON.object(input)
            await #expect(throws: Problems.self) {
                try await network.perform(
                    "record_entry", at: "kl", by: KnowledgeNetwork.officer, sent)
            }
        }
    }

    @Test func aLinkShowsWhereItLeadsAndATitleIsNoMarkup() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await offer(network)
        let page = await network.test.client().get("/t/kl/knowledge/catalogue-entries/\(id.text)")
        #expect(page.contains("<a href=\"https://data.example/trees?a=1&amp;b=2\" rel=\"noopener nofollow external\">"))
        #expect(page.contains("(data.example)") && page.contains("The desk for trees"))
        #expect(!page.contains("<script>alert") && !page.contains("</script><script"))
        #expect(page.text.components(of: "<script type=\"application/ld+json\">") == 1)
        #expect(page.contains("\"name\":\"Trees \\u003c/script\\u003e\\u003cscript\\u003ealert(1)"))
        #expect(page.contains("<link rel=\"alternate\" type=\"application/ld+json\""))
    }

    @Test func everythingSaidIsInItsDescription() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await offer(network)
        let answer = await network.test.client().get(
            "/t/kl/knowledge/catalogue-entries/\(id.text)", headers: ["accept": "application/ld+json"])
        #expect(answer.header("content-type") == "application/ld+json")
        let graph = answer.json["@graph"]?.asArray ?? []
        let node = try #require(graph.first)
        let said = Set(node.asObject?.keys ?? [])
        #expect(
            said.isSuperset(of: [
                "dct:title", "dct:description", "dct:identifier", "dct:publisher", "dcat:contactPoint",
                "dcat:theme", "dcat:keyword", "dct:language", "dcat:landingPage", "dct:type", "adms:status",
                "dcat:version", "dct:issued", "dct:modified", "dct:spatial", "dct:provenance",
                "dct:accrualPeriodicity", "dcat:distribution",
            ]))
        #expect(node["dct:identifier"]?.asArray?.contains(.string("urn:uuid:\(id.text)")) == true)
        let file = graph.first { $0["@type"] == "dcat:Distribution" }
        #expect(file?[pointer: "/dcat:downloadURL/@id"] == "https://data.example/trees.csv")
        #expect(file?[pointer: "/dct:license/@id"] == "https://creativecommons.org/licenses/by/4.0/")
    }

    @Test func whatItIsDecidesWhatItIsDescribedAs() async throws {
        let network = try await KnowledgeNetwork()
        for (sort, type) in [
            ("dataset", "dcat:Dataset"), ("model", "dcat:Dataset"), ("service", "dcat:DataService"),
            ("tool", "adms:Asset"), ("standard", "dct:Standard"),
        ] {
            let id = try await offer(network, ["sort": .string(sort), "title": .string(sort)])
            let path = "/t/kl/knowledge/catalogue-entries/\(id.text).jsonld"
            let node = await network.test.client().get(path).json["@graph"]?[0]
            #expect(node?["@type"]?.asArray?.contains(.string(type)) == true, "\(sort)")
        }
        let catalogue = await network.test.client().get("/catalogue.jsonld").json["@graph"]?[0]
        let services = catalogue?["dcat:service"]?.asArray ?? []
        #expect(services.contains { $0["@id"]?.asString?.contains("catalogue-entries") == true })
        await #expect(throws: Problems.self) {
            try await network.perform(
                "record_entry", at: "kl", by: KnowledgeNetwork.officer,
                ["sort": "service", "title": "No way in", "text": "x"])
        }
    }

    @Test func theListIsFilteredByEverySide() async throws {
        let network = try await KnowledgeNetwork()
        _ = try await offer(network, ["title": "Trees", "sort": "dataset"])
        _ = try await offer(network, ["title": "Roads", "sort": "standard", "topic": "mobility"])
        let client = network.test.client()
        for (query, titles) in [
            ("sort=standard", ["Roads"]), ("topic=mapping", ["Trees"]), ("q=road", ["Roads"]),
            ("body=sro", []), ("body=kl&sort=dataset", ["Trees"]),
        ] {
            let items = await client.get("/catalogue.json?\(query)").json["items"]?.asArray ?? []
            #expect(items.compactMap { $0["title"]?.asString } == titles, "\(query)")
        }
        #expect(await client.get("/catalogue?sort=standard").contains("Roads"))
    }
}

extension String {
    func components(of part: String) -> Int { ranges(of: part).count }
}
