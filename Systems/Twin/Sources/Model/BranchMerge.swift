// SPDX-License-Identifier: EUPL-1.2

/// Brings what a branch made otherwise into its base, in one act: what the base left alone meanwhile is
/// taken over; what both changed, each in its way, is a conflict, and so is what the register alone changes.
struct BranchMerge: Sendable {
    /// What becomes of conflicts.
    enum Preference: String, Sendable {
        /// Nothing at all is merged.
        case refuse
        /// The base's word stands.
        case base
        /// The branch's does.
        case branch
    }

    struct Conflict: Sendable, Hashable {
        let id: String
        /// Nil: the entity as a whole.
        let name: String?
        let datasetId: String?
    }

    /// There were conflicts, and they were not to be.
    struct Refused: Error {
        let conflicts: [Conflict]
    }

    struct Result: Sendable {
        var merged: [String] = []
        var conflicts: [Conflict] = []
        /// The ids of what is published, which no branch changes.
        var published: [String] = []
        /// Whether there was one of which nobody has said what becomes of it.
        fileprivate var isRefused = false
    }

    let differences: [EntityDifference]
    var preference: Preference
    /// What becomes of single conflicts, whatever becomes of the others.
    var choices: [Conflict: Preference] = [:]

    /// - Throws: `Refused`.
    func apply(to draft: inout Draft) throws -> Result {
        var result = Result()
        for difference in differences { try apply(difference, to: &draft, &result) }
        if result.isRefused { throw Refused(conflicts: result.conflicts) }
        return result
    }

    /// What would come of it; nothing is done.
    func tried(on twin: Twin, at now: Stamp) -> Result {
        var (merge, draft) = (self, Draft(twin, at: now, by: ""))
        merge.preference = .base
        merge.choices = [:]
        // Whoever lets the base's word stand is refused nothing.
        return (try? merge.apply(to: &draft)) ?? Result()
    }

    private func apply(
        _ difference: EntityDifference, to draft: inout Draft, _ result: inout Result
    ) throws {
        if draft.isPublished(difference.id) {
            // What the register says stands, whatever is preferred.
            result.published.append(difference.id)
            _ = prefersBranch(difference.id, &result)
            return
        }
        let now = draft.entity(difference.id)
        switch (difference.before, difference.after, now) {
        case (_, nil, nil): return
        case (let before, nil, let now?):
            guard isSame(before, now) || prefersBranch(difference.id, &result) else { return }
            try draft.delete(now)
        case (nil, let after?, nil): try draft.create(after.stamped(draft.now))
        case (.some, let after?, nil):
            guard prefersBranch(difference.id, &result) else { return }
            try draft.create(after.stamped(draft.now))
        case (let before, let after?, let now?):
            let outcome = merged(difference, before, after, now, at: draft.now, &result)
            guard outcome.isChanged else { return }
            try draft.change(now, outcome)
        }
        result.merged.append(difference.id)
    }

    private func isSame(_ one: Entity?, _ other: Entity) -> Bool {
        !EntityDifference(id: other.id, before: one, after: other).isReal
    }

    private func prefersBranch(
        _ id: String, _ result: inout Result, _ name: String? = nil, _ datasetId: String? = nil
    ) -> Bool {
        let conflict = Conflict(id: id, name: name, datasetId: datasetId)
        result.conflicts.append(conflict)
        let chosen = choices[conflict] ?? preference
        if chosen == .refuse { result.isRefused = true }
        return chosen == .branch
    }

    private func merged(
        _ difference: EntityDifference, _ before: Entity?, _ after: Entity, _ now: Entity, at moment: Stamp,
        _ result: inout Result
    ) -> Outcome {
        var outcome = Outcome(entity: now)
        let old = before?.types ?? []
        let types = now.types.filter { !old.contains($0) || after.types.contains($0) }
        outcome.entity.types = types + after.types.filter { !old.contains($0) && !types.contains($0) }
        if outcome.entity.types != now.types { outcome.updated.append("type") }
        if takes(before?.scope ?? [], after.scope, now.scope, "scope", now.id, &result) {
            outcome.entity.scope = after.scope
            outcome.updated.append("scope")
        }
        if takes(before?.expiresAt, after.expiresAt, now.expiresAt, "expiresAt", now.id, &result) {
            outcome.entity.expiresAt = after.expiresAt
            outcome.updated.append("expiresAt")
        }
        for part in difference.parts {
            let current = now.instance(part.name, part.datasetId)
            let isTaken = takes(
                part.before?.timeless, part.after?.timeless, current?.timeless, part.name, now.id, &result,
                part.datasetId)
            if isTaken { outcome.put(part, current, at: moment) }
        }
        if outcome.isChanged { outcome.entity.modifiedAt = moment }
        return outcome
    }

    /// Whether the branch's word is taken: it said something, and the base nothing else.
    private func takes<Word: Equatable>(
        _ before: Word, _ after: Word, _ now: Word, _ name: String, _ id: String, _ result: inout Result,
        _ datasetId: String? = nil
    ) -> Bool {
        if after == before || after == now { return false }
        return now == before || prefersBranch(id, &result, name, datasetId)
    }
}

extension Outcome {
    /// Puts what differs in its place.
    mutating func put(_ part: EntityDifference.Part, _ current: Instance?, at moment: Stamp) {
        var attribute = entity[part.name] ?? Attribute(part.name, [])
        let place = attribute.instances.firstIndex { $0.datasetId == part.datasetId }
        if var new = part.after {
            (new.createdAt, new.modifiedAt) = (current?.createdAt ?? moment, moment)
            // It stays where it stood, as it does when the change is read from the log.
            if let place { attribute.instances[place] = new } else { attribute.instances.append(new) }
        } else if let place {
            attribute.instances.remove(at: place)
        }
        entity[part.name] = attribute.instances.isEmpty ? nil : attribute
        let kind: Change.Kind = part.after == nil ? .deleted : current == nil ? .created : .updated
        changes.append(Change(name: part.name, datasetId: part.datasetId, kind: kind, previous: current))
        if !updated.contains(part.name) { updated.append(part.name) }
    }
}

extension Entity {
    /// As it is when it is created at a moment.
    fileprivate func stamped(_ moment: Stamp) -> Entity {
        var entity = self
        (entity.createdAt, entity.modifiedAt) = (moment, moment)
        for place in entity.attributes.indices {
            for index in entity.attributes[place].instances.indices {
                entity.attributes[place].instances[index].createdAt = moment
                entity.attributes[place].instances[index].modifiedAt = moment
            }
        }
        return entity
    }
}
