// SPDX-License-Identifier: EUPL-1.2

/// Where a value stands that is asked about (GS CIM 009, 4.9): `speed`, `speed.observedAt`,
/// `address[city]`, `name[en]`, `owner{Person:name}`. Names are whole IRIs.
struct AttributePath: Sendable, Equatable {
    /// A Relationship that is followed, and the types of the entities that count behind it; none: all.
    struct Link: Sendable, Equatable {
        let relationship: String
        let types: [String]
    }

    /// The Relationships to follow first.
    var links: [Link] = []
    /// An attribute, then sub-attributes; the last may be a member such as `observedAt`.
    var names: [String] = []
    /// Into the value: members of its objects, or the tag of a language (`*`: any).
    var members: [String] = []

    init(links: [Link] = [], names: [String] = [], members: [String] = []) {
        self.links = links
        self.names = names
        self.members = members
    }

    /// The attribute of the entity itself that the path begins with.
    var first: String { links.first?.relationship ?? names.first ?? "" }

    /// Whether it asks for something an entity has by itself, such as `createdAt`.
    var isSystem: Bool { SystemMember(first) != nil }
}

/// Members that are no attributes, but can be asked for (4.5, 4.8).
enum SystemMember: String, Sendable, CaseIterable {
    case createdAt, modifiedAt, deletedAt, expiresAt, observedAt
    case unitCode, datasetId, instanceId, valueType, objectType
    case scope, id, type

    init?(_ name: String) {
        guard let member = SystemMember.byName[name] else { return nil }
        self = member
    }

    /// The name it has as a whole IRI.
    var name: String {
        switch self {
        case .id: "@id"
        case .type: "@type"
        case .valueType: CoreContext.namespace + "hasValueType"
        case .objectType: CoreContext.namespace + "hasObjectType"
        default: CoreContext.namespace + rawValue
        }
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
