// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Everything the network gives away as a catalogue in DCAT-AP 3: a data set for each list there is
/// a word for, a distribution for each form it is given in, and the API. It is read off the routes,
/// so that a system's lists are in it by their words alone: `dataset.PATH` and `dataset.PATH.about`.
public struct NetworkCatalogue {
    /// For networks none of whose systems keeps a catalogue of its own.
    static let route = Route(.get, "/catalogue", .everyone, formats: .linked) { request in
        request.format == .html
            ? .seeOther("/open-data") : .linked(try NetworkCatalogue(request).graph(), for: request)
    }

    private let request: Request
    private var site: Site { request.site }
    private var address: String { site.configuration.address }

    public init(_ request: Request) { self.request = request }

    /// The catalogue's own address.
    public var iri: String { "\(address)/catalogue#catalogue" }
    /// The terms of what is published here, as the page of open data has them: its source is to be
    /// named, and nothing else.
    public var licence: LinkedValue {
        .node(
            LinkedNode(
                "\(address)/open-data#licence", ["dct:LicenseDocument"],
                [
                    "rdfs:label": texts("open_data.licence.text"),
                    "dct:type": EUTables.adms("licencetype/Attribution", "Attribution"),
                ]))
    }
    private var service: String { "\(address)/api#service" }

    /// The catalogue, with what else is offered: each of these is put in it as what it is.
    public func graph(with offered: [LinkedNode] = []) throws -> LinkedGraph {
        let datasets = try site.openData.compactMap(dataset)
        var catalogue = LinkedNode(
            iri, ["dcat:Catalog"],
            [
                "dct:title": .all(site.words.languages.map(title)),
                "dct:description": texts("open_data.lead"),
                "dct:publisher": .node(operatorOfNetwork), "dct:license": licence,
                "dct:language": languages, "dct:spatial": try countries,
                "foaf:homepage": .node(LinkedNode("\(address)/open-data", ["foaf:Document"])),
                "dcat:themeTaxonomy": EUTables.themes,
                "dct:modified": try newest.map(LinkedValue.instant),
            ])
        catalogue.add("dcat:service", .node(try api(datasets)))
        catalogue.add("dcat:dataset", .all(datasets.map(LinkedValue.node)))
        for one in offered {
            guard let iri = one.iri else { continue }
            catalogue.add(one.types.contains("dcat:DataService") ? "dcat:service" : "dcat:dataset", .iri(iri))
        }
        return LinkedGraph([catalogue] + offered)
    }

    // MARK: Who

    /// Who runs the network.
    private var operatorOfNetwork: LinkedNode {
        let tenant = site.network.commons.tenant
        return Self.agent("\(address)/#operator", tenant)
    }

    /// Who gives something away: a tenant as an agent. What it calls itself is in a language that
    /// nobody said (`und`).
    public static func agent(_ iri: String, _ tenant: Tenant) -> LinkedNode {
        let others = tenant.names.sorted { $0.key.code < $1.key.code }
            .map { LinkedValue.text($0.value, in: $0.key) }
        let titled = others.isEmpty ? [.text(tenant.name, "und")] : others
        return LinkedNode(
            iri, ["foaf:Agent"],
            [
                "foaf:name": .all([.plain(tenant.name)] + others), "dct:title": .all(titled),
                "dct:identifier": .plain(tenant.slug),
            ])
    }

    private var contact: LinkedValue {
        .node(
            LinkedNode(
                "\(address)/help#contact", ["vcard:Kind", "vcard:Organization"],
                [
                    "vcard:fn": .plain(site.network.commons.tenant.name),
                    "vcard:hasURL": .iri("\(address)/help"),
                ]))
    }

    // MARK: What

