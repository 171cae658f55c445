// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Linked data as JSON-LD 1.1: what the names mean, and the things that are described.
public struct JSONLD: Sendable {
    /// What a name stands for, by name: a prefix or a term.
    public var context: JSONObject
    /// The things described, each with its `@id`.
    public var graph: [JSON]

    /// A document of linked data.
    public init(context: JSONObject, graph: [JSON]) {
        self.context = context
        self.graph = graph
    }

    /// The document.
    public var json: JSON { ["@context": .object(context), "@graph": .array(graph)] }

    /// A reference to another thing.
    public static func id(_ iri: String) -> JSON { ["@id": .string(iri)] }

    /// A text in a language.
    public static func text(_ text: String, in language: Language) -> JSON {
        ["@value": .string(text), "@language": .string(language.code)]
    }

    /// A day as `xsd:date`.
    public static func day(_ day: Day) -> JSON {
        ["@value": .string(day.description), "@type": "xsd:date"]
    }

    /// A moment as `xsd:dateTime`.
    public static func instant(_ instant: Instant) -> JSON {
        ["@value": .string(instant.description), "@type": "xsd:dateTime"]
    }

    /// The prefixes most vocabularies of public data use.
    public static let prefixes: JSONObject = [
        "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/", "geo": "http://www.opengis.net/ont/geosparql#",
        "locn": "http://www.w3.org/ns/locn#", "org": "http://www.w3.org/ns/org#",
        "schema": "https://schema.org/", "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    ]
}
