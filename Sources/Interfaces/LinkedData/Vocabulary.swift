// SPDX-License-Identifier: EUPL-1.2

/// The vocabularies things are described with, by their usual prefixes.
public enum Vocabulary {
    /// Whatever a name may begin with, and what that stands for.
    public static let prefixes: KeyValuePairs<String, String> = [
        "adms": "http://www.w3.org/ns/adms#",
        "cpsv": "http://purl.org/vocab/cpsv#",
        "cv": "http://data.europa.eu/m8g/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcatap": "http://data.europa.eu/r5r/",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.opengis.net/ont/geosparql#",
        "locn": "http://www.w3.org/ns/locn#",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xhv": "http://www.w3.org/1999/xhtml/vocab#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    ]

    private static let known = Dictionary(uniqueKeysWithValues: prefixes.map { ($0.key, $0.value) })

    /// The prefix a name begins with; nil for one that is written whole.
    static func prefix(of name: String) -> String? {
        guard let colon = name.firstIndex(of: ":") else { return nil }
        let prefix = String(name[..<colon])
        return known[prefix] == nil ? nil : prefix
    }

    /// Those that are needed to read these things.
    static func used(by nodes: [LinkedNode]) -> [(prefix: String, iri: String)] {
        var found = Set<String>()
        for node in nodes { collect(node, &found) }
        return prefixes.filter { found.contains($0.key) }.map { ($0.key, $0.value) }
    }

    private static func collect(_ node: LinkedNode, _ found: inout Set<String>) {
        for name in node.types + node.properties.map(\.name) {
            if let prefix = prefix(of: name) { found.insert(prefix) }
        }
        for value in node.properties.flatMap(\.values) {
            switch value {
            case .node(let inner): collect(inner, &found)
            case .typed(_, let type): if let prefix = prefix(of: type) { found.insert(prefix) }
            case .iri, .text, .all: continue
            }
        }
    }
}
