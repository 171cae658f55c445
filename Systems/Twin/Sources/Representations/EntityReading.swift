// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads entities and parts of them as they are sent (GS CIM 009, 4.5.1 to 4.5.5 and 5.5.4): normalized
/// and concise, which may be mixed, or simplified. Names are expanded; what the system itself keeps
/// (`createdAt`, `modifiedAt`, …) is passed over.
///
/// The work is linear in the body, and sub-attributes may lie only so deep.
struct EntityReading: Sendable {
    /// What the body is for, which decides what it may leave out and what may be null.
    enum Purpose: Sendable {
        /// Whole attributes, for creating, replacing and appending (5.6.1, 5.6.3, 5.6.18, 5.6.19).
        case whole
        /// Whole attributes, for updating (5.6.2): the NGSI-LD Null takes one away.
        case update
        /// Parts of one attribute (5.6.4): the NGSI-LD Null takes away a part.
        case part
        /// Parts of anything, for merging (5.6.17): the NGSI-LD Null takes away what it stands at.
        case merge
    }

    /// How deep sub-attributes may lie in one another.
    static let depth = 16

    let naming: any Naming
    var purpose: Purpose = .whole
    /// Whether attributes are given by their values alone (`keyValues`, 4.5.4).
    var isSimplified = false

    /// A whole entity, to be created.
    func entity(_ object: JSONObject, at now: Stamp, in place: Place = .body) throws(TwinProblem) -> Entity {
        var reading = self
        reading.purpose = .whole
        return try reading.entity(of: try reading.fragment(object, in: place), at: now, in: place)
    }

    /// The entity that a fragment makes where there is none yet.
    func entity(of fragment: Fragment, at now: Stamp, in place: Place = .body) throws(TwinProblem) -> Entity {
        guard let id = fragment.id else {
            throw .bad("The entity has no id.", at: place.pointer, clause: "5.2.4")
        }
        guard !fragment.types.isEmpty else {
            throw .bad("The entity has no type.", at: place.pointer, clause: "5.2.4")
        }
        var entity = Entity(id: id, types: fragment.types, createdAt: now, modifiedAt: now)
        entity.scope = fragment.scope.said ?? []
        entity.expiresAt = fragment.expiresAt.said
        entity.attributes = fragment.attributes.compactMap { $0.attribute(at: now) }
        return entity
    }

    /// What a body says of an entity.
    func fragment(_ object: JSONObject, in place: Place = .body) throws(TwinProblem) -> Fragment {
        var fragment = Fragment()
        var names: Set<String> = []
        for (key, json) in object {
            let here = Place.member(place, key)
            switch key {
            case "id", "@id": fragment.id = try uri(json, here, "id")
            case "type", "@type": fragment.types = try types(json, here)
            case "scope": fragment.scope = try scope(json, here)
            case "expiresAt": fragment.expiresAt = try moment(json, here)
            case "createdAt", "modifiedAt", "deletedAt", "@context": continue
            case _ where Self.reserved.contains(key) && !isPublished(key, json):
                throw Self.isTaken(key, here)
            default:
                let attribute = try attribute(key, json, here)
                guard names.insert(attribute.name).inserted else {
                    throw .bad("Two names stand for \(attribute.name).", at: here.pointer, clause: "4.5.1")
                }
                fragment.attributes.append(attribute)
            }
        }
        return fragment
    }

    /// What a body says of the attribute of a name. `json`: an instance, or an array of them.
    func attribute(_ name: String, _ json: JSON, _ place: Place) throws(TwinProblem) -> AttributePatch {
        let iri = try attributeName(name, place)
        if purpose == .part, !isSimplified, case .object(let members) = json {
            return AttributePatch(
                name: iri, instances: [try AttributeReading(self, 0).part(members, place)])
        }
        let instances = try AttributeReading(self, 0).instances(json, place)
        if Self.places.contains(iri), !instances.allSatisfy(\.mayBePlace) {
            throw .bad("\(name) must be a GeoProperty.", at: place.pointer, clause: "4.7")
        }
        return AttributePatch(name: iri, instances: instances)
    }

