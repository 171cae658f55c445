// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A body that supports municipalities, a part of one, or a local authority. What it is called
/// stands in its names, which change with time.
struct Organisation: Entry, Lasting {
    var slug = ""
    var sort = Sort.association
    var country = ""
    var region: String?
    var province: String?
    /// The organisation it is a part of.
    var parent: String?
    /// The languages it works in, as BCP 47 codes separated by blanks.
    var languages: String?
    /// Whom a part serves.
    var audiences: String?
    var website: String?
    var town: String?
    var townGa: String?
    var place: Geometry?
    var placeIsCertain: Bool?
    var summary: String?
    var note: String?
    var from: Day?
    var until: Day?
    var known = Known()

    /// The seven kinds of body, then the kinds of authority.
    enum Sort: String, Choice {
        case association, ministry, agency, movement
        case researchInstitute = "research_institute"
        case thematicNetwork = "thematic_network"
        case mappingAuthority = "mapping_authority"
        case countyCouncil = "county_council"
        case cityCouncil = "city_council"
        case cityAndCountyCouncil = "city_and_county_council"
        case boroughCorporation = "borough_corporation"

        var isAuthority: Bool {
            switch self {
            case .countyCouncil, .cityCouncil, .cityAndCountyCouncil, .boroughCorporation: true
            default: false
            }
        }
    }

    static let fields: Fields<Organisation> = [
        .text("slug", \.slug, max: 63), .choice("kind", \.sort),
        .text("country", \.country, max: 2), .text("region", \.region),
        .text("province", \.province, max: 40), .text("parent", \.parent, max: 63),
        .text("languages", \.languages), .text("audiences", \.audiences),
        .text("website", \.website), .text("town", \.town), .text("town_ga", \.townGa),
        .geometry("place", \.place), .flag("place_certain", \.placeIsCertain),
        .longText("summary", \.summary), .text("note", \.note, max: 500),
        .day("from_day", \.from), .day("until_day", \.until),
    ] + provenance

    static let kind = entryKind(
        "organisation", "organisations", columns: ["slug", "kind", "country", "town"], by: "slug",
        linked: LinkedTerms(
            ["cv:PublicOrganisation", "org:Organization"],
            names: [
                "slug": "dct:identifier", "summary": "dct:description", "website": "foaf:homepage",
                "kind": "org:classification",
            ],
            about: LinkedTerms.About(
                field: "slug", in: [.recorded], page: "/directory/:slug", isTenant: true)))

    static func check(_ entry: Stored<Organisation>, on desk: any Desk) throws -> Problems {
        var problems = try desk.taken(entry.slug, by: entry)
        problems.all += entry.fields.inverted.all
        problems.all += try desk.unknown(entry.parent.map { [$0] } ?? [], field: "parent").all
        return problems
    }
}