    /// A list as a data set; nil for one without a word, such as what is only for its reader.
    private func dataset(_ route: Route) throws -> LinkedNode? {
        let name = route.path.split(separator: "/").joined(separator: ".")
        guard let title = texts("dataset.\(name)") else { return nil }
        let page = address + route.path
        let kinds = site.network.register.publishedKinds.filter { $0.path == route.path }
        let changed = try kinds.compactMap { kind in
            try site.network.register.page(
                RegisterQuery(kind: kind.name, order: .recorded, limit: 1)).items.first?.recordedAt
        }.max()
        let files = route.formats.filter { $0 != .html }.sorted { $0.rawValue < $1.rawValue }
        let forms = files.map { distribution("\(page).\($0.rawValue)", $0, title) }
            + kinds.map { distribution("\(address)/api/register/\($0.name).atom", .atom, title) }
        return LinkedNode(
            "\(page)#dataset", ["dcat:Dataset"],
            [
                "dct:title": title, "dct:description": texts("dataset.\(name).about") ?? title,
                "dct:identifier": .plain(page), "dct:publisher": .node(operatorOfNetwork),
                "dcat:contactPoint": contact, "dcat:theme": EUTables.theme(theme(route)),
                "dcat:keyword": keyword(route), "dct:language": languages,
                "dct:spatial": try countries, "dct:accessRights": EUTables.isPublic,
                "dct:accrualPeriodicity": EUTables.frequency("UPDATE_CONT"),
                "dcat:landingPage": .node(LinkedNode(page, ["foaf:Document"])),
                "dct:modified": changed.map(LinkedValue.instant),
                "dcat:distribution": .all(forms.map(LinkedValue.node)),
            ])
    }

    private func distribution(_ file: String, _ format: Format, _ title: LinkedValue) -> LinkedNode {
        let (type, media) = EUTables.file(format)
        return LinkedNode(
            "\(file)#distribution", ["dcat:Distribution"],
            [
                "dct:title": .plain(format.name), "dct:description": title,
                "dcat:accessURL": .iri(file), "dcat:downloadURL": .iri(file), "dct:format": type,
                "dcat:mediaType": media, "dct:license": licence,
                "dcatap:availability": EUTables.isStable,
                "dcat:accessService": file.hasPrefix("\(address)/api/") ? .iri(service) : nil,
            ])
    }

    private func api(_ datasets: [LinkedNode]) throws -> LinkedNode {
        let description = "\(address)/api/openapi.json"
        let standard = LinkedNode(
            "https://spec.openapis.org/oas/v3.1.0", ["dct:Standard"], ["dct:title": .plain("OpenAPI 3.1")])
        return LinkedNode(
            service, ["dcat:DataService"],
            [
                "dct:title": texts("open_data.api"), "dct:description": texts("open_data.api.text"),
                "dct:identifier": .plain("\(address)/api"), "dct:publisher": .node(operatorOfNetwork),
                "dcat:contactPoint": contact, "dcat:endpointURL": .iri("\(address)/api"),
                "dcat:endpointDescription": .iri(description), "dct:conformsTo": .node(standard),
                "dct:format": EUTables.file(.json).type, "dct:license": licence,
                "dct:accessRights": EUTables.isPublic, "dcat:theme": EUTables.theme(.government),
                "dcat:landingPage": .node(LinkedNode("\(address)/open-data", ["foaf:Document"])),
                "dcat:servesDataset": .all(datasets.compactMap { $0.iri.map(LinkedValue.iri) }),
            ])
    }

    /// What a list is about, as far as its system tells.
    private func theme(_ route: Route) -> DataTheme {
        let kinds = site.network.register.publishedKinds.filter { $0.path == route.path }
        return kinds.contains { $0.name.hasPrefix("planning.") } ? .regions : .government
    }

    private func keyword(_ route: Route) -> LinkedValue? {
        let owner = site.faces.first { $0.routes.contains { $0.path == route.path } }
        return owner.flatMap { texts("\($0.system.name).title") }
    }

    private func title(_ language: Language) -> LinkedValue {
        let name = site.words("open_data.title", in: language)
        return .text("\(site.configuration.siteName) – \(name)", in: language)
    }

    /// A text in every language there is one of it in; nil where there is none.
    private func texts(_ key: String) -> LinkedValue? {
        let found = site.words.languages.filter { site.words.has(key, in: $0) }
            .map { LinkedValue.text(site.words(key, in: $0), in: $0) }
        return found.isEmpty ? nil : .all(found)
    }

    private var languages: LinkedValue {
        .all(site.words.languages.compactMap { EUTables.language($0.code) })
    }

    /// Where the network's tenants are.
    private var countries: LinkedValue {
        get throws {
            let codes = Set(try site.network.tenants().map { String($0.jurisdiction.prefix(2)) }).sorted()
            return .all(codes.compactMap(EUTables.country))
        }
    }

    /// When something was last published.
    private var newest: Instant? {
        get throws {
            let query = RegisterQuery(order: .recorded, limit: 1)
            return try site.network.register.page(query).items.first?.recordedAt
        }
    }
}
