// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

/// The directory as data: JSON, CSV and GeoJSON. The README has the shapes.
struct DirectoryData {
    let view: DirectoryView

    /// The day, and the moment of recording where one was asked for.
    private var head: JSONObject {
        ["on": .string("\(view.day)"), "as_of": .optional(view.asOf?.description)]
    }

    func json(_ bodies: [Organisation], _ authorities: [Organisation]) -> JSON {
        .object(
            head.with([
                "counts": [
                    "bodies": .integer(bodies.count), "authorities": .integer(authorities.count),
                ],
                "organisations": .array((bodies + authorities).map { .object(short($0)) }),
            ]))
    }

    /// An organisation in a list.
    private func short(_ organisation: Organisation) -> JSONObject {
        var json = organisation.json(without: ["source", "stated_on", "read_on", "certain"])
            .asObject ?? [:]
        json.split("languages", "audiences")
        json["exists"] = view.existed(organisation).map(JSON.bool) ?? .null
        return (["name": .string(view.name(organisation.slug))] as JSONObject).with(json).with([
            "sort": organisation.sort.isAuthority ? "authority" : "body",
            "url": .string("/directory/\(organisation.slug)"),
        ])
    }

    /// All that is known of one organisation.
    func json(_ organisation: Organisation) -> JSON {
        let slug = organisation.slug
        let all = view.snapshot
        func list<E: Entry>(_ entries: [E]?, _ split: String...) -> JSON {
            .array(
                (entries ?? []).map { entry in
                    var json = entry.json(without: ["organisation"]).asObject ?? [:]
                    for name in split { json.split(name) }
                    return .object(json)
                })
        }
        let own: JSONObject = [
            "source": .string(organisation.known.source),
            "read_on": .optional(organisation.known.readOn?.description),
            "certain": .bool(organisation.known.isCertain),
            "names": list(all.names[slug]), "codes": list(all.codes[slug]),
            "services": list(all.services[slug], "audiences"), "figures": list(all.figures[slug]),
            "contacts": list(all.contacts[slug]), "relations": list(all.relations[slug]),
            "events": list(all.events[slug], "originals", "results"),
            "parts": .array(view.parts(of: slug).map { .object(short($0)) }),
            "coverage": coverage(slug),
        ]
        return .object(head.with(short(organisation)).with(own))
    }

    private func coverage(_ slug: String) -> JSON {
        .array(
            SystemCoverage.all(in: view).flatMap { coverage in
                coverage.standings.filter { $0.authority.slug == slug && $0.fact != nil }.map {
                    .object(
                        (["system": .string(coverage.system.slug)] as JSONObject)
                            .with(CoverageData(view: view).standing($0)))
                }
            })
    }

    /// Every service of the bodies there were on the day.
    var services: JSON {
        let all = view.bodies.flatMap { view.snapshot.services[$0.slug] ?? [] }
        return .object(
            head.with([
                "services": .array(
                    all.map { service in
                        var json = service.json().asObject ?? [:]
                        json.split("audiences")
                        return .object(json)
                    })
            ]))
    }

    func csv(_ organisations: [Organisation]) -> [UInt8] {
        let head = [
            "slug", "name", "kind", "sort", "country", "region", "province", "town", "longitude",
            "latitude", "website", "from_day", "until_day", "codes", "summary",
        ]
        return CSVWriter.table(head, organisations.map { organisation in
            let point = organisation.place?.points.first
            let codes = (view.snapshot.codes[organisation.slug] ?? [])
                .filter { $0.holds(on: view.day) }.map { "\($0.scheme)=\($0.code)" }
            return [
                organisation.slug, view.name(organisation.slug), organisation.sort.rawValue,
                organisation.sort.isAuthority ? "authority" : "body", organisation.country,
                organisation.region, organisation.province, organisation.town,
                point?.longitude.description, point?.latitude.description, organisation.website,
                organisation.from?.description, organisation.until?.description,
                codes.joined(separator: " "), organisation.summary,
            ]
        })
    }

    func geojson(_ organisations: [Organisation]) -> JSON {
        let features = organisations.map { organisation in
            var properties = short(organisation)
            properties["place"] = nil
            return FeatureCollection.Feature(
                id: organisation.slug, place: organisation.place, properties: properties)
        }
        return FeatureCollection(features).json
    }
}
