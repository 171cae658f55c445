// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Web

/// The directory as linked data: organisations in the Core Public Organisation Vocabulary 2.1.1,
/// services in CPSV-AP 3.2.
struct LinkedData {
    let view: DirectoryView
    let words: Words
    /// The site's address, for absolute ids.
    let address: String

    /// Organisations with their services and what happened to them. Those they refer to without
    /// being among them are there by name.
    func organisations(_ organisations: [Organisation]) -> LinkedGraph {
        var graph = LinkedGraph(
            organisations.map { node($0, whole: true) } + organisations.flatMap { services(of: $0) })
        let changes = Dictionary(
            organisations.flatMap { self.changes($0.slug) }.map { ($0.slug, $0) },
            uniquingKeysWith: { one, _ in one })
        for event in changes.values.sorted(by: { ($0.when, $0.slug) < ($1.when, $1.slug) }) {
            graph.add(node(event))
        }
        return graph
    }

    /// All services, with the bodies that provide them by name.
    var services: LinkedGraph { LinkedGraph(view.bodies.flatMap { services(of: $0) }) }

    func iri(_ slug: String) -> String { "\(address)/directory/\(slug)#organisation" }

    private func iri(_ event: Event) -> String { "\(address)/directory#event-\(event.slug)" }

    /// The mergers, divisions, new names and boundaries of an organisation.
    private func changes(_ slug: String) -> [Event] {
        (view.snapshot.events[slug] ?? []).filter(\.sort.isChange)
    }

    /// Another organisation, by what is least said of it: its type, name and area.
    func reference(_ slug: String) -> LinkedValue? {
        view.snapshot.organisations[slug].map { .node(node($0, whole: false)) }
    }

    private func references(_ slugs: [String]) -> LinkedValue { .all(slugs.compactMap(reference)) }

    /// An organisation: its id, name and area, or all that is known of it. Whatever it is taken for, an
    /// organisation or an agent, each vocabulary finds the name it asks for.
    private func node(_ organisation: Organisation, whole: Bool) -> LinkedNode {
        let slug = organisation.slug
        // One of each language, as the vocabulary wants it.
        let labels = Dictionary(
            view.names(slug).map { ($0.language, $0.name) }, uniquingKeysWith: { _, last in last })
        let name: [LinkedValue] = labels.isEmpty
            ? [.text(slug, "und")] : labels.sorted { $0.key < $1.key }.map { .text($0.value, $0.key) }
        var node = LinkedNode(
            iri(slug), ["cv:PublicOrganisation", "org:Organization"],
            [
                "skos:prefLabel": .all(name), "dct:title": .all(name), "foaf:name": .all(name),
                "dct:identifier": .plain(slug), "dct:spatial": area(of: organisation),
            ])
        if whole { describe(organisation, on: &node) }
        return node
    }

    private func describe(_ organisation: Organisation, on node: inout LinkedNode) {
        let slug = organisation.slug
        let all = view.snapshot
        otherNames(slug, on: &node)
        node.add("dct:description", organisation.summary.map { .text($0, "en") })
        node.add("org:classification", concept("kind", organisation.sort.rawValue))
        node.add("org:classification", organisation.sort.publisherType)
        node.add("foaf:homepage", homepage(organisation))
        let codes = (all.codes[slug] ?? []).filter { $0.subject == .authority }
        node.add("adms:identifier", .all(codes.map(identifier)))
        node.add("locn:address", organisation.town.map { postal($0, organisation) })
        node.add("org:hasSite", organisation.place?.points.first.map(site))
        node.add("org:subOrganizationOf", organisation.parent.flatMap(reference))
        node.add("org:hasSubOrganization", references(view.parts(of: slug).map(\.slug)))
        node.add("org:memberOf", references(memberships(slug)))
        node.add("cv:contactPoint", .all(contacts(organisation)))
        let changes = changes(slug)
        let before = changes.filter { $0.originals?.parts.contains(slug) ?? false }
        let after = changes.filter { $0.originals?.parts.contains(slug) != true }
        node.add("org:changedBy", .all(before.map { .iri(iri($0)) }))
        node.add("org:resultedFrom", .all(after.map { .iri(iri($0)) }))
        node.add("xhv:next", references(before.flatMap(\.results.parts).filter { $0 != slug }))
        node.add("xhv:prev", references(after.flatMap { $0.originals?.parts ?? [] }))
    }

