// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One part of what a source says it has (GS CIM 009, 5.2.10): entities, and attributes of them.
struct RegisteredInformation: Sendable {
    struct Entities: Sendable {
        /// Whole IRIs; at least one.
        let types: [String]
        let id: String?
        let pattern: Pattern?

        /// Whether one of them may be called so.
        func mayBe(_ other: String) -> Bool { id.map { $0 == other } ?? pattern?.matches(other) ?? true }
    }

    /// None: entities of any kind.
    let entities: [Entities]
    /// Whole IRIs of attributes; none: all of them.
    let attributes: Set<String>
    /// The ids of the entities, if each has one: then only those can be meant.
    private let ids: Set<String>?

    /// Reads it as it is kept, its names whole.
    init(kept json: JSON) {
        entities = (json["entities"]?.asArray ?? []).map { entity in
            Entities(
                types: entity["type"]?.asString.map { [$0] } ?? entity["type"]?.texts ?? [],
                id: entity["id"]?.asString,
                pattern: entity["idPattern"]?.asString.flatMap { try? Pattern($0, clause: "5.2.8") })
        }
        let named = entities.compactMap(\.id)
        ids = named.isEmpty || named.count < entities.count ? nil : Set(named)
        attributes = Set(
            (json["propertyNames"]?.texts ?? []) + (json["relationshipNames"]?.texts ?? []))
    }

    /// Whether it has an attribute.
    func covers(_ attribute: String) -> Bool { attributes.isEmpty || attributes.contains(attribute) }

    /// Whether it may have something of what is asked for (5.12).
    func concerns(_ interest: Interest) -> Bool {
        if let ids, !interest.entities.isEmpty,
            interest.entities.allSatisfy({ $0.ids.map(ids.isDisjoint) ?? false })
        {
            return false
        }
        guard
            entities.isEmpty || interest.entities.isEmpty
                || entities.contains(where: { own in interest.entities.contains { $0.mayMean(own) } })
        else { return false }
        guard let wanted = interest.attributes, !attributes.isEmpty else { return true }
        return !attributes.isDisjoint(with: wanted)
    }

    /// Whether an entity is named by its id.
    func names(_ id: String) -> Bool { entities.contains { $0.id == id } }

    /// Whether an entity has something of it.
    func holds(_ entity: Entity) -> Bool {
        guard attributes.isEmpty || entity.attributes.contains(where: { attributes.contains($0.name) }) else {
            return false
        }
        return entities.isEmpty
            || entities.contains { own in
                !Set(own.types).isDisjoint(with: entity.types) && own.mayBe(entity.id)
            }
    }

    /// The types of its entities; nil: any.
    var types: Set<String>? { entities.isEmpty ? nil : Set(entities.flatMap(\.types)) }

    /// Whether both hold the same attribute of the same entity.
    func overlaps(_ other: RegisteredInformation) -> Bool {
        guard attributes.isEmpty || other.attributes.isEmpty || !attributes.isDisjoint(with: other.attributes)
        else { return false }
        // An entity is known by its id alone.
        if let ids, let others = other.ids { return !ids.isDisjoint(with: others) }
        return concerns(Interest(other))
    }
}

/// What a request is about, as far as it decides which sources are asked.
struct Interest: Sendable {
    struct Entities: Sendable {
        /// One of these lists must be met; nil: of any type.
        var types: [[String]]?
        /// Nil: any.
        var ids: Set<String>?
        var pattern: Pattern?
    }

    /// None: entities of any kind.
    var entities: [Entities]
    /// Whole IRIs; nil: all attributes.
    var attributes: Set<String>?

    init(entities: [Entities], attributes: Set<String>?) {
        (self.entities, self.attributes) = (entities, attributes)
    }

    /// One entity.
    init(id: String, types: [String]?, attributes: Set<String>?) {
        let known = types.flatMap { $0.isEmpty ? nil : [$0] }
        self.init(entities: [Entities(types: known, ids: [id])], attributes: attributes)
    }

    init(_ selectors: [EntitySelector], attributes: Set<String>?) {
        self.init(
            entities: selectors.map { selector in
                Entities(
                    types: selector.types.flatMap { $0.isAll ? nil : $0.alternatives },
                    ids: selector.ids.ids.map(Set.init),
                    pattern: selector.ids.pattern)
            }, attributes: attributes)
    }

    init(_ information: RegisteredInformation) {
        self.init(
            entities: information.entities.map {
                Entities(types: [$0.types], ids: $0.id.map { [$0] }, pattern: $0.pattern)
            }, attributes: information.attributes.isEmpty ? nil : information.attributes)
    }
}

extension Interest.Entities {
    /// Whether an entity could be meant by both. Of two patterns nobody knows, so that it could.
    func mayMean(_ registered: RegisteredInformation.Entities) -> Bool {
        if let types, !types.contains(where: { !Set($0).isDisjoint(with: registered.types) }) { return false }
        if let id = registered.id {
            return (ids?.contains(id) ?? true) && pattern?.matches(id) ?? true
        }
        // Of very many ids one will fit.
        guard let ids, let wanted = registered.pattern, ids.count <= 1_000 else { return true }
        return ids.contains { wanted.matches($0) }
    }
}
