// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension LinkedData {
    /// What a body does, as public services of CPSV-AP: with title, description, whom to turn to,
    /// for whom, where and in which languages.
    func services(of body: Organisation) -> [JSON] {
        (view.snapshot.services[body.slug] ?? []).map { service in
            let languages = (body.languages?.parts ?? []).compactMap(Authorities.language)
            var node: JSONObject = [
                "@id": .string("\(address)/directory/\(body.slug)#service-\(service.slug)"),
                "@type": "cpsv:PublicService",
                "dct:identifier": .string("\(body.slug)/\(service.slug)"),
                "dct:title": text(service.title, "en"),
                "dct:description": text(service.description, "en"),
                "cv:hasCompetentAuthority": .array(
                    [body.slug, service.part].compactMap(\.self).map(id)),
                "dct:audience": .array(service.audiences.parts.map { concept("audience", $0) }),
                "dct:spatial": area(of: body),
                "dct:language": .array(languages),
            ]
            if let channel = service.channel {
                node["cv:hasChannel"] = [
                    "@type": "cv:Channel",
                    "dct:identifier": .string("\(body.slug)/\(service.slug)/channel"),
                    "dct:description": text(channel, "en"),
                ]
            }
            return .object(node)
        }
    }
}

/// The authority tables of the Publications Office of the European Union, which go by codes of
/// three letters.
enum Authorities {
    /// The whole of a country.
    static func area(_ country: String) -> JSON {
        guard let code = countries[country] else { return [] }
        return [
            "@id": .string("\(tables)/atu/\(code)"),
            "@type": ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"],
        ]
    }

    static func language(_ code: String) -> JSON? {
        languages[code].map {
            ["@id": .string("\(tables)/language/\($0)"), "@type": "dct:LinguisticSystem"]
        }
    }

    private static let tables = "http://publications.europa.eu/resource/authority"

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
