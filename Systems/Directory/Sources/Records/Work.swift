// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What a body does for municipalities and others.
struct Service: Particular {
    var organisation = ""
    var slug = ""
    var title = ""
    var description = ""
    /// For whom, separated by blanks.
    var audiences = ""
    var channel: String?
    /// The part of the organisation that does it, if it is not all of it.
    var part: String?
    var known = Known()

    static let fields: Fields<Service> = [
        .text("organisation", \.organisation, max: 63), .text("slug", \.slug, max: 63),
        .text("title", \.title), .longText("description", \.description),
        .text("audiences", \.audiences), .text("channel", \.channel),
        .text("part", \.part, max: 63),
    ] + provenance

    static let kind = entryKind(
        "service", "services", columns: ["organisation", "title", "audiences"], by: "organisation",
        found: ["title", "description"],
        linked: LinkedTerms(
            ["cpsv:PublicService"],
            about: LinkedTerms.About(
                field: "organisation", in: [.recorded], page: "/directory/:organisation")))
}

/// A number a source gives for a body: a fact with its day, or undated.
struct Figure: Particular {
    var organisation = ""
    var name = ""
    var value = Decimal(0)
    var total: Decimal?
    var unit = ""
    var label = ""
    /// What the number is of, when it is not of a day: `2019`.
    var period: String?
    var known = Known()

    static let fields: Fields<Figure> = [
        .text("organisation", \.organisation, max: 63), .text("name", \.name, max: 63),
        .decimal("value", \.value, in: amounts), .decimal("total", \.total, in: amounts),
        .text("unit", \.unit, max: 60), .text("label", \.label),
        .text("period", \.period, max: 40),
    ] + provenance

    private static let amounts: ClosedRange<Decimal> = -1_000_000_000_000...1_000_000_000_000

    static let kind = entryKind(
        "figure", "figures", columns: ["organisation", "label", "value", "stated_on"],
        by: "organisation")
}

/// Whom a source names to turn to: a person, or an office alone. The name is personal, so that it
/// can be erased; the directory's own pages show it because the source does.
struct Contact: Particular {
    var organisation = ""
    var name: String?
    var role = ""
    var employer: String?
    var known = Known()

    static let fields: Fields<Contact> = [
        .text("organisation", \.organisation, max: 63),
        .text("name", \.name, privacy: .personal), .text("role", \.role),
        .text("employer", \.employer),
    ] + provenance

    static let kind = entryKind(
        "contact", "contacts", columns: ["organisation", "name", "role"], by: "organisation")
}

/// How an organisation is tied to another, which need not be in the directory.
struct Relation: Particular {
    var organisation = ""
    var sort = Sort.worksWith
    var name = ""
    var known = Known()

    enum Sort: String, Choice {
        case supports, serves, represents
        case partOf = "part_of"
        case jointOfficeOf = "joint_office_of"
        case agencyOf = "agency_of"
        case coordinatedBy = "coordinated_by"
        case invitedBy = "invited_by"
        case worksWith = "works_with"
        case memberOf = "member_of"
    }

    static let fields: Fields<Relation> = [
        .text("organisation", \.organisation, max: 63), .choice("kind", \.sort),
        .text("name", \.name),
    ] + provenance

    static let kind = entryKind(
        "relation", "relations", columns: ["organisation", "kind", "name"], by: "organisation")
}
