// SPDX-License-Identifier: EUPL-1.2

/// What became of an entity: what it was at each time, and the series of each of its attributes that
/// ever said more than one thing. Of the others, the one thing they say stands in the entity itself.
struct EntityHistory: Sendable {
    struct Key: Sendable, Hashable {
        let name: String
        let datasetId: String?
    }

    /// What an entity was from a moment on.
    struct Head: Sendable, Equatable {
        let since: Stamp
        var types: [String]
        var scope: [String]
        var createdAt: Stamp
        var expiresAt: Stamp?
        /// Set where it was not there any more.
        var deletedAt: Stamp?
    }

    private(set) var heads: [Head] = []
    private(set) var series: [Key: Series] = [:]
    /// The attributes in the order they were first told of.
    private(set) var order: [Key] = []
    /// Until when all was forgotten that an attribute said, or without one, all of them: what stands since
    /// before is no part of the past.
    private(set) var forgotten: [Key?: Stamp] = [:]

    /// Whether nothing is remembered but what stands.
    var isEmpty: Bool { heads.isEmpty && series.isEmpty && forgotten.isEmpty }

    init() {}

    /// One of which all was forgotten at a moment.
    init(forgottenAt now: Stamp) { forgotten[nil] = now }

    /// Whether all was forgotten once.
    var isForgotten: Bool { forgotten[nil] != nil }

    /// Whether what stands was forgotten.
    func isForgotten(_ instance: Instance, _ key: Key) -> Bool {
        if forgotten.isEmpty { return false }
        return [forgotten[nil], forgotten[key]].contains { $0.map { instance.modifiedAt <= $0 } ?? false }
    }

    /// Notes that an entity is another than it was.
    mutating func note(from old: Entity?, to new: Entity?, at now: Stamp) {
        noteHead(old, new, at: now)
        let before = old?.attributes ?? [], after = new?.attributes ?? []
        for (place, attribute) in after.enumerated() {
            // They mostly stand where they stood, and are the same.
            let isInPlace = place < before.count && before[place].name == attribute.name
            let known = isInPlace ? before[place] : before.first { $0.name == attribute.name }
            if let known, known.instances == attribute.instances { continue }
            for instance in attribute.instances {
                let was = known?.instances.first { $0.datasetId == instance.datasetId }
                if let was, was == instance { continue }
                add(instance, Key(name: attribute.name, datasetId: instance.datasetId), after: was)
            }
        }
        for (place, attribute) in before.enumerated() {
            let isInPlace = place < after.count && after[place].name == attribute.name
            let left = isInPlace ? after[place] : after.first { $0.name == attribute.name }
            for instance in attribute.instances
            where left?.instances.contains(where: { $0.datasetId == instance.datasetId }) != true {
                let key = Key(name: attribute.name, datasetId: instance.datasetId)
                add(instance.gone(at: now), key, after: instance)
            }
        }
    }

    /// Adds to a series, which is begun with what stood before. Where nothing did and nothing is
    /// remembered, the one thing that is said stands in the entity.
    private mutating func add(_ instance: Instance, _ key: Key, after old: Instance?) {
        guard series[key] == nil else {
            series[key]?.append(instance)
            return
        }
        guard let old else { return }
        begin(key, with: old)
        series[key]?.append(instance)
    }

    private mutating func begin(_ key: Key, with first: Instance?) {
        var new = Series()
        if let first, !isForgotten(first, key) { new.append(first) }
        series[key] = new
        order.append(key)
    }

    private mutating func noteHead(_ old: Entity?, _ new: Entity?, at now: Stamp) {
        let isSame = old.map(Self.head) == new.map(Self.head)
        if isSame { return }
        if heads.isEmpty, let old { heads.append(Self.head(old)) }
        if let new {
            // The first thing that is known of it stands in itself, unless it had been elsewhere before.
            guard old != nil || !heads.isEmpty || new.createdAt < now else { return }
            var head = Self.head(new)
            head = Head(
                since: now, types: head.types, scope: head.scope, createdAt: head.createdAt,
                expiresAt: head.expiresAt)
            heads.append(head)
        } else if let old {
            var head = Self.head(old)
            head = Head(
                since: now, types: head.types, scope: head.scope, createdAt: head.createdAt,
                expiresAt: head.expiresAt, deletedAt: now)
            heads.append(head)
        }
    }

