// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which registrations somebody asks for (GS CIM 009, 5.10.2 and 5.12).
struct RegistrationFilter: Sendable {
    private var interest = Interest(entities: [], attributes: nil)
    /// On what the registration says of itself: `csf`.
    private var condition: Condition?
    private var geo: GeoQuery?
    private var scope: ScopeQuery?
    private var temporal: TemporalQuery?

    /// Reads a query (5.10.2.3).
    /// - Throws: also for one that asks for no type, attribute or place (too wide).
    init(parameters: [String: String], naming: any Naming) throws(TwinProblem) {
        let filter = try EntityFilter(parameters: parameters, naming: naming)
        take(filter)
        // What is picked of entities are attributes that are asked for, as `attrs` has it (6.8.3.2).
        if let text = parameters["pick"] {
            let picked = try Projection(text, naming: naming, at: "?pick")
            let names = picked.names.filter { SystemMember($0) == nil }
            if !names.isEmpty { interest.attributes = (interest.attributes ?? []).union(names) }
        }
        if let text = parameters["omit"] { _ = try Projection(text, naming: naming, at: "?omit") }
        try requireNarrow(filter)
        if let csf = parameters["csf"] {
            condition = try QueryLanguage.condition(csf, naming: naming, at: "?csf")
        }
        let times = try TemporalQuery(parameters: parameters)
        temporal = times.relation == nil ? Optional.none : times
    }

    /// Refuses what asks for everything (5.10.2.4).
    private func requireNarrow(_ filter: EntityFilter) throws(TwinProblem) {
        let hasTypes = filter.selectors.contains { $0.types != nil }
        guard hasTypes || interest.attributes != nil || filter.condition != nil || filter.geo != nil else {
            throw .bad(
                "The query is too wide: it needs at least one of type, attrs, q or georel.",
                clause: "5.10.2.4")
        }
    }

    /// Reads the members of a subscription (5.11.2). Attributes count where both those that are watched and
    /// those that are told are named.
    init(members: JSONObject, naming: any Naming) throws(TwinProblem) {
        take(try EntityFilter(
            members: JSONObject(members.filter { $0.key != "attrs" }), naming: naming, clause: "5.11.2"))
        var names: [Set<String>] = []
        for list in [members["watchedAttributes"], members["notification"]?["attributes"]] {
            guard let list else { continue }
            let texts = try NameList.read(list, at: "/watchedAttributes", clause: "5.2.12")
            names.append(Set(try AttributeNames(texts, naming: naming, at: "/watchedAttributes").names))
        }
        if names.count == 2 { interest.attributes = names[0].union(names[1]) }
        if let csf = members["csf"]?.asString {
            condition = try QueryLanguage.condition(csf, naming: naming, at: "/csf")
        }
        if let json = members["temporalQ"] { temporal = try TemporalQuery(json: json) }
    }

    private mutating func take(_ filter: EntityFilter) {
        interest = Interest(filter.selectors, attributes: filter.attributes.map { Set($0.names) })
        // What a query looks at, a source must have.
        if let names = filter.condition?.attributes.filter({ SystemMember($0) == nil }), !names.isEmpty {
            interest.attributes = (interest.attributes ?? []).union(names)
        }
        (geo, scope) = (filter.geo, filter.scope)
    }

    func matches(_ registration: Registration) -> Bool {
        guard registration.concerns(interest), fits(registration.members) else { return false }
        guard condition != nil || geo != nil || scope != nil else { return true }
        let entity = Self.entity(registration)
        return condition?.matches(entity, linked: { _ in nil }) ?? true
            && geo?.mayMatch(within: entity) ?? true && scope?.matches(entity.scope) ?? true
    }

    /// What of a registration is told: the parts of its information that are asked for (5.10.2.5).
    func members(of registration: Registration) -> JSONObject {
        var members = registration.members
        let parts = zip(members["information"]?.asArray ?? [], registration.information)
        members["information"] = .array(parts.filter { $1.concerns(interest) }.map(\.0))
        return members
    }

    /// Whether the times of a source are those asked for. Without a question only sources of what is now
    /// are meant (5.10.2.4).
    private func fits(_ members: JSONObject) -> Bool {
        guard let temporal else {
            return members["observationInterval"] == nil && members["managementInterval"] == nil
        }
        let key = temporal.property == .observedAt ? "observationInterval" : "managementInterval"
        guard let interval = members[key].flatMap(SourceInterval.init) else { return false }
        return switch temporal.relation {
        case nil: true
        case .before(let moment)?, .after(let moment)?: interval.contains(moment)
        case .between(let from, let to)?: interval.overlaps(from, to)
        }
    }

    /// A registration as if it were an entity, so that the same questions can be put to it.
    static func entity(_ registration: Registration) -> Entity {
        let origin = Stamp(microseconds: 0)
        var entity = Entity(
            id: registration.id, types: [CoreContext.namespace + Registration.type], createdAt: origin,
            modifiedAt: origin)
        for (key, value) in registration.members where key != "id" && key != "type" {
            let isKnown = RegistrationReading.known.contains(key)
            let isPlace = ["location", "observationSpace", "operationSpace"].contains(key)
            if key == "scope" { entity.scope = value.asString.map { [$0] } ?? value.texts ?? [] }
            let plain = value["type"]?.asString == "Property" ? value["value"] ?? value : value
            entity.attributes.append(
                Attribute(
                    isKnown ? TermTable.core.expand(key) : key,
                    [Instance(isPlace ? .geo(value) : .property(plain), at: origin)]))
        }
        return entity
    }
}

extension GeoQuery {
    /// Whether something that lies within the place of a source could be where it is asked for (5.10.2.4).
    fileprivate func mayMatch(within source: Entity) -> Bool {
        if matches(source) { return true }
        switch relation {
        case .within, .equals, .overlaps: break
        default: return false
        }
        return GeoQuery(.intersects, reference, path: path).matches(source)
    }
}
