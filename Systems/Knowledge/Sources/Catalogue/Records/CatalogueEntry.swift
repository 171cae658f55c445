// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

/// Something a body offers to be used elsewhere: data, a service or model, a tool, a standard; where
/// it is had, under which terms, and who looks after it.
public struct CatalogueEntry: Record {
    public enum Sort: String, Choice { case dataset, service, model, tool, standard }

    /// How it stands, in the words of ADMS.
    public enum Standing: String, Choice {
        case underDevelopment = "under_development"
        case completed, deprecated, withdrawn
    }

    public enum Frequency: String, Choice {
        case continuous, daily, weekly, monthly, quarterly, annual, irregular, never, unknown
    }

    public enum FileForm: String, Choice {
        case csv, json, jsonld, geojson, xml, gml, shp, tiff, pdf, html, xlsx, zip, turtle, wms, wfs
    }

    public var sort = Sort.dataset
    public var title = ""
    public var text = ""
    public var topic: Topic?
    public var theme: DataTheme?
    public var language: Tongue?
    public var standing: Standing?
    public var release: String?
    public var licence: String?
    public var homepage: String?
    /// Where it is fetched or called.
    public var address: String?
    public var format: FileForm?
    public var how: String?
    public var coverage: String?
    /// The country it covers, by its code of two letters.
    public var country: String?
    public var frequency: Frequency?
    /// A post or a desk rather than a person.
    public var contact: String?
    /// Where what is said here is known from, and when that was read.
    public var source: String?
    public var readOn: Day?
    public var doubt: String?
    public var publishedOn: Day?

    public init() {}

    /// What whoever enters it says of it.
    static let asked: [Field<CatalogueEntry>] = [
        .choice("sort", \.sort), .text("title", \.title, max: 200), .longText("text", \.text, max: 10_000),
        .choice("topic", \.topic), .choice("theme", \.theme), .choice("language", \.language),
        .choice("standing", \.standing), .text("release", \.release, max: 60),
        .text("licence", \.licence, max: 300), .text("homepage", \.homepage, max: 500),
        .text("address", \.address, max: 500), .choice("format", \.format),
        .longText("how", \.how, max: 3_000), .text("coverage", \.coverage, max: 300),
        .text("country", \.country, max: 2), .choice("frequency", \.frequency),
        .text("contact", \.contact, max: 200), .text("source", \.source, max: 500),
        .day("read_on", \.readOn), .text("doubt", \.doubt, max: 500),
    ]

    public static let fields = Fields(asked + [Field.day("published_on", \.publishedOn).derived()])

    public static let kind = RecordKind(
        CatalogueEntry.self, system: "knowledge", name: "catalogue_entry", plural: "catalogue-entries",
        states: [.draft, .published, .withdrawn],
        readers: .staff + [.on(field: "state", ["published"], .anyone)],
        list: ListShape(
            columns: ["title", "sort", "standing", "country"], filters: ["sort", "topic", "standing"],
            order: "title", descending: false),
        linked: LinkedTerms(
            ["dcat:Resource"],
            names: [
                "text": "dct:description", "release": "dcat:version", "licence": "dct:license",
                "homepage": "dcat:landingPage", "coverage": "schema:spatialCoverage",
                "published_on": "dct:issued",
            ],
            codes: ["release", "licence", "homepage", "address", "country"]))

    public static func publication(of entry: Stored<CatalogueEntry>, at moment: Moment) -> Publication? {
        guard entry.state == .published else { return nil }
        var body: JSONObject = [:]
        for field in fields.map(\.description) {
            guard let value = entry.fields.value(of: field.name), !value.isNull else { continue }
            body[field.name] = field.json(value)
        }
        return Publication(
            kind: PublishedKind.catalogueEntry.name, reference: "", title: entry.title,
            summary: entry.text, status: entry.standing?.rawValue ?? "unsaid", day: entry.publishedOn,
            columns: [
                "sort": entry.sort.stored, "topic": entry.topic.stored,
                "language": entry.language.stored, "country": entry.country.stored,
            ], body: .object(body))
    }

    /// An entry as its body published it.
    init?(body: JSON) {
        var values = Values(Self.fields.names)
        for field in Self.fields.map(\.description) {
            guard let json = body[field.name] else { continue }
            values[field.name] = try? field.value(json)
        }
        self.init(values: values)
        guard !title.isEmpty else { return nil }
    }
}

extension PublishedKind {
    static let catalogueEntry = PublishedKind(
        "knowledge.catalogue_entry", path: "/catalogue",
        page: "/t/:tenant/knowledge/catalogue-entries/:record",
        columns: ["sort", "topic", "language", "country"])
}
