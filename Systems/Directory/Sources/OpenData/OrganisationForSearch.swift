// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Web

extension LinkedData {
    /// An organisation with its services in the words of schema.org, as its page tells search engines.
    func forSearch(_ organisation: Organisation) -> LinkedNode {
        let slug = organisation.slug
        let page = "\(address)/directory/\(slug)"
        let names = view.names(slug)
        let home = organisation.website.flatMap { $0.hasPrefix("http") ? Href($0)?.string : nil }
        return LinkedNode(
            iri(slug), ["schema:GovernmentOrganization"],
            [
                "schema:name": .plain(view.name(slug)),
                "schema:alternateName": .all(
                    names.flatMap { [$0.name, $0.short].compactMap(\.self) }
                        .filter { $0 != view.name(slug) }.map(LinkedValue.plain)),
                "schema:description": organisation.summary.map(LinkedValue.plain),
                "schema:url": .iri(home ?? page), "schema:mainEntityOfPage": .iri(page),
                "schema:areaServed": .plain(
                    words.find("directory.country.\(organisation.country)", in: view.language)
                        ?? organisation.country),
                "schema:knowsLanguage": .all((organisation.languages?.parts ?? []).map(LinkedValue.plain)),
                "schema:address": .node(postalForSearch(organisation)),
                "schema:location": organisation.place?.points.first.map(placeForSearch),
                "schema:identifier": .all((view.snapshot.codes[slug] ?? [])
                    .filter { $0.subject == .authority }.map(codeForSearch)),
                "schema:parentOrganization": organisation.parent.map { named($0) },
                "schema:subOrganization": .all(view.parts(of: slug).map { named($0.slug) }),
                "schema:makesOffer": .all(servicesForSearch(organisation)),
            ])
    }

    private func named(_ slug: String) -> LinkedValue {
        .node(
            LinkedNode(
                iri(slug), ["schema:GovernmentOrganization"],
                [
                    "schema:name": .plain(view.name(slug)),
                    "schema:url": .iri("\(address)/directory/\(slug)"),
                ]))
    }

    private func postalForSearch(_ organisation: Organisation) -> LinkedNode {
        LinkedNode(
            nil, ["schema:PostalAddress"],
            [
                "schema:addressLocality": organisation.town.map(LinkedValue.plain),
                "schema:addressCountry": .plain(organisation.country),
            ])
    }

    private func placeForSearch(_ point: Point) -> LinkedValue {
        let spot = LinkedNode(
            nil, ["schema:GeoCoordinates"],
            [
                "schema:latitude": .plain("\(point.latitude)"),
                "schema:longitude": .plain("\(point.longitude)"),
            ])
        return .node(LinkedNode(nil, ["schema:Place"], ["schema:geo": .node(spot)]))
    }

    private func codeForSearch(_ code: Code) -> LinkedValue {
        .node(
            LinkedNode(
                nil, ["schema:PropertyValue"],
                ["schema:propertyID": .plain(code.scheme), "schema:value": .plain(code.code)]))
    }

    private func servicesForSearch(_ body: Organisation) -> [LinkedValue] {
        (view.snapshot.services[body.slug] ?? []).map { service in
            let offered = LinkedNode(
                "\(address)/directory/\(body.slug)#service-\(service.slug)", ["schema:GovernmentService"],
                [
                    "schema:name": .plain(service.title),
                    "schema:description": .plain(service.description),
                    "schema:provider": .iri(iri(body.slug)),
                    "schema:audience": .all(service.audiences.parts.map { audience in
                        .node(
                            LinkedNode(
                                nil, ["schema:Audience"], ["schema:audienceType": .plain(audience)]))
                    }),
                ])
            return .node(LinkedNode(nil, ["schema:Offer"], ["schema:itemOffered": .node(offered)]))
        }
    }
}
