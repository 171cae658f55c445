// SPDX-License-Identifier: EUPL-1.2

/// What the register shows, brought into the twin.
extension Draft {
    /// Brings an entity to what is published: creates it, changes what differs, or nothing at all. One of
    /// its id that somebody else had made before becomes it.
    mutating func publish(_ new: Entity, as mark: PublishedMark) throws(TwinProblem) {
        by = mark.rawValue
        guard let old = entity(new.id) else { return try create(stamped(new)) }
        guard standingMark(of: new.id) != nil else {
            var outcome = old.replaced(by: stamped(new), at: now)
            outcome.entity.modifiedAt = new.modifiedAt
            return try change(old, outcome, isWhole: true)
        }
        // Whoever comes late with a version that was replaced is passed over.
        guard new.modifiedAt >= old.modifiedAt else { return }
        let difference = EntityDifference(id: new.id, before: old, after: new)
        guard difference.isReal else { return }
        var outcome = Outcome(entity: old)
        if old.types != new.types {
            outcome.entity.types = new.types
            outcome.updated.append("type")
        }
        for part in difference.parts {
            let key = EntityHistory.Key(name: part.name, datasetId: part.datasetId)
            let current = old.instance(part.name, part.datasetId)
            outcome.put(part, current, at: moment(of: key, new))
        }
        outcome.entity.modifiedAt = new.modifiedAt
        try change(old, outcome)
    }

    /// Takes away what is not published any more.
    mutating func withdraw(_ id: String) throws(TwinProblem) {
        guard let mark = standingMark(of: id), let old = entity(id) else { return }
        by = mark.rawValue
        try delete(old)
    }

    /// The entity with each of its instances said after what its attribute said before, if it was there
    /// once already.
    private func stamped(_ new: Entity) -> Entity {
        var entity = new
        for place in entity.attributes.indices {
            let attribute = entity.attributes[place]
            for index in attribute.instances.indices {
                let key = EntityHistory.Key(
                    name: attribute.name, datasetId: attribute.instances[index].datasetId)
                entity.attributes[place].instances[index].modifiedAt = moment(of: key, new)
            }
        }
        return entity
    }

    /// When something was said: as its record was kept, but never before what was said last.
    private func moment(of key: EntityHistory.Key, _ new: Entity) -> Stamp {
        let standing = entity(new.id)?.instance(key.name, key.datasetId)?.modifiedAt
        let series = remembered(new.id)?.series[key]
        let last = series.flatMap { series in series.places.last.map(series.modifiedAt) }
        guard let latest = [standing, last].compactMap(\.self).max() else { return new.modifiedAt }
        return max(new.modifiedAt, latest.adding(microseconds: 1))
    }
}