    /// What it is said to have been by somebody who tells of the past alone; what is known already unites.
    mutating func tellHead(_ types: [String], _ scope: [String], at now: Stamp) {
        guard var head = heads.last else {
            heads.append(Head(since: now, types: types, scope: scope, createdAt: now))
            return
        }
        head.types += types.filter { !head.types.contains($0) }
        if !scope.isEmpty { head.scope = scope }
        heads[heads.count - 1] = head
    }

    static func head(_ entity: Entity) -> Head {
        Head(
            since: entity.createdAt, types: entity.types, scope: entity.scope,
            createdAt: entity.createdAt, expiresAt: entity.expiresAt)
    }

    /// Adds what is told of the past alone.
    mutating func tell(_ instance: Instance, of key: Key, standing: Instance?) {
        if series[key] == nil { begin(key, with: standing) }
        series[key]?.append(instance, isTold: true)
    }

    /// Changes or takes out one instance of the past.
    mutating func replace(_ place: Int, of key: Key, by instance: Instance?, standing: Instance?) {
        if series[key] == nil { begin(key, with: standing) }
        series[key]?.replace(place, by: instance)
    }

    /// Forgets all an attribute ever said.
    mutating func forget(_ key: Key, at now: Stamp) {
        series[key] = nil
        forgotten[key] = now
        order.removeAll { $0 == key }
    }

    /// Whether something is known of it from before a moment that did not stand at it any more.
    func reaches(before moment: Stamp) -> Bool {
        let standing = heads.lastIndex { $0.since <= moment }
        return standing.map { $0 > 0 || heads[$0].deletedAt != nil } ?? false
            || series.values.contains { $0.reaches(before: moment) }
    }

    /// Forgets what was before a moment, but for what stood at it.
    /// - Parameter isThere: whether the entity is there now.
    mutating func forget(before moment: Stamp, isThere: Bool) {
        if let standing = heads.lastIndex(where: { $0.since <= moment }) {
            heads.removeFirst(heads[standing].deletedAt == nil ? standing : standing + 1)
        }
        for key in order {
            series[key]?.forget(before: moment)
            if series[key]?.places.isEmpty == true { series[key] = nil }
        }
        order.removeAll { series[$0] == nil }
        // Of what was only told of the past nothing is left.
        if !isThere, series.isEmpty, heads.allSatisfy({ $0.since < moment }) { self = EntityHistory() }
    }

    /// As it was kept.
    init(heads: [Head], order: [Key], series: [Key: Series], forgotten: [Key?: Stamp]) {
        (self.heads, self.order, self.series, self.forgotten) = (heads, order, series, forgotten)
    }

    /// The entity as it was at a moment.
    /// - Parameter standing: as it is now; nil: it is not there.
    func entity(_ standing: Entity?, id: String, at moment: Stamp) -> Entity? {
        let head = heads.last { $0.since <= moment } ?? (heads.isEmpty ? standing.map(Self.head) : nil)
        guard let head, head.deletedAt == nil, head.since <= moment else { return nil }
        var entity = Entity(
            id: id, types: head.types, createdAt: head.createdAt, modifiedAt: head.since)
        (entity.scope, entity.expiresAt) = (head.scope, head.expiresAt)
        var parts: [(key: Key, instance: Instance)] = order.compactMap { key in
            series[key]?.instance(at: moment).map { (key, $0) }
        }
        for attribute in standing?.attributes ?? [] {
            for instance in attribute.instances where instance.modifiedAt <= moment {
                let key = Key(name: attribute.name, datasetId: instance.datasetId)
                if series[key] == nil { parts.append((key, instance)) }
            }
        }
        for (key, instance) in parts {
            var attribute = entity[key.name] ?? Attribute(key.name, [])
            attribute.instances.append(instance)
            entity[key.name] = attribute
            entity.modifiedAt = max(entity.modifiedAt, instance.modifiedAt)
        }
        return entity
    }
}
