// SPDX-License-Identifier: EUPL-1.2

/// How to reach people, and the names of those whom no register names: for officers only.
///
/// It is a value of its own so that no public part of a case can come to hold any of it.
public struct ODPContacts: Sendable, Hashable {
    /// Everyone who was named, in the order of the file.
    public var people: [ODPContact] = []
    /// What the applicant has in the land (`owner.sole`, `tenant` …) and which ownership
    /// certificate was given.
    public var ownership: ODPOwnership?

    /// Nobody.
    public init() {}

    /// - Parameter data: the `data` of an application or a report of a breach.
    init(_ data: ODPCursor) {
        let applicant = data["applicant"]
        add(.applicant, applicant)
        add(.agent, applicant["agent"])
        add(.siteContact, applicant["siteContact"])
        for contact in applicant["maintenanceContact"].elements {
            add(.maintenance, contact["contact"], address: contact["address"])
            if let last = people.indices.last, let when = contact["when"].text() {
                people[last].notes["when"] = when
            }
        }
        for owner in applicant["ownership"]["owners"].elements { add(.owner, owner) }
        ownership = ODPOwnership(applicant)
        add(.complainant, data["complainant"])
    }

    mutating func add(_ role: ODPContact.Role, _ at: ODPCursor, address: ODPCursor? = nil) {
        guard at.hasMembers else { return }
        let contact = ODPContact(role, at, address: address ?? at["address"])
        if contact.saysSomething { people.append(contact) }
    }

    /// The first of that role.
    public func first(_ role: ODPContact.Role) -> ODPContact? {
        people.first { $0.role == role }
    }
}
