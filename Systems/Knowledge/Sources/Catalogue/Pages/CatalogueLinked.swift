// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// An entry as linked data: data and models as data sets, services as data services of DCAT-AP; tools
/// and standards as assets of ADMS. In schema.org what comes nearest.
struct CatalogueLinked {
    private let entry: CatalogueEntry
    private let item: LinkedItem
    private let recordedAt: Instant
    private let words: Words

    init(_ entry: CatalogueEntry, _ item: LinkedItem, _ recordedAt: Instant) {
        self.entry = entry
        self.item = item
        self.recordedAt = recordedAt
        words = item.request.site.words
    }

    init(_ entry: Stored<CatalogueEntry>, _ context: DerivedContext) {
        self.init(entry.fields, LinkedItem(context, entry.id, entry.language), entry.recordedAt)
    }

    /// As it is published; nil if what is there cannot be read.
    init?(_ found: RegisterItem, _ request: Request) throws {
        guard let tenant = try request.site.network.find(found.tenant),
            let entry = found.publication.flatMap({ CatalogueEntry(body: $0.body) })
        else { return nil }
        let item = LinkedItem(request, tenant, CatalogueEntry.kind, found.record, entry.language)
        self.init(entry, item, found.recordedAt)
    }

    var answer: Response { item.answer(node) }

    var node: LinkedNode {
        let text = item.text(entry.text.isEmpty ? entry.title : entry.text)
        var node = LinkedNode(
            item.iri, types,
            [
                "dct:title": item.text(entry.title), "dct:description": text,
                "dct:identifier": .all([.plain(item.iri), item.urn]), "dct:publisher": item.publisher,
                "dcat:contactPoint": item.contact(entry.contact),
                "dcat:theme": item.theme(entry.topic, entry.theme),
                "dcat:keyword": item.keyword(entry.topic), "dct:language": item.languages,
                "dcat:landingPage": .all(pages), "dct:type": kind,
                "adms:status": entry.standing.map(\.linked),
                "dcat:version": entry.release.map(LinkedValue.plain),
                "dct:issued": entry.publishedOn.map(LinkedValue.day), "dct:modified": .instant(recordedAt),
            ])
        node.add("dct:spatial", .all(places))
        node.add("dct:provenance", provenance)
        entry.sort == .service ? service(&node) : dataset(&node)
        search(&node)
        return node
    }

    private var types: [String] {
        // An asset of ADMS says how it stands; of one nobody said that, it is a data set alone.
        let asset = entry.standing == nil ? [] : ["adms:Asset"]
        return switch entry.sort {
        case .dataset, .model: ["dcat:Dataset"]
        case .service: ["dcat:DataService"]
        case .tool: ["dcat:Dataset"] + asset
        case .standard: ["dcat:Dataset"] + asset + ["dct:Standard"]
        }
    }

    private func service(_ node: inout LinkedNode) {
        node.add("dcat:endpointURL", (entry.address ?? entry.homepage).map(LinkedValue.iri))
        node.add("dct:format", entry.format.map(\.linked))
        node.add("dct:license", licence)
    }

    private func dataset(_ node: inout LinkedNode) {
        node.add("dct:accrualPeriodicity", entry.frequency.map { EUTables.frequency($0.code) })
        guard let access = entry.address ?? entry.homepage else { return }
        var types = ["dcat:Distribution"]
        if self.types.contains("adms:Asset") { types.append("adms:AssetDistribution") }
        node.add(
            "dcat:distribution",
            .node(
                LinkedNode(
                    "\(item.iri)#distribution", types,
                    [
                        "dcat:accessURL": .iri(access),
                        "dcat:downloadURL": entry.address.map(LinkedValue.iri),
                        "dct:title": item.text(entry.title), "dct:description": item.text(entry.how),
                        "dct:format": entry.format.map(\.linked), "dct:license": licence,
                        "dct:language": item.languages,
                    ])))
    }