    /// What else it is or was called: the short name as the alternative of its language, of which
    /// the vocabulary allows one; the others as they are.
    private func otherNames(_ slug: String, on node: inout LinkedNode) {
        var languages = Set<String>()
        for name in view.snapshot.names[slug] ?? [] {
            let former = name.holds(on: view.day) ? nil : name.name
            for other in [name.short, former].compactMap(\.self) {
                let isFirst = languages.insert(name.language).inserted
                node.add(isFirst ? "skos:altLabel" : "dct:alternative", .text(other, name.language))
            }
        }
    }

    private func homepage(_ organisation: Organisation) -> LinkedValue? {
        guard let website = organisation.website, website.hasPrefix("http"), Href(website) != nil else {
            return nil
        }
        return .node(LinkedNode(website, ["foaf:Document"]))
    }

    /// The organisations of the directory it is said to be a member of.
    private func memberships(_ slug: String) -> [String] {
        (view.snapshot.relations[slug] ?? []).filter { $0.sort == .memberOf }.flatMap { relation in
            view.snapshot.names.filter { other, names in
                other != slug && names.contains { [$0.name, $0.short].contains(relation.name) }
            }.keys.sorted()
        }
    }

    private func identifier(_ code: Code) -> LinkedValue {
        let scheme = words.find("directory.scheme.\(code.scheme)", in: .english) ?? code.scheme
        return .node(
            LinkedNode(
                nil, ["adms:Identifier"],
                [
                    "skos:notation": .plain(code.code), "rdfs:label": .text(scheme, "en"),
                    "dct:issued": code.from.map(LinkedValue.day),
                ]))
    }

    /// Whom to turn to; of a body that names nobody, its home page.
    func contacts(_ organisation: Organisation) -> [LinkedValue] {
        let named = view.snapshot.contacts[organisation.slug] ?? []
        let page = homepage(organisation)
        if named.isEmpty {
            return page.map { [.node(LinkedNode(nil, ["cv:ContactPoint"], ["cv:contactPage": $0]))] } ?? []
        }
        return named.map { contact in
            .node(
                LinkedNode(
                    nil, ["cv:ContactPoint"],
                    [
                        "rdfs:label": .text(contact.role, "en"),
                        "foaf:name": contact.name.map(LinkedValue.plain), "cv:contactPage": page,
                    ]))
        }
    }

    private func node(_ event: Event) -> LinkedNode {
        LinkedNode(
            iri(event), ["org:ChangeEvent"],
            [
                "dct:description": .all(
                    [.text(event.text, "en")] + (event.textGa.map { [.text($0, "ga")] } ?? [])),
                "org:originalOrganization": references(event.originals?.parts ?? []),
                "org:resultingOrganization": references(event.results.parts),
                "prov:startedAtTime": event.day.map { .typed("\($0)T00:00:00", "xsd:dateTime") },
            ])
    }

    /// A kind or an audience as a concept whose address is the list of what it fits.
    func concept(_ filter: String, _ value: String) -> LinkedValue {
        let labels = [Language.english, .irish].compactMap { language in
            words.find("directory.\(filter).\(value)", in: language)
                .map { LinkedValue.text($0, in: language) }
        }
        return .node(
            LinkedNode(
                "\(address)/directory?\(filter)=\(Href.encoded(value))", ["skos:Concept"],
                ["skos:prefLabel": .all(labels.isEmpty ? [.text(value, "und")] : labels)]))
    }
}

extension Organisation.Sort {
    /// What ADMS calls a publisher of this kind; nil where none of its words fits.
    var publisherType: LinkedValue? {
        switch self {
        case .countyCouncil, .cityCouncil, .cityAndCountyCouncil, .boroughCorporation:
            EUTables.adms("publishertype/LocalAuthority", "Local Authority")
        case .ministry, .agency, .mappingAuthority:
            EUTables.adms("publishertype/NationalAuthority", "National authority")
        case .researchInstitute:
            EUTables.adms("publishertype/Academia-ScientificOrganisation", "Academia/Scientific organisation")
        case .association:
            EUTables.adms("publishertype/NonProfitOrganisation", "Non-Profit Organisation")
        case .movement, .thematicNetwork: nil
        }
    }
}
