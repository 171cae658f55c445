// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// All that is asked of entities in one request (GS CIM 009, 5.7.2), read once, then put to each.
struct EntityFilter: Sendable {
    /// One of these must be met; none: all entities are meant.
    var selectors: [EntitySelector] = []
    var attributes: AttributeNames?
    var condition: Condition?
    var geo: GeoQuery?
    var scope: ScopeQuery?
    /// Whether only what this broker itself holds is meant (5.5.13).
    var isLocal = false

    /// What can be told by types and ids alone.
    var candidates: EntityFilter {
        var candidates = EntityFilter()
        (candidates.selectors, candidates.isLocal) = (selectors, isLocal)
        return candidates
    }

    /// Whether nothing is asked but the types, each by itself.
    var isOfTypesAlone: Bool {
        attributes == nil && condition == nil && geo == nil && scope == nil && !selectors.isEmpty
            && selectors.allSatisfy { $0.types != nil && $0.ids.ids == nil && $0.ids.pattern == nil }
            && selectors.allSatisfy { $0.types?.alternatives.allSatisfy { $0.count == 1 } ?? false }
    }

    /// Whether a look at one entity is short, whatever that holds: no pattern is tried on its texts, and no
    /// long border held against its own.
    var isShort: Bool {
        let tries = condition?.terms.contains { if case .fits = $0.test { true } else { false } } ?? false
        return !tries && selectors.allSatisfy { $0.ids.pattern == nil }
            && geo?.reference.points.count ?? 0 <= 12
    }

    /// Whether an entity is meant. What costs least is asked first.
    func matches(_ entity: Entity, linked: LinkedEntity = { _ in nil }) -> Bool {
        guard selectors.isEmpty || selectors.contains(where: { $0.matches(entity) }) else { return false }
        guard attributes?.matches(entity) ?? true, scope?.matches(entity.scope) ?? true else { return false }
        guard condition?.matches(entity, linked: linked) ?? true else { return false }
        return geo?.matches(entity, linked: linked) ?? true
    }

    /// Whether all types were asked for, which is meant of this broker alone (5.2.33).
    var asksForAllTypes: Bool { selectors.contains { $0.types?.isAll ?? false } }

    /// Refuses what asks for everything (5.7.2.4): ids and scopes alone name no kind of entities.
    func requireNarrow() throws(TwinProblem) {
        guard
            selectors.contains(where: { $0.types != nil }) || isLocal || geo != nil
                || attributes?.namesAttribute ?? false || condition?.namesAttribute ?? false
        else {
            throw .bad(
                "The query is too wide: it needs at least one of type, attrs, q, georel, or local=true.",
                clause: "5.7.2.4")
        }
    }

    /// Refuses a query that looks at linked entities farther away than they are joined (5.7.2.4).
    func requireDepth(atMost joined: Int, at pointer: String = "?q") throws(TwinProblem) {
        guard (condition?.linkDepth ?? 0) <= joined else {
            throw .bad(
                "The query looks at linked entities that are not joined: it needs join, and a joinLevel "
                    + "of at least \(condition?.linkDepth ?? 0).", at: pointer, clause: "5.7.2.4")
        }
    }
}
