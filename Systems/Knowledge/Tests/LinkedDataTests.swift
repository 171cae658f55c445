// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Guides, practices, events and answers as linked data: for whoever may read them, and nobody else.
@Suite struct KnowledgeLinkedDataTests {
    private static let title = "T </script><img src=x onerror=alert(1)>"

    private func node(_ network: KnowledgeNetwork, _ path: String) async throws -> JSON {
        let answer = await network.test.client().get("\(path).jsonld")
        try #require(answer.status == 200, "\(path): \(answer.status)")
        return try #require(answer.json["@graph"]?[0])
    }

    /// The page of what is described holds its block of data whole, and nothing breaks out of it.
    private func check(_ network: KnowledgeNetwork, _ path: String) async throws -> JSON {
        let page = await network.test.client().get(path)
        let blocks = page.text.matches(of: /<script type="application\/ld\+json">(.*?)<\/script>/)
        #expect(blocks.count == 1 && !page.contains("<img src=x"), "\(path)")
        for kind in ["application/ld+json", "text/turtle"] {
            #expect(page.contains("<link rel=\"alternate\" type=\"\(kind)\""), "\(path)")
        }
        let data = try JSON(parsing: String(try #require(blocks.first).1))
        #expect(data["@context"] == ["@vocab": "https://schema.org/"])
        return data
    }

    @Test func aGuideIsAnAssetWithItsEditions() async throws {
        let network = try await KnowledgeNetwork()
        let officer = try await network.test.person("olga")
        let actor = Actor(.person(officer), roles: [.officer])
        let guide = try await network.perform(
            "write_guide", at: "kl", by: actor,
            [
                "title": .string(Self.title), "summary": "What to do.", "topic": "ai", "language": "da",
                "readers": ["lawyer"], "expires_on": "2099-01-01",
            ]
        ).row.id
        let path = "/t/kl/knowledge/guides/\(guide.text)"
        #expect(await network.test.client().get("\(path).ttl").status == 404)
        for number in 1...2 {
            if number == 2 {
                try await network.perform("new_edition", at: "kl", by: actor, on: guide, ["about": "More."])
            }
            let store = try network.test.network.tenant("kl")
            let kind = try #require(network.test.network.systems.record("knowledge.guide"))
            let row = try store.read(as: .system("test")) { try $0.find(guide, kind: kind) }
            let draft = try #require(row?["draft"].text)
            if number == 1 {
                try await network.perform(
                    "add_section", at: "kl", by: actor,
                    ["edition": .string(draft), "sort": "text", "title": "First", "text": "Do."])
            }
            try await network.perform("publish_edition", at: "kl", by: actor, on: RecordID(draft), [:])
        }
        await network.test.network.settle()
        let node = try await node(network, path)
        #expect(node["@type"] == ["dcat:Dataset", "adms:Asset", "schema:Article", "foaf:Document"])
        #expect(node["dcat:version"] == "2" && node["dcat:hasVersion"]?.asArray?.count == 2)
        #expect(node[pointer: "/adms:status/@id"] == "http://purl.org/adms/status/Completed")
        for name in ["dct:audience", "dct:issued", "dct:valid", "dcat:distribution", "dcat:contactPoint"] {
            #expect(node[name] != nil, "\(name)")
        }
        let graph = await network.test.client().get("\(path).jsonld").json["@graph"]?.asArray ?? []
        let files = graph.filter { $0["@type"]?.asArray?.contains("dcat:Distribution") == true }
        #expect(files.count == 2)
        for file in files {
            #expect(file["adms:status"] == nil)
            #expect(file[pointer: "/dct:description/@value"] == "What to do.")
            #expect(file["dcatap:availability"] != nil)
        }
        let data = try await check(network, path)
        #expect(data["@type"] == "Article" && data["headline"]?.asString == Self.title)
    }

    @Test func aPracticeTellsWhoTookItOver() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await network.perform(
            "write_practice", at: "kl", by: KnowledgeNetwork.officer,
            [
                "title": .string(Self.title), "problem": "P", "solution": "S", "contact": "C",
                "source": "https://x.example",
            ]
        ).row.id
        let path = "/t/kl/knowledge/practices/\(id.text)"
        #expect(await network.test.client().get("\(path).jsonld").status == 404)
        try await network.perform("share_practice", at: "kl", by: KnowledgeNetwork.officer, on: id, [:])
        await network.test.network.settle()
        try await network.perform(
            "adopt", at: "kildare", by: KnowledgeNetwork.officer,
            ["origin": "kl", "practice": .string(id.text)])
        await network.test.network.settle()
        let node = try await node(network, path)
        let adoption = node[pointer: "/dct:isReferencedBy/@id"]?.asString ?? ""
        #expect(adoption.contains("/t/kildare/knowledge/adoptions/"))
        #expect(node["dct:identifier"]?.asArray?.contains(.string("urn:uuid:\(id.text)")) == true)
        let data = try await check(network, path)
        #expect(data[pointer: "/interactionStatistic/userInteractionCount"] == "1")
    }

    @Test func anEventSaysWhenWithItsOffsetAndKeepsItsRoomSecret() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await network.perform(
            "draft_event", at: "kl", by: KnowledgeNetwork.officer,
            [
                "title": .string(Self.title), "text": "Come.", "mode": "both", "venue": "Aarhus",
                "online": "https://meet.example/secret", "starts_on": "2099-07-06", "starts_at": "10:00",
                "ends_at": "11:00", "zone": "Europe/Copenhagen", "repeats": "weekly", "times": 3,
                "registering": "no", "visibility": "everyone",
            ]
        ).row.id
        let path = "/t/kl/knowledge/events/\(id.text)"
        #expect(await network.test.client().get("\(path).jsonld").status == 404)
        try await network.perform("publish_event", at: "kl", by: KnowledgeNetwork.officer, on: id, [:])
        await network.test.network.settle()
        let node = try await node(network, path)
        #expect(node["schema:startDate"] == "2099-07-06T10:00:00+02:00")
        #expect(node["schema:subEvent"]?.asArray?.count == 3)
        #expect(node[pointer: "/schema:eventStatus/@id"] == "https://schema.org/EventScheduled")
        let mode = node[pointer: "/schema:eventAttendanceMode/@id"]
        #expect(mode == "https://schema.org/MixedEventAttendanceMode")
        for ending in ["", ".jsonld", ".ttl"] {
            #expect(await !network.test.client().get(path + ending).contains("meet.example"))
        }
        let data = try await check(network, path)
        #expect(data["endDate"] == "2099-07-06T11:00:00+02:00" && data["organizer"] != nil)
    }

    @Test func whatMembersReadIsNotDescribedToOthers() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await network.perform(
            "draft_event", at: "kl", by: KnowledgeNetwork.officer,
            [
                "title": "Among us", "text": "Come.", "mode": "on_site", "venue": "Aarhus",
                "starts_on": "2099-07-06", "registering": "no", "visibility": "members",
            ]
        ).row.id
        try await network.perform("publish_event", at: "kl", by: KnowledgeNetwork.officer, on: id, [:])
        await network.test.network.settle()
        for ending in ["", ".jsonld", ".ttl"] {
            let path = "/t/kl/knowledge/events/\(id.text)\(ending)"
            #expect(await network.test.client().get(path).status == 404)
        }
    }
}
