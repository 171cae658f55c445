// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Finds what has been (GS CIM 009, 5.7.4.4): of which entities something was in the time that is asked for,
/// and what of that meets all that is asked of it.
struct HistorySearch: Sendable {
    private(set) var filter: EntityFilter
    let query: TemporalQuery

    /// The whole interval: how many instances are wanted of it is asked last.
    private var interval: TemporalQuery {
        var whole = query
        whole.lastN = nil
        return whole
    }

    /// A history with what of it is meant; nil: nothing is.
    func meant(_ history: History) -> History? {
        guard let history = within(history) else { return nil }
        let part = history.selected(interval)
        guard query.relation == nil || !part.isEmpty, isMeant(part) else { return nil }
        guard filter.condition != nil || filter.geo != nil else { return history }
        let asked = history.asked(part, query)
        guard meets(asked) else { return nil }
        return narrowed(history, part, asked)
    }

    /// Whether it is of the types and ids, and one of the attributes is among it.
    private func isMeant(_ part: History) -> Bool {
        let entity = part.entity
        guard filter.selectors.isEmpty || filter.selectors.contains(where: { $0.matches(entity) }) else {
            return false
        }
        // Rows are brought together of attributes that are meant alone.
        return !part.brought.isEmpty || filter.attributes?.matches(entity) ?? true
    }

    private func meets(_ entity: Entity) -> Bool {
        (filter.condition?.matches(entity) ?? true) && (filter.geo?.matches(entity) ?? true)
    }

    /// What happened while the entity was in the scopes that are asked for (C.5.16).
    private func within(_ history: History) -> History? {
        guard let wanted = filter.scope else { return history }
        let periods = history.scopePeriods(query).filter { period in
            wanted.matches(period.scopes) && period.touches(query.relation)
        }
        guard !periods.isEmpty else { return nil }
        var history = history
        history.attributes = history.attributes.compactMap { attribute in
            let instances = attribute.instances.filter { instance in
                guard let time = query.property.time(of: instance) else { return true }
                return periods.contains { $0.contains(time) }
            }
            return instances.isEmpty ? nil : Attribute(attribute.name, instances)
        }
        return history
    }

    /// Of the attributes that a condition or a place is asked of, the instances that meet it by themselves.
    /// An attribute of which only several do together is left whole.
    private func narrowed(_ history: History, _ part: History, _ asked: Entity) -> History {
        var names = filter.condition?.attributes ?? []
        if let geo = filter.geo { names.insert(geo.path.first) }
        var history = history
        for attribute in part.attributes where names.contains(attribute.name) {
            // What the others come to is the same for each of its instances, of which there may be very many.
            var alone = self
            alone.filter.condition = filter.condition?.settled(in: asked, butFor: attribute.name)
            if let geo = filter.geo, geo.path.first != attribute.name {
                guard geo.matches(asked) else { continue }
                alone.filter.geo = nil
            }
            var single = asked
            let instances = attribute.instances.filter { instance in
                single[attribute.name] = Attribute(attribute.name, [instance])
                return alone.meets(single)
            }
            guard !instances.isEmpty, let place = history.attributes.firstIndex(where: {
                $0.name == attribute.name
            }) else { continue }
            history.attributes[place] = Attribute(attribute.name, instances)
        }
        return history
    }
}

extension History {
    /// As an entity, of which each attribute says all it said: for filters.
    var entity: Entity {
        var entity = Entity(id: id, types: types, createdAt: createdAt, modifiedAt: modifiedAt)
        entity.attributes = attributes
        entity.scope = scope.flatMap(\.scopes)
        return entity
    }

    /// The entity that is asked about a part of its history: what does not change with the time that is asked
    /// by stands beside it (C.5.5).
    fileprivate func asked(_ part: History, _ query: TemporalQuery) -> Entity {
        var entity = part.entity
        for attribute in attributes where entity[attribute.name] == nil {
            let isTimeless = attribute.instances.allSatisfy { query.property.time(of: $0) == nil }
            if isTimeless { entity[attribute.name] = attribute }
        }
        return entity
    }
}
