// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Where it is, who is concerned, what was declared and paid, and when what happened.
extension OriginParts {
    var place: JSON {
        let site = sent.site
        let kind = site.propertyType
        var parts: JSONObject = [
            "uprn": .optional(site.uprn), "usrn": .optional(site.usrn),
            "ward": .optional(site.ward), "region": .optional(site.region),
            "property_type": .optional(kind?.value),
            "property_kind": .optional(kind?.description),
            "address": object(site.addressParts), "address_source": .optional(site.addressSource),
            "districts": texts(site.districts), "sources": texts(site.constraintSources),
            "title_boundary": site.titleBoundary?.json ?? .null,
        ]
        let numbers = [
            ("longitude", site.longitude), ("latitude", site.latitude),
            ("easting", site.easting), ("northing", site.northing),
        ] + site.areas.sorted { $0.key < $1.key }.map { ($0.key, Optional($0.value)) }
        for (name, number) in numbers { parts[name] = number.map(JSON.decimal) ?? .null }
        return .object(JSONObject(parts.filter { $0.value != .null }.map { ($0.key, $0.value) }))
    }

    func constraint(_ constraint: ODPConstraint) -> JSON {
        [
            "value": .string(constraint.term.value),
            "description": .optional(constraint.term.description),
            "applies": .bool(constraint.applies),
            "entities": .array(
                constraint.entities.map {
                    [
                        "name": .optional($0.name), "description": .optional($0.description),
                        "source": .optional($0.source), "url": .optional($0.address),
                    ]
                }),
        ]
    }

    func person(_ person: ODPContact) -> JSON {
        let (role, id) = Self.role(person.role)
        return [
            "role": .string(role), "id": .optional(id), "name": .optional(person.name),
            "company": .optional(person.company), "kind": .optional(person.kind),
            "email": .optional(person.email), "phone": .optional(person.phone),
            "address": texts(person.address), "at_site": .bool(person.livesAtSite),
            "notes": object(person.notes),
        ]
    }

    private static func role(_ role: ODPContact.Role) -> (String, String?) {
        switch role {
        case .applicant: ("applicant", nil)
        case .agent: ("agent", nil)
        case .siteContact: ("site_contact", nil)
        case .owner: ("owner", nil)
        case .maintenance: ("maintenance", nil)
        case .complainant: ("complainant", nil)
        case .commenter(let id): ("commenter", id)
        case .consultee(let id): ("consultee", id)
        }
    }

    var ownership: JSON {
        guard let ownership = sent.contacts.ownership else { return .null }
        return [
            "interest": .optional(ownership.interest),
            "certificate": .optional(ownership.certificate),
            "agricultural_tenants": flag(ownership.hasAgriculturalTenants),
            "notice_given": flag(ownership.noticeGiven),
            "owners_known": .optional(ownership.ownersKnown),
            "notice_published": flag(ownership.isNoticePublished),
            "notice_published_on": .day(ownership.noticePublishedOn),
            "newspaper": .optional(ownership.newspaper),
            "accurate": flag(ownership.isDeclaredAccurate),
        ]
    }

    var declarations: JSON {
        let sensitivity = sent.sensitivity.sorted { $0.key < $1.key }
        return [
            "accurate": flag(sent.isDeclaredAccurate),
            "connection": sent.connection.map(term) ?? .null,
            "sensitivity": .object(JSONObject(sensitivity.map { ($0.key, .bool($0.value)) })),
        ]
    }

    var fee: JSON {
        guard let fee = sent.fee else { return .null }
        let parts = fee.categoriesPence.sorted { $0.key < $1.key }
        return [
            "calculated": fee.calculatedPence.map(JSON.integer) ?? .null,
            "payable": fee.payablePence.map(JSON.integer) ?? .null,
            "not_applicable": .bool(fee.isNotApplicable),
            "by_category": .object(JSONObject(parts.map { ($0.key, .integer($0.value)) })),
            "exemptions": texts(fee.exemptions.sorted()),
            "reductions": texts(fee.reductions.sorted()), "references": object(fee.references),
        ]
    }

    /// The moments and days no field holds.
    var course: JSON {
        let dates = sent.dates
        return [
            "submitted_at": texts(dates.submittedAtAll.map(\.description)),
            "published_at": moment(dates.publishedAt), "written_at": moment(dates.generatedAt),
            "valid": flag(sent.isValid), "returned_on": .day(dates.returnedOn),
            "site_notice": flag(sent.hasSiteNotice), "works_start_on": .day(dates.worksStartOn),
            "works_end_on": .day(dates.worksEndOn),
        ]
    }

    private func flag(_ flag: Bool?) -> JSON { flag.map(JSON.bool) ?? .null }

    private func object(_ texts: [String: String]) -> JSON {
        .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
}
