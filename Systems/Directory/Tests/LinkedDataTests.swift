// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing

@Suite struct LinkedDataTests {
    @Test(arguments: [
        "/directory.jsonld", "/directory/services.jsonld", "/directory/limerick.jsonld",
        "/directory/smart-region-office.jsonld", "/directory.jsonld?on=2014-05-31",
    ])
    func everyNodeIsTypedAndEveryReferenceLeadsSomewhere(path: String) async throws {
        let network = try await DirectoryNetwork.shared
        let answer = await network.client.get(path)
        #expect(answer.header("content-type") == "application/ld+json")
        let graph = try #require(answer.json["@graph"]?.asArray)
        let ids = graph.compactMap { $0["@id"]?.asString }
        #expect(ids.count == graph.count && Set(ids).count == ids.count)
        let prefixes = Set(answer.json["@context"]?.asObject?.keys ?? [])
        for node in graph {
            #expect(node["@type"] != nil)
            #expect(node["@id"]?.asString?.hasPrefix("http://127.0.0.1:8080/directory") == true)
            for name in node.asObject?.keys ?? [] where !name.hasPrefix("@") {
                #expect(prefixes.contains(String(name.prefix { $0 != ":" })), "\(name)")
            }
            for link in [
                "org:subOrganizationOf", "org:hasSubOrganization", "org:changedBy",
                "org:resultedFrom", "org:originalOrganization", "org:resultingOrganization",
                "cv:hasCompetentAuthority",
            ] {
                let targets = node[link]?.asArray ?? node[link].map { [$0] } ?? []
                for target in targets { #expect(ids.contains(target["@id"]?.asString ?? "")) }
            }
        }
    }

    @Test func aMergerIsAChangeEvent() async throws {
        let network = try await DirectoryNetwork.shared
        let graph = try await network.json("/directory/limerick.jsonld")["@graph"]
        let event = graph?.first("@type", "org:ChangeEvent")
        #expect(event?["org:originalOrganization"]?.asArray?.count == 2)
        #expect(event?[pointer: "/prov:startedAtTime/@value"] == "2014-06-01T00:00:00")
    }

    @Test func anAuthorityCoversItsOwnAreaAndAHomepageIsADocument() async throws {
        let network = try await DirectoryNetwork.shared
        let graph = try await network.json("/directory/cork.jsonld")["@graph"]?.asArray
        let area = graph?.first?["dct:spatial"]
        #expect(area?["@type"] == "dct:Location")
        #expect(area?[pointer: "/rdfs:label/@value"] == "The area of Cork County Council")
        let body = try await network.json("/directory/lgma.jsonld")["@graph"]?.asArray?.first
        let country = "http://publications.europa.eu/resource/authority/atu/IRL"
        #expect(body?[pointer: "/dct:spatial/@id"]?.asString == country)
        #expect(body?[pointer: "/foaf:homepage/@type"] == "foaf:Document")
    }

    @Test func formsOfDataAgree() async throws {
        let network = try await DirectoryNetwork.shared
        let places = try await network.json("/directory.geojson")
        #expect(places["features"]?.asArray?.count == 41)
        let services = try await network.json("/directory/services.json")["services"]
        let linked = try await network.json("/directory/services.jsonld")["@graph"]
        let offered = linked?.asArray?.filter { $0["@type"] == "cpsv:PublicService" }
        #expect(services?.asArray?.count == offered?.count)
        #expect(services?.asArray?.isEmpty == false)
    }
}
