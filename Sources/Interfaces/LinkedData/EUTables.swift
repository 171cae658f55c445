// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The authority tables of the Publications Office of the European Union, by whose addresses the
/// Union's profiles name countries, languages, licences and forms of files; and the lists of ADMS.
/// Each thing carries its type, so that a description can be checked without the tables.
public enum EUTables {
    private static let base = "http://publications.europa.eu/resource/authority"

    private static func node(_ table: String, _ code: String, _ types: [String]) -> LinkedNode {
        LinkedNode(
            "\(base)/\(table)/\(code)", types, ["skos:inScheme": scheme("\(base)/\(table)", table)])
    }

    /// A table itself: what is in it names it, as the Union's checks of its vocabularies want it.
    private static func scheme(_ address: String, _ name: String) -> LinkedValue {
        let title = name.prefix(1).uppercased() + name.dropFirst().replacing("-", with: " ")
        return .node(LinkedNode(address, ["skos:ConceptScheme"], ["dct:title": .text(title, "en")]))
    }

    /// The whole of a country by its code of two letters, as a territory that is administered.
    public static func territory(_ country: String) -> LinkedValue? {
        countries[country.uppercased()].map {
            .node(node("atu", $0, ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"]))
        }
    }

    /// A country by its code of two letters.
    public static func country(_ code: String) -> LinkedValue? {
        countries[code.uppercased()].map { .node(node("country", $0, ["dct:Location"])) }
    }

    /// A language by its code of two letters.
    public static func language(_ code: String) -> LinkedValue? {
        languages[code].map { .node(node("language", $0, ["dct:LinguisticSystem"])) }
    }

    /// The form of a file, and its media type as IANA registers it.
    public static func file(_ format: Format) -> (type: LinkedValue, media: LinkedValue) {
        let code =
            switch format {
            case .html: "HTML"
            case .json: "JSON"
            case .csv: "CSV"
            case .jsonld: "JSON_LD"
            case .ttl: "RDF_TURTLE"
            case .geojson: "GEOJSON"
            case .atom: "ATOM"
            case .ics: "ICS"
            }
        let media = String(format.media.prefix { $0 != ";" })
        return (fileType(code), mediaType(media))
    }

    /// The form of a file by its code: `GML`, `TIFF`.
    public static func fileType(_ code: String) -> LinkedValue {
        .node(node("file-type", code, ["dct:MediaTypeOrExtent"]))
    }

    /// A media type by its name.
    public static func mediaType(_ name: String) -> LinkedValue {
        .node(LinkedNode("https://www.iana.org/assignments/media-types/\(name)", ["dct:MediaType"]))
    }

    /// How often something is brought up to date: `UPDATE_CONT`, `ANNUAL`, `IRREG`.
    public static func frequency(_ code: String) -> LinkedValue {
        .node(node("frequency", code, ["dct:Frequency"]))
    }

    /// Everyone may read it.
    public static let isPublic = LinkedValue.node(node("access-right", "PUBLIC", ["dct:RightsStatement"]))

    /// It is meant to stay.
    public static let isStable = concept("planned-availability", "STABLE", "stable")

    /// A theme of data, with its name.
    public static func theme(_ theme: DataTheme) -> LinkedValue {
        concept("data-theme", theme.code, theme.label)
    }

    /// The list of themes itself.
    public static let themes = scheme("\(base)/data-theme", "data-theme")

    private static func concept(_ table: String, _ code: String, _ label: String) -> LinkedValue {
        var node = node(table, code, ["skos:Concept"])
        node.add("skos:prefLabel", .text(label, "en"))
        return .node(node)
    }

    /// A concept of a list of ADMS: `status/Completed`, `publishertype/LocalAuthority`.
    public static func adms(_ name: String, _ label: String) -> LinkedValue {
        let list = String(name.prefix { $0 != "/" })
        return .node(
            LinkedNode(
                "http://purl.org/adms/\(name)", ["skos:Concept"],
                [
                    "skos:prefLabel": .text(label, "en"),
                    "skos:inScheme": scheme("http://purl.org/adms/\(list)/1.0", list),
                ]))
    }

    private static let countries = [
        "AT": "AUT", "BE": "BEL", "BG": "BGR", "CY": "CYP", "CZ": "CZE", "DE": "DEU", "DK": "DNK",
        "EE": "EST", "ES": "ESP", "FI": "FIN", "FR": "FRA", "GB": "GBR", "GR": "GRC", "HR": "HRV",
        "HU": "HUN", "IE": "IRL", "IT": "ITA", "LT": "LTU", "LU": "LUX", "LV": "LVA", "MT": "MLT",
        "NL": "NLD", "PL": "POL", "PT": "PRT", "RO": "ROU", "SE": "SWE", "SI": "SVN", "SK": "SVK",
    ]

    private static let languages = [
        "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA",
        "et": "EST", "fi": "FIN", "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA",
        "lb": "LTZ", "lt": "LIT", "lv": "LAV", "mt": "MLT", "nl": "NLD", "pl": "POL", "pt": "POR",
        "ro": "RON", "sk": "SLK", "sl": "SLV", "sv": "SWE",
    ]
}

/// What data are about, as the Union's portals sort them (authority table “data theme”).
public enum DataTheme: String, Choice {
    case agriculture, economy, education, energy, environment, government, health, international,
        justice, regions, society, technology, transport

    /// Its code in the table.
    var code: String {
        switch self {
        case .agriculture: "AGRI"
        case .economy: "ECON"
        case .education: "EDUC"
        case .energy: "ENER"
        case .environment: "ENVI"
        case .government: "GOVE"
        case .health: "HEAL"
        case .international: "INTR"
        case .justice: "JUST"
        case .regions: "REGI"
        case .society: "SOCI"
        case .technology: "TECH"
        case .transport: "TRAN"
        }
    }

    /// What the table calls it in English.
    var label: String {
        switch self {
        case .agriculture: "Agriculture, fisheries, forestry and food"
        case .economy: "Economy and finance"
        case .education: "Education, culture and sport"
        case .energy: "Energy"
        case .environment: "Environment"
        case .government: "Government and public sector"
        case .health: "Health"
        case .international: "International issues"
        case .justice: "Justice, legal system and public safety"
        case .regions: "Regions and cities"
        case .society: "Population and society"
        case .technology: "Science and technology"
        case .transport: "Transport"
        }
    }
}
