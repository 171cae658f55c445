// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Web

/// The directory as linked data: organisations in the Core Public Organisation Vocabulary 2.1.1,
/// services in CPSV-AP 3.2, as JSON-LD 1.1 that needs no other document to be read.
struct LinkedData {
    let view: DirectoryView
    let words: Words
    /// The site's address, for absolute ids.
    let address: String

    /// Organisations with their services and what happened to them. Those they refer to without
    /// being among them are there by name.
    func organisations(_ organisations: [Organisation]) -> JSON {
        let own = Set(organisations.map(\.slug))
        var events: [String: Event] = [:]
        var named = Set<String>()
        for organisation in organisations {
            named.formUnion([organisation.parent].compactMap(\.self))
            named.formUnion(view.parts(of: organisation.slug).map(\.slug))
            for event in changes(organisation.slug) {
                events[event.slug] = event
                named.formUnion((event.originals?.parts ?? []) + event.results.parts)
            }
        }
        return document(
            organisations.map(node) + organisations.flatMap { services(of: $0) }
                + events.values.sorted { $0.when < $1.when }.map(node)
                + named.subtracting(own).sorted().map { .object(stub($0)) })
    }

    /// All services, with the bodies that provide them by name.
    var services: JSON {
        document(
            view.bodies.flatMap { body in
                let own = services(of: body)
                let parts = view.parts(of: body.slug).map { JSON.object(stub($0.slug)) }
                return own.isEmpty ? [] : own + [.object(stub(body.slug))] + parts
            })
    }

    private func document(_ graph: [JSON]) -> JSON {
        JSONLD(context: Self.context, graph: graph).json
    }

    func id(_ slug: String) -> JSON { JSONLD.id("\(address)/directory/\(slug)#organisation") }

    private func eventID(_ event: Event) -> JSON {
        JSONLD.id("\(address)/directory#event-\(event.slug)")
    }

    /// The mergers, divisions, new names and boundaries of an organisation.
    private func changes(_ slug: String) -> [Event] {
        (view.snapshot.events[slug] ?? []).filter(\.sort.isChange)
    }

    /// What is least said of an organisation: its type, name, country.
    func stub(_ slug: String) -> JSONObject {
        var labels: [String: JSON] = [:]
        for name in view.names(slug) { labels[name.language] = text(name.name, name.language) }
        return [
            "@id": id(slug)["@id"] ?? .null,
            "@type": ["cv:PublicOrganisation", "org:Organization"],
            "skos:prefLabel": .array(labels.sorted { $0.key < $1.key }.map(\.value)),
            "dct:spatial": view.snapshot.organisations[slug].map(area(of:)) ?? [],
        ]
    }

    /// The area an organisation covers: its own where it is local, its region, or the country.
    func area(of organisation: Organisation) -> JSON {
        let own: String? =
            organisation.sort.isAuthority
            ? words("directory.area", ["name": view.name(organisation.slug, in: .english)], in: .english)
            : organisation.region
        guard let own else { return Authorities.area(organisation.country) }
        return ["@type": "dct:Location", "rdfs:label": text(own, "en")]
    }

    private func node(_ organisation: Organisation) -> JSON {
        let slug = organisation.slug
        var node = stub(slug)
        node["dct:identifier"] = .string(slug)
        let others = (view.snapshot.names[slug] ?? []).flatMap { name in
            [name.short, name.holds(on: view.day) ? nil : name.name].compactMap(\.self)
                .map { text($0, name.language) }
        }
        if !others.isEmpty { node["skos:altLabel"] = .array(others) }
        node["dct:description"] = organisation.summary.map { text($0, "en") }
        node["org:classification"] = concept("kind", organisation.sort.rawValue)
        if let website = organisation.website, website.hasPrefix("http"), Href(website) != nil {
            node["foaf:homepage"] = ["@id": .string(website), "@type": "foaf:Document"]
        }
        node["adms:identifier"] = .array(
            (view.snapshot.codes[slug] ?? []).filter { $0.subject == .authority }.map(identifier))
        if let town = organisation.town {
            node["locn:address"] = [
                "@type": "locn:Address", "locn:postName": text(town, "en"),
                "locn:adminUnitL1": text(
                    words("directory.country.\(organisation.country)", in: .english), "en"),
            ]
        }
        if let point = organisation.place?.points.first {
            node["org:hasSite"] = [
                "@type": "org:Site",
                "locn:geometry": [
                    "@type": "geo:wktLiteral",
                    "@value": .string("POINT(\(point.longitude) \(point.latitude))"),
                ],
            ]
        }
        node["org:subOrganizationOf"] = organisation.parent.map(id)
        let parts = view.parts(of: slug).map { id($0.slug) }
        if !parts.isEmpty { node["org:hasSubOrganization"] = .array(parts) }
        let contacts = (view.snapshot.contacts[slug] ?? []).map(contact)
        if !contacts.isEmpty { node["cv:contactPoint"] = .array(contacts) }
        let changes = changes(slug)
        let before = changes.filter { $0.originals?.parts.contains(slug) ?? false }
        let after = changes.filter { $0.originals?.parts.contains(slug) != true }
        if !before.isEmpty { node["org:changedBy"] = .array(before.map(eventID)) }
        if !after.isEmpty { node["org:resultedFrom"] = .array(after.map(eventID)) }
        return .object(node)
    }

    private func identifier(_ code: Code) -> JSON {
        let scheme = words.find("directory.scheme.\(code.scheme)", in: .english) ?? code.scheme
        return [
            "@type": "adms:Identifier", "skos:notation": .string(code.code),
            "rdfs:label": text(scheme, "en"),
        ]
    }

    private func contact(_ contact: Contact) -> JSON {
        var node: JSONObject = [
            "@type": "cv:ContactPoint", "rdfs:label": text(contact.role, "en"),
        ]
        node["foaf:name"] = contact.name.map(JSON.string)
        return .object(node)
    }

    private func node(_ event: Event) -> JSON {
        var node: JSONObject = [
            "@id": eventID(event)["@id"] ?? .null, "@type": "org:ChangeEvent",
            "dct:description": .array(
                [text(event.text, "en"), event.textGa.map { text($0, "ga") }].compactMap(\.self)),
            "org:originalOrganization": .array((event.originals?.parts ?? []).map(id)),
            "org:resultingOrganization": .array(event.results.parts.map(id)),
        ]
        node["prov:startedAtTime"] = event.day.map {
            ["@type": "xsd:dateTime", "@value": .string("\($0)T00:00:00")]
        }
        return .object(node)
    }

    func text(_ text: String, _ language: String) -> JSON {
        JSONLD.text(text, in: Language(rawValue: language))
    }

    /// A kind or an audience as a concept whose address is the list of what it fits.
    func concept(_ filter: String, _ value: String) -> JSON {
        let labels = [Language.english, .irish].compactMap { language in
            words.find("directory.\(filter).\(value)", in: language).map { text($0, language.code) }
        }
        return [
            "@id": .string("\(address)/directory?\(filter)=\(Href.encoded(value))"),
            "@type": "skos:Concept", "skos:prefLabel": .array(labels),
        ]
    }

    private static let context = JSONLD.prefixes.with([
        "adms": "http://www.w3.org/ns/adms#", "cpsv": "http://purl.org/vocab/cpsv#",
        "cv": "http://data.europa.eu/m8g/", "prov": "http://www.w3.org/ns/prov#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    ])
}
