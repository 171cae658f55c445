// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Makes one entity of what several say of it (GS CIM 009, 4.5.5.3): types and scopes unite; of two
/// instances of one attribute and data set the one observed last counts, else the one changed last.
struct EntityJoining: Sendable {
    private(set) var entity: Entity?
    private let now: Stamp

    init(_ entity: Entity?, at now: Stamp) {
        (self.entity, self.now) = (entity, now)
    }

    /// One entity of what is held here and what sources say, each of what it is registered for.
    /// - Parameter concerned: all sources that may have something of it.
    static func whole(
        _ id: String, _ own: Entity?, _ said: [(Registration, Entity)], _ concerned: [Registration],
        at now: Stamp
    ) -> Entity? {
        let holders = AttributeHolders(of: id, concerned)
        var own = own
        own?.attributes.removeAll { !holders.mayTell($0.name, nil) }
        var joining = EntityJoining(own, at: now)
        for isAuxiliary in [false, true] {
            for (source, entity) in said where (source.mode == .auxiliary) == isAuxiliary {
                var entity = entity
                entity.attributes.removeAll { !holders.mayTell($0.name, source) }
                joining.add(entity, isAuxiliary: isAuxiliary)
            }
        }
        return joining.entity
    }

    /// - Parameter isAuxiliary: it only adds what nobody else has said.
    mutating func add(_ other: Entity, isAuxiliary: Bool = false) {
        guard var entity else {
            self.entity = other
            return
        }
        var other = other
        Self.settleExpiry(&entity, &other)
        entity.types += other.types.filter { !entity.types.contains($0) }
        entity.scope += other.scope.filter { !entity.scope.contains($0) }
        entity.createdAt = .earliest(entity.createdAt, other.createdAt)
        entity.modifiedAt = max(entity.modifiedAt, other.modifiedAt)
        let names = entity.attributes.indices.map { (entity.attributes[$0].name, $0) }
        let places = Dictionary(names) { first, _ in first }
        for attribute in other.attributes {
            guard let place = places[attribute.name] else {
                entity.attributes.append(attribute)
                continue
            }
            entity.attributes[place] = joined(entity.attributes[place], attribute, isAuxiliary)
        }
        self.entity = entity
    }

    private func joined(_ own: Attribute, _ other: Attribute, _ isAuxiliary: Bool) -> Attribute {
        var result = own
        let datasets = own.instances.indices.map { (own.instances[$0].datasetId, $0) }
        let places = Dictionary(datasets) { first, _ in first }
        for instance in other.instances {
            guard let place = places[instance.datasetId] else {
                result.instances.append(instance)
                continue
            }
            let known = result.instances[place]
            // What has expired says nothing any more.
            if instance.hasExpired(by: now), !known.hasExpired(by: now) { continue }
            let isOver = known.hasExpired(by: now) && !instance.hasExpired(by: now)
            if !isAuxiliary, isOver || instance.isNewer(than: known) { result.instances[place] = instance }
        }
        return result
    }

    /// Where not all say that an entity goes by itself, only what those said who do goes; where all do, the
    /// last moment counts (4.5.5.2 and 4.5.5.3).
    private static func settleExpiry(_ one: inout Entity, _ other: inout Entity) {
        switch (one.expiresAt, other.expiresAt) {
        case (nil, nil): return
        case (let end?, let later?): one.expiresAt = max(end, later)
        case (let end?, nil):
            one.expiresAt = nil
            one.endAttributes(by: end)
        case (nil, let end?): other.endAttributes(by: end)
        }
    }
}

extension Entity {
    fileprivate mutating func endAttributes(by end: Stamp) {
        for place in attributes.indices {
            for index in attributes[place].instances.indices {
                let own = attributes[place].instances[index].expiresAt
                attributes[place].instances[index].expiresAt = min(own ?? end, end)
            }
        }
    }
}

extension Instance {
    fileprivate func hasExpired(by now: Stamp) -> Bool { expiresAt.map { $0 <= now } ?? false }

    fileprivate func isNewer(than other: Instance) -> Bool {
        if let mine = observedAt, let its = other.observedAt, mine != its { return mine > its }
        return modifiedAt > other.modifiedAt
    }
}

/// Reads entities as sources answer them.
struct SourceReading: Sendable {
    let naming: TermTable

    func entity(_ json: JSON) throws(TwinProblem) -> Entity {
        guard let members = json.asObject else { throw .bad("This is no entity.", clause: "4.5.1") }
        var entity = try EntityReading(naming: naming).entity(members, at: .unknown)
        try entity.requireBounded()
        entity.createdAt = Self.time(members["createdAt"]) ?? .unknown
        entity.modifiedAt = Self.time(members["modifiedAt"]) ?? entity.createdAt
        var times: [String: JSON] = [:]
        for (key, value) in members { times[naming.expand(key)] = value }
        for place in entity.attributes.indices {
            guard let json = times[entity.attributes[place].name] else { continue }
            let all = Self.instances(json)
            for index in entity.attributes[place].instances.indices {
                let dataset = entity.attributes[place].instances[index].datasetId
                let said = json.asArray == nil ? json : all[dataset]
                let created = Self.time(said?["createdAt"]) ?? entity.createdAt
                entity.attributes[place].instances[index].createdAt = created
                entity.attributes[place].instances[index].modifiedAt =
                    Self.time(said?["modifiedAt"]) ?? created
            }
        }
        return entity
    }

    private static func instances(_ json: JSON) -> [String?: JSON] {
        Dictionary((json.asArray ?? []).map { ($0["datasetId"]?.asString, $0) }) { first, _ in first }
    }

    private static func time(_ json: JSON?) -> Stamp? { json?.asString.flatMap { Stamp($0) } }
}