    /// Members of attributes that are no attributes themselves.
    private static let reserved: Set<String> = Set(AttributeReading.valueKeys.keys).union([
        "observedAt", "unitCode", "datasetId", "instanceId", "valueType", "objectType", "lang", "entity",
        "entityList",
    ])

    /// The one of them that may be an attribute of an entity, as the Device of the Smart Data Models has it:
    /// 4.5.1 keeps what are non-reified Properties, which `value` is not.
    private static let published = "value"

    /// Whether an attribute of that IRI must say that it is one, and cannot stand as a bare value: it is more
    /// likely else that an attribute was sent where an entity was due.
    static func mustBeSaid(_ iri: String) -> Bool { iri == publishedIRI }

    private static let publishedIRI = TermTable.core.expand(published)

    private func isPublished(_ key: String, _ json: JSON) -> Bool {
        guard key == Self.published else { return false }
        return isSimplified || (json.asArray ?? [json]).allSatisfy(AttributeReading.isReified)
    }

    /// The names that are always places (4.7.1).
    private static let places: Set<String> = [
        "https://uri.etsi.org/ngsi-ld/location", "https://uri.etsi.org/ngsi-ld/observationSpace",
        "https://uri.etsi.org/ngsi-ld/operationSpace",
    ]
}

/// The parts that entities and attributes share.
extension EntityReading {
    /// The whole IRI of an attribute's or a type's name. A short name is what it will be shown by, so that
    /// what stands for a whole IRI must be one, too; and what stands for a word of JSON-LD is none.
    func expanded(_ name: String, _ place: Place) throws(TwinProblem) -> String {
        let iri = naming.expand(name)
        guard NameRules.isName(name), iri.utf8.first != UInt8(ascii: "@"), Self.hasName(iri, for: name) else {
            throw .bad("“\(name.prefix(80))” is no name.", at: place.pointer, clause: "4.6.2")
        }
        return iri
    }

    private static func hasName(_ iri: String, for name: String) -> Bool {
        let standard = CoreContext.defaultContext
        return iri.utf8.count == standard.utf8.count + name.utf8.count || !iri.hasPrefix(standard)
            || NameRules.isName(String(iri.dropFirst(standard.count)))
    }

    /// The whole IRI of an attribute's name. What members of entities and of attributes are called, none is,
    /// however it is written: a reader would be shown two things under one name.
    /// - Parameter isBeneath: whether it is of an attribute of an attribute.
    func attributeName(
        _ name: String, _ place: Place, isBeneath: Bool = false
    ) throws(TwinProblem) -> String {
        let iri = try expanded(name, place)
        // The path of an operation brings it as a whole IRI.
        let isPublished = !isBeneath && (name == Self.published || Self.mustBeSaid(name))
        guard isPublished || !Self.members.contains(iri), !isBeneath || !Self.previous.contains(iri) else {
            throw Self.isTaken(name, place)
        }
        return iri
    }

    private static func isTaken(_ name: String, _ place: Place) -> TwinProblem {
        .bad(
            "“\(name.prefix(80))” is what the core context calls a member of entities or attributes, and so "
                + "the name of no attribute.", at: place.pointer, clause: "4.5.1")
    }

    /// Whole IRIs of what stands in entities and attributes and is no attribute.
    private static let members = Set(
        reserved.union(["scope", "expiresAt", "createdAt", "modifiedAt", "deletedAt"])
            .map(TermTable.core.expand))
    private static let previous = Set(AttributeReading.previous.map(TermTable.core.expand))

    func uri(_ json: JSON, _ place: Place, _ member: String) throws(TwinProblem) -> String {
        guard case .string(let text) = json, NameRules.isURI(text) else {
            throw .bad("\(member) must be a URI.", at: place.pointer, clause: "4.6.1")
        }
        return text
    }

