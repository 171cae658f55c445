// SPDX-License-Identifier: EUPL-1.2

/// What of entities a request wants to see: `attrs` shows those attributes beside what is always there,
/// `pick` shows what it names alone, `omit` all but that (GS CIM 009, 4.21, 5.7.1 and 5.7.2).
struct Picks: Picking {
    private var attributes: Set<String>?
    private var pick: Projection?
    private var omit: Projection?

    /// Nil: everything is wanted.
    init?(attributes: AttributeNames?, pick: Projection?, omit: Projection?) {
        if attributes == nil, pick == nil, omit == nil { return nil }
        self.attributes = attributes.map { Set($0.names) }
        self.pick = pick
        self.omit = omit
    }

    func picks(member: String) -> Bool { shows(Self.iri(of: member)) }

    func picks(_ iri: String) -> Bool {
        if let attributes, !attributes.contains(iri) { return false }
        return shows(iri)
    }

    private func shows(_ name: String) -> Bool {
        if let pick, !pick.picks(name) { return false }
        // An attribute is left out whole only where nothing within it is named.
        return omit.map { !$0.picks(name) || $0.nested(name) != nil } ?? true
    }

    /// What is said of all holds for what is linked, too, where nothing is said of that (5.7.1.5).
    func inside(_ iri: String) -> (any Picking)? {
        Picks(attributes: nil, pick: pick?.nested(iri) ?? pick, omit: omit?.nested(iri) ?? omit)
    }

    private static func iri(of member: String) -> String {
        switch member {
        case "id": "@id"
        case "type": "@type"
        default: CoreContext.namespace + member
        }
    }
}
