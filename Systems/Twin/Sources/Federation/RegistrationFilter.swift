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
    /// Whether nothing at all was asked.
    private var isOpen = true

    init(parameters: [String: String], naming: any Naming) throws(TwinProblem) {
        var parameters = parameters
        let csf = parameters.removeValue(forKey: "csf")
        let filter = try EntityFilter(parameters: parameters, naming: naming)
        take(filter)
        isOpen = !parameters.keys.contains { Self.asking.contains($0) } && csf == nil
        if let csf {
            condition = try QueryLanguage.condition(csf, naming: naming, expandValues: [], at: "?csf")
        }
        guard parameters["timerel"] != nil else { return }
        temporal = try TemporalQuery(parameters: parameters)
    }

    /// Reads the members of a subscription (5.11.2).
    init(members: JSONObject, naming: any Naming) throws(TwinProblem) {
        let filter = try EntityFilter(members: members, naming: naming, clause: "5.11.2")
        take(filter)
        isOpen = false
        var names: Set<String> = []
        for list in [members["watchedAttributes"], members["notification"]?["attributes"]] {
            guard let list else { continue }
            for name in try NameList.read(list, at: "/watchedAttributes", clause: "5.2.12") {
                names.insert(try TermName.expand(name, naming, at: "/watchedAttributes", clause: "5.2.12"))
            }
        }
        if !names.isEmpty { interest.attributes = names }
        if let csf = members["csf"]?.asString {
            condition = try QueryLanguage.condition(csf, naming: naming, expandValues: [], at: "/csf")
        }
        if let json = members["temporalQ"] { temporal = try TemporalQuery(json: json) }
    }

    private static let asking: Set<String> = [
        "type", "id", "idPattern", "attrs", "q", "georel", "scopeQ", "timerel",
    ]

    private mutating func take(_ filter: EntityFilter) {
        interest = Interest(filter.selectors, attributes: filter.attributes.map { Set($0.names) })
        // What a query looks at, a source must have.
        if let names = filter.condition?.attributes.filter({ SystemMember($0) == nil }), !names.isEmpty {
            interest.attributes = (interest.attributes ?? []).union(names)
        }
        (geo, scope) = (filter.geo, filter.scope)
    }

    func matches(_ registration: Registration) -> Bool {
        guard !isOpen else { return true }
        guard registration.concerns(interest), fits(registration.members) else { return false }
        guard condition != nil || geo != nil || scope != nil else { return true }
        let entity = Self.entity(registration)
        return condition?.matches(entity, linked: { _ in nil }) ?? true && geo?.matches(entity) ?? true
            && scope?.matches(entity.scope) ?? true
    }

    /// Whether the times of a source are those asked for. Without a question only sources of what is now
    /// are meant (5.10.2.4).
    private func fits(_ members: JSONObject) -> Bool {
        guard let temporal else {
            return members["observationInterval"] == nil && members["managementInterval"] == nil
        }
        let key = temporal.property == .observedAt ? "observationInterval" : "managementInterval"
        guard let start = members[key]?["startAt"]?.asString.flatMap({ Stamp($0) }) else { return false }
        let end = members[key]?["endAt"]?.asString.flatMap { Stamp($0) }
        return switch temporal.relation {
        case nil: true
        case .before(let moment)?: start < moment
        case .after(let moment)?: end.map { $0 > moment } ?? true
        case .between(let from, let to)?: start < to && end.map { $0 > from } ?? true
        }
    }

    /// A registration as if it were an entity, so that the same questions can be put to it.
    private static func entity(_ registration: Registration) -> Entity {
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