    private func search(_ node: inout LinkedNode) {
        let type =
            switch entry.sort {
            case .dataset, .model: "Dataset"
            case .service: "WebAPI"
            case .tool: "SoftwareApplication"
            case .standard: "CreativeWork"
            }
        node.types.append("schema:\(type)")
        node.add("schema:name", item.text(entry.title))
        node.add("schema:description", item.text(entry.text))
        node.add("schema:url", .iri(item.iri))
        node.add("schema:sameAs", entry.homepage.map(LinkedValue.iri))
        node.add("schema:version", entry.release.map(LinkedValue.plain))
        node.add("schema:license", entry.licence.map(LinkedValue.plain))
        node.add("schema:inLanguage", item.inLanguage)
        node.add("schema:provider", item.organisation)
        node.add("schema:dateModified", .instant(recordedAt))
        node.add("schema:spatialCoverage", item.text(entry.coverage))
    }

    /// Its page here, and the one it has elsewhere.
    private var pages: [LinkedValue] {
        [item.page] + (entry.homepage.map { [.node(LinkedNode($0, ["foaf:Document"]))] } ?? [])
    }

    /// What sort of thing it is, as the list of these.
    private var kind: LinkedValue? {
        if entry.sort == .service { return nil }
        let sort = entry.sort.rawValue
        let labels = words.languages.map {
            LinkedValue.text(words("knowledge.catalogue_entry.sort.\(sort)", in: $0), in: $0)
        }
        return .node(
            LinkedNode(
                item.request.address("/catalogue?sort=\(sort)"), ["skos:Concept"],
                ["skos:prefLabel": .all(labels)]))
    }

    private var places: [LinkedValue] {
        let area = entry.coverage.map { text -> LinkedValue in
            .node(LinkedNode(nil, ["dct:Location"], ["rdfs:label": item.text(text)]))
        }
        return [entry.country.flatMap(EUTables.country), area].compactMap(\.self)
    }

    /// Whence what is said here is known.
    private var provenance: LinkedValue? {
        let parts = [entry.source, entry.readOn?.description, entry.doubt].compactMap(\.self)
        if parts.isEmpty { return nil }
        let label = item.text(parts.joined(separator: "; "))
        return .node(LinkedNode(nil, ["dct:ProvenanceStatement"], ["rdfs:label": label]))
    }

    private var licence: LinkedValue? {
        guard let licence = entry.licence else { return nil }
        let isAddress = WebAddress.host(licence) != nil
        return .node(
            LinkedNode(
                isAddress ? licence : nil, ["dct:LicenseDocument"],
                ["rdfs:label": isAddress ? nil : item.text(licence)]))
    }
}

extension CatalogueEntry.Standing {
    var linked: LinkedValue {
        switch self {
        case .underDevelopment: EUTables.adms("status/UnderDevelopment", "Under development")
        case .completed: EUTables.adms("status/Completed", "Completed")
        case .deprecated: EUTables.adms("status/Deprecated", "Deprecated")
        case .withdrawn: EUTables.adms("status/Withdrawn", "Withdrawn")
        }
    }
}

extension CatalogueEntry.Frequency {
    /// Its code in the authority table.
    var code: String {
        switch self {
        case .continuous: "UPDATE_CONT"
        case .daily: "DAILY"
        case .weekly: "WEEKLY"
        case .monthly: "MONTHLY"
        case .quarterly: "QUARTERLY"
        case .annual: "ANNUAL"
        case .irregular: "IRREG"
        case .never: "NEVER"
        case .unknown: "UNKNOWN"
        }
    }
}

extension CatalogueEntry.FileForm {
    var linked: LinkedValue {
        let code =
            switch self {
            case .jsonld: "JSON_LD"
            case .turtle: "RDF_TURTLE"
            case .wms: "WMS_SRVC"
            case .wfs: "WFS_SRVC"
            default: rawValue.uppercased()
            }
        return EUTables.fileType(code)
    }
}
