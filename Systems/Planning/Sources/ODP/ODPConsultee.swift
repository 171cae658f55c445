// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A body that was asked for its view, and what it answered.
public struct ODPConsultee: Sendable, Hashable {
    public var id: String
    /// The organisation or its specialism.
    public var organisation: String?
    /// Who answers for it.
    public var name: String?
    public var jobTitle: String?
    /// Why it was asked, such as `constraint`.
    public var reason: String?
    public var constraints: [ODPConstraint]
    public var firstConsultedAt: Instant?
    /// Newest first, as sent.
    public var comments: [ODPComment]

    init?(_ at: ODPCursor, place: Int) {
        guard at.isObject else { return nil }
        id = at["id"].label() ?? "#\(place + 1)"
        let author = at["author"]
        organisation = at["organisationSpecialism"].text() ?? author["organisation"].text()
            ?? author["specialism"].text()
        // Both stood apart in the drafts of 2025.
        if let specialism = author["specialism"].text(), specialism != organisation {
            organisation = organisation.map { "\($0) (\(specialism))" } ?? specialism
        }
        name = ODPParty.name(at["name"]) ?? ODPParty.name(author["name"])
        jobTitle = at["jobTitle"].text() ?? author["jobTitle"].text()
        reason = at["reason"].text()
        constraints = at["constraints"].elements.compactMap(ODPConstraint.init)
        firstConsultedAt = at["firstConsultedAt"].instant() ?? at["consultedAt"].instant()
        comments = at["comments"].elements.enumerated().compactMap {
            ODPComment($1, place: $0)
        }
        let answers = at["responses"].elements.enumerated().compactMap { place, answer in
            ODPComment(answer, place: place)
        }
        comments += answers
        // A consultee that is its own only comment, as in the first drafts.
        if let own = ODPComment(at, place: 0), comments.allSatisfy({ $0.parts != own.parts }) {
            comments.append(own)
        }
    }
}
