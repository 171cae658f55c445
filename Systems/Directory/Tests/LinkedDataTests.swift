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
            for name in node.asObject?.keys ?? [] where !name.hasPrefix("@") {
                #expect(prefixes.contains(String(name.prefix { $0 != ":" })), "\(name)")
            }
            for link in [
                "org:subOrganizationOf", "org:hasSubOrganization", "org:changedBy",
                "org:resultedFrom", "org:originalOrganization", "org:resultingOrganization",
                "cv:hasCompetentAuthority", "dct:spatial", "org:classification", "foaf:homepage",
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
        #expect(graph?[0]?["xhv:prev"]?.asArray?.count == 2)
    }

    @Test func anAuthorityCoversItsOwnAreaAndAHomepageIsADocument() async throws {
        let network = try await DirectoryNetwork.shared
        let graph = try await network.json("/directory/cork.jsonld")["@graph"]
        let country = "http://publications.europa.eu/resource/authority/atu/IRL"
        let own = "http://127.0.0.1:8080/directory/cork#area"
        #expect(graph?[0]?["dct:spatial"]?.strings("@id") == [own, country])
        #expect(graph?.first("@id", own)?[pointer: "/rdfs:label/@value"] == "The area of Cork County Council")
        let body = try await network.json("/directory/lgma.jsonld")["@graph"]
        #expect(body?[0]?[pointer: "/dct:spatial/@id"]?.asString == country)
        let home = body?[0]?[pointer: "/foaf:homepage/@id"]?.asString ?? ""
        #expect(body?.first("@id", home)?["@type"] == "foaf:Document")
    }

    /// An empty organisation passes the vocabulary's shapes, too: whatever is known is said.
    @Test func whateverIsKnownOfABodyIsSaid() async throws {
        let network = try await DirectoryNetwork.shared
        let graph = try await network.json("/directory/smart-region-office.jsonld")["@graph"]
        let said = Set(graph?[0]?.asObject?.keys ?? [])
        #expect(
            said.isSuperset(of: [
                "skos:prefLabel", "skos:altLabel", "dct:spatial", "dct:identifier", "dct:description",
                "org:classification", "foaf:homepage", "locn:address", "org:hasSite",
                "org:hasSubOrganization", "cv:contactPoint",
            ]), "\(said)")
        let kinds = graph?[0]?["org:classification"]?.strings("@id") ?? []
        #expect(kinds.contains("http://purl.org/adms/publishertype/NationalAuthority"))
        let service = graph?.first("@id", "http://127.0.0.1:8080/directory/smart-region-office#service-standards")
        let offered = Set(service?.asObject?.keys ?? [])
        #expect(
            offered.isSuperset(of: [
                "dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority", "dct:audience",
                "dct:spatial", "dct:language", "adms:status", "cv:contactPoint", "cv:hasChannel",
            ]))
        let authority = try await network.json("/directory/limerick.jsonld")["@graph"]?[0]
        for name in ["adms:identifier", "org:resultedFrom", "locn:address", "org:hasSite"] {
            #expect(authority?[name] != nil, "\(name)")
        }
    }

    /// A body of a country neither the tables of the Union nor our words have, that nobody named yet.
    @Test func whatIsHardlyKnownIsStillWhole() async throws {
        let network = try await DirectoryNetwork()
        try await network.perform(
            "record_organisation",
            [
                "slug": "nordic", "kind": "association", "country": "NO", "town": "Oslo",
                "source": "a test", "certain": true,
            ])
        let graph = try await network.json("/directory/nordic.jsonld")["@graph"]
        let body = graph?.first("@id", "http://127.0.0.1:8080/directory/nordic#organisation")
        for name in ["skos:prefLabel", "dct:title", "foaf:name"] {
            #expect(body?[name] == ["@value": "nordic", "@language": "und"], "\(name)")
        }
        let area = "http://127.0.0.1:8080/directory/nordic#area"
        #expect(body?[pointer: "/dct:spatial/@id"]?.asString == area)
        let types = graph?.first("@id", area)?["@type"]?.asArray ?? []
        #expect(types == ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"])
        #expect(graph?.first("@id", area)?[pointer: "/rdfs:label/@value"] == "NO")
        #expect(body?[pointer: "/locn:address/locn:fullAddress/@value"] == "Oslo, NO")
        #expect(await !network.client.get("/directory/nordic").contains("[directory."))
    }

    @Test func organisationsThatAreOnlyReferredToHaveTheirIdAndName() async throws {
        let network = try await DirectoryNetwork.shared
        let graph = try await network.json("/directory/limerick.jsonld")["@graph"]?.asArray ?? []
        let all = graph.filter { $0["@type"]?.asArray?.contains("org:Organization") == true }
        #expect(all.count > 2)
        for one in all {
            #expect(one["dct:identifier"]?.asString != nil)
            #expect(one["dct:title"] != nil && one["foaf:name"] == one["skos:prefLabel"])
        }
    }

    @Test func whatIsOfAListNamesTheList() async throws {
        let network = try await DirectoryNetwork.shared
        let graph = try await network.json("/directory/limerick.jsonld")["@graph"]?.asArray ?? []
        let lists = graph.filter { $0["@type"] == "skos:ConceptScheme" }.compactMap { $0["@id"]?.asString }
        #expect(lists.contains("http://purl.org/adms/publishertype/1.0"))
        for node in graph {
            let id = node["@id"]?.asString ?? ""
            guard id.hasPrefix("http://pu"), !lists.contains(id) else { continue }
            #expect(lists.contains(node[pointer: "/skos:inScheme/@id"]?.asString ?? ""), "\(id)")
        }
    }

    @Test func noLanguageHasTwoAlternativeNames() async throws {
        let network = try await DirectoryNetwork.shared
        for node in try await network.json("/directory.jsonld")["@graph"]?.asArray ?? [] {
            for name in ["skos:prefLabel", "skos:altLabel"] {
                let languages = node[name]?.strings("@language") ?? []
                #expect(Set(languages).count == languages.count, "\(node["@id"] ?? "")")
            }
        }
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
        let turtle = await network.client.get("/directory/lgma.ttl")
        #expect(turtle.header("content-type") == "text/turtle; charset=utf-8")
        let subject = "<http://127.0.0.1:8080/directory/lgma#organisation>"
        #expect(turtle.contains("\(subject)\n  a cv:PublicOrganisation"))
    }

    @Test func aPageNamesItsOtherFormsAndTellsSearchEngines() async throws {
        let network = try await DirectoryNetwork.shared
        let page = await network.client.get("/directory/lgma?on=2026-11-01")
        #expect(page.contains("type=\"text/turtle\" title=\"Local Government Management Agency"))
        #expect(page.contains("href=\"/directory/lgma.jsonld?on=2026-11-01\""))
        let block = "<script type=\"application/ld+json\">{\"@id\":\"http://127.0.0.1:8080/directory/lgma"
        #expect(page.contains("\(block)#organisation\""))
        #expect(page.contains("\"@type\":\"GovernmentOrganization\""))
    }

    @Test func theCatalogueHasEveryListInEveryForm() async throws {
        let network = try await DirectoryNetwork.shared
        let graph = try await network.json("/catalogue.jsonld")["@graph"]
        let catalogue = graph?.first("@type", "dcat:Catalog")
        let all = catalogue?["dcat:dataset"]?.strings("@id") ?? []
        let lists = all.map { $0.split(separator: "8080").last }
        #expect(
            lists == [
                "/coverage#dataset", "/directory#dataset", "/directory/services#dataset", "/rules#dataset",
            ])
        let directory = graph?.first("@id", "http://127.0.0.1:8080/directory#dataset")
        #expect(
            directory?["dcat:distribution"]?.strings("@id").compactMap { $0.split(separator: ".").last } == [
                "csv#distribution", "geojson#distribution", "json#distribution", "jsonld#distribution",
                "ttl#distribution",
            ])
        #expect(graph?.first("@type", "dcat:DataService")?[pointer: "/dcat:endpointDescription/@id"]
            == "http://127.0.0.1:8080/api/openapi.json")
        #expect(await network.client.get("/catalogue").location == "/open-data")
        #expect(await network.client.get("/open-data").contains("/catalogue.ttl"))
    }
}