    /// Type names, one or an array of at least one (4.16).
    func types(_ json: JSON, _ place: Place) throws(TwinProblem) -> [String] {
        let items = try texts(json, place, "type")
        try requireFew(items, place)
        var types: [String] = []
        var seen: Set<String> = []
        for item in items {
            guard item != Fragment.null else {
                throw .bad("A type cannot be taken away.", at: place.pointer, clause: "4.16")
            }
            let iri = try expanded(item, place)
            if seen.insert(iri).inserted { types.append(iri) }
        }
        return types
    }

    private func requireFew(_ texts: [String], _ place: Place) throws(TwinProblem) {
        guard texts.count <= Entity.mostTypes else {
            throw .bad("There are at most \(Entity.mostTypes) of these.", at: place.pointer, clause: "5.2.4")
        }
    }

    func scope(_ json: JSON, _ place: Place) throws(TwinProblem) -> Said<[String]> {
        if try isNull(json, place) { return .removed }
        if case .array(let items) = json, items.isEmpty { return .value([]) }
        let items = try texts(json, place, "scope")
        try requireFew(items, place)
        var scopes: [String] = []
        var seen: Set<String> = []
        for item in items {
            guard NameRules.isScope(item) else {
                throw .bad("“\(item.prefix(80))” is no scope.", at: place.pointer, clause: "4.18")
            }
            if seen.insert(item).inserted { scopes.append(item) }
        }
        return .value(scopes)
    }

    /// A date and time in UTC (4.6.3), plain or as a JSON-LD value.
    func moment(_ json: JSON, _ place: Place) throws(TwinProblem) -> Said<Stamp> {
        if try isNull(json, place) { return .removed }
        let text = json.asString ?? json["@value"]?.asString
        guard let text, let stamp = Stamp(text) else {
            throw .bad(
                "There must be a date and time in UTC, such as 2026-01-06T09:30:00Z.",
                at: place.pointer, clause: "4.6.3")
        }
        return .value(stamp)
    }

    /// With how many digits of a second a moment is written.
    func digits(_ json: JSON) -> UInt8 {
        (json.asString ?? json["@value"]?.asString).map(Stamp.digits(of:)) ?? 0
    }

    /// A text, or an array of at least one.
    func texts(_ json: JSON, _ place: Place, _ member: String) throws(TwinProblem) -> [String] {
        switch json {
        case .string(let text) where !text.isEmpty:
            return [text]
        case .array(let items) where !items.isEmpty:
            var texts: [String] = []
            for (index, item) in items.enumerated() {
                guard case .string(let text) = item, !text.isEmpty else {
                    throw .bad("\(member) must be of texts.", at: Place.item(place, index).pointer)
                }
                texts.append(text)
            }
            return texts
        default:
            throw .bad("\(member) must be a text or an array of texts.", at: place.pointer, clause: "5.2.4")
        }
    }

    /// Whether a value is the NGSI-LD Null; where that has no meaning, it is a fault (4.5.0).
    func isNull(_ json: JSON, _ place: Place) throws(TwinProblem) -> Bool {
        switch json {
        case .null:
            throw .bad("null is no value in NGSI-LD.", at: place.pointer, clause: "5.5.4")
        case .string(let text) where text == Fragment.null:
            guard purpose != .whole else {
                throw .bad(
                    "“\(Fragment.null)” only takes away what is there, and nothing is taken away here.",
                    at: place.pointer, clause: "5.5.4")
            }
            return true
        default:
            return false
        }
    }
}

extension InstancePatch {
    /// Whether this can be said of `location` and its like.
    fileprivate var mayBePlace: Bool {
        switch value {
        case .value(.geo): true
        case .value: kind == nil && value.said?.kind == .geo
        case .nothing, .removed: kind == nil || kind == .geo
        }
    }
}
