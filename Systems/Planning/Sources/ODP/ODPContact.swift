// SPDX-License-Identifier: EUPL-1.2

/// One person and how to reach them. Never public.
public struct ODPContact: Sendable, Hashable {
    /// Why the person is in the file.
    public enum Role: Sendable, Hashable {
        case applicant, agent, siteContact, owner, maintenance, complainant
        /// Made the comment with this id.
        case commenter(String)
        /// Answers for the consultee with this id.
        case consultee(String)
    }

    public var role: Role
    public var name: String?
    public var company: String?
    /// `individual`, `company`, `charity` …
    public var kind: String?
    public var email: String?
    public var phone: String?
    /// The lines of the postal address; empty when none was sent.
    public var address: [String] = []
    /// The applicant's address is the site's.
    public var livesAtSite = false
    /// What else was said of them, by the format's name (`noticeDate`, `when` …).
    public var notes: [String: String] = [:]

    init(_ role: Role, _ at: ODPCursor, address: ODPCursor) {
        self.role = role
        let party = ODPParty(at)
        name = party?.name
        company = party?.company
        kind = at["type"].text()
        email = at["email"].answer()
        phone = at["phone"].answer() ?? at["phone"]["primary"].answer()
        livesAtSite = address["sameAsSiteAddress"].flag() ?? false
        self.address = ODPContact.lines(address)
        for name in ["role", "interest", "noticeGiven", "noticeDate", "noNoticeReason"] {
            notes[name] = at[name].text() ?? at[name].flag().map(String.init)
        }
    }

    /// The lines of an address in parts, or an address in one line.
    static func lines(_ at: ODPCursor) -> [String] {
        if let line = at.text() ?? at["singleLine"].text() { return [line] }
        return ["line1", "line2", "line3", "town", "county", "postcode", "country"].compactMap {
            at[$0].text()
        }
    }

    var saysSomething: Bool {
        [name, company, kind, email, phone].contains { $0 != nil } || !address.isEmpty
            || livesAtSite || !notes.isEmpty
    }
}
