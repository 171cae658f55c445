// SPDX-License-Identifier: EUPL-1.2

/// Who applies, or acts for who applies: what a register may name. How to reach them is in
/// `ODPContacts`, which nothing public holds.
public struct ODPParty: Sendable, Hashable {
    public var name: String?
    public var company: String?
    /// `individual`, `company`, `charity`, `public`, `parishCouncil` …
    public var kind: String?

    init?(_ at: ODPCursor) {
        name = ODPParty.name(at["name"])
        company = at["company"]["name"].text() ?? at["company"].text()
        kind = at["type"].text()
        if name == nil, company == nil { return nil }
    }

    /// A name in parts or in one line.
    static func name(_ at: ODPCursor) -> String? {
        if let line = at.text() ?? at["singleLine"].text() { return line }
        let parts = ["title", "first", "last"].compactMap { at[$0].text() }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
