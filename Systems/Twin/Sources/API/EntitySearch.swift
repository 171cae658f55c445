// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Finds entities: which of them may be meant is known by their types and ids; each of those is then
/// looked at, until the page is full.
struct EntitySearch: Sendable {
    private let twin: Twin
    private let filter: EntityFilter
    private let ordering: Ordering?
    private let access: TwinAccess
    private let now: Stamp
    private let asOf: Stamp?

    init(
        _ twin: Twin, _ filter: EntityFilter, _ ordering: Ordering?, _ access: TwinAccess, now: Stamp,
        asOf: Stamp?
    ) {
        (self.twin, self.filter, self.ordering) = (twin, filter, ordering)
        (self.access, self.now, self.asOf) = (access, now, asOf)
    }

    /// - Throws: `TwinProblem` where what was may be forgotten.
    func find(_ page: Paging, linked: LinkedEntity) throws -> Paging.Found<Entity> {
        if let asOf { try twin.mustRemember(asOf, of: candidateTypes) }
        if let known = try known() { return sorted(known.filter { isMeant($0, linked) }, page) }
        let types = candidateTypes
        if let asOf {
            return collect(try twin.view().entities(of: types, at: asOf), page, linked)
        }
        let (view, numbers) = try twin.view(for: filter.condition, filter.geo)
        if let numbers { return collect(view.living(numbered: numbers, at: now), page, linked) }
        return collect(view.living(of: types, at: now), page, linked)
    }

    /// The same, if no more than so many entities need to be looked at; nil: more do.
    func find(_ page: Paging, linked: LinkedEntity, lookingAt most: Int) throws -> Paging.Found<Entity>? {
        guard asOf == nil, ordering == nil else { return nil }
        guard filter.condition == nil, filter.geo == nil else {
            return try twin.few(filter.condition, filter.geo, atMost: most).map { view, numbers in
                collect(view.living(numbered: numbers, at: now), page, linked)
            }
        }
        guard filter.isOfTypesAlone, let types = candidateTypes, !page.isCounted,
            page.offset + page.limit <= most
        else { return nil }
        return collect(try twin.view().living(of: types, at: now), page, linked)
    }

    /// The entities whose ids are said, in their order; nil: they are not.
    private func known() throws -> [Entity]? {
        let selectors = filter.selectors
        guard !selectors.isEmpty, selectors.allSatisfy({ $0.ids.ids != nil }) else { return nil }
        var seen: Set<String> = []
        return try filter.selectors.flatMap { $0.ids.ids ?? [] }.filter { seen.insert($0).inserted }
            .compactMap { id in try asOf.map { try twin.entity(id, asOf: $0) } ?? twin.entity(id, at: now) }
    }

    /// One of these an entity must be of; nil: it may be of any.
    private var candidateTypes: Set<String>? {
        guard !filter.selectors.isEmpty else { return nil }
        var all: Set<String> = []
        for selector in filter.selectors {
            guard let types = selector.types?.indexable else { return nil }
            all.formUnion(types)
        }
        return all
    }

    private func isMeant(_ entity: Entity, _ linked: LinkedEntity) -> Bool {
        if let expires = entity.expiresAt, expires <= asOf ?? now { return false }
        return (access.isWhole || access.covers(entity)) && filter.matches(entity, linked: linked)
    }

    private func collect(
        _ entities: some Sequence<Entity>, _ page: Paging, _ linked: LinkedEntity
    ) -> Paging.Found<Entity> {
        if ordering != nil {
            return sorted(entities.filter { isMeant($0, linked) }, page)
        }
        var found: [Entity] = []
        var count = 0
        for entity in entities where isMeant(entity, linked) {
            count += 1
            if count <= page.offset { continue }
            if found.count < page.limit {
                found.append(entity)
            } else if !page.isCounted {
                return Paging.Found(entities: found, count: nil, hasMore: true)
            }
        }
        return Paging.Found(
            entities: found, count: page.isCounted ? count : nil, hasMore: count > page.offset + found.count)
    }

    private func sorted(_ entities: [Entity], _ page: Paging) -> Paging.Found<Entity> {
        guard let ordering else { return page.page(of: entities) }
        let keyed = entities.map { (entity: $0, key: ordering.key(of: $0)) }
        return page.page(of: keyed.sorted { ordering.precedes($0.key, $1.key) }.map(\.entity))
    }
}
