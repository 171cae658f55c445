// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What was: told of the past by the temporal interface, and read back.
extension Contents {
    mutating func tell(_ change: PastChange, at now: Stamp) {
        switch change {
        case .tell(let id, let types, let scope, let attributes):
            tell(id, types, scope, attributes)
        case .replace(let id, let name, let datasetId, let place, let instance):
            let key = EntityHistory.Key(name: name, datasetId: datasetId)
            let standing = standing(key, of: id)
            self.change(id) { $0.replace(place, of: key, by: instance, standing: standing) }
        case .forget(let id, let name, let datasetId):
            self.change(id) { $0.forget(EntityHistory.Key(name: name, datasetId: datasetId), at: now) }
        case .forgetAll(let id): forgetPast(of: id, at: now)
        }
    }

    private mutating func tell(
        _ id: String, _ types: [String], _ scope: [String], _ attributes: [Attribute]
    ) {
        noteTold(id, types, scope, attributes)
        for attribute in attributes {
            for instance in attribute.instances.reversed() {
                let key = EntityHistory.Key(name: attribute.name, datasetId: instance.datasetId)
                let standing = standing(key, of: id)
                self.change(id) { $0.tell(instance, of: key, standing: standing) }
            }
        }
    }

    private func standing(_ key: EntityHistory.Key, of id: String) -> Instance? {
        entity(id)?[key.name]?.instances.first { $0.datasetId == key.datasetId }
    }

    /// Whether anything is known of an entity, now or in the past, and not forgotten.
    func knows(_ id: String) -> Bool {
        if past(id)?.heads.isEmpty == false { return true }
        return entity(id) != nil && (past(id)?.isForgotten != true || history(of: id) != nil)
    }

    /// What an entity is known to have been, of what may be shown; nil: nothing ever was of that id, or it
    /// is forgotten.
    /// - Parameter isElsewhere: whether a series is told in another way.
    func history(
        of id: String, without isElsewhere: (EntityHistory.Key, Series) -> Bool = { _, _ in false }
    ) -> History? {
        if isWithdrawn(id) { return nil }
        let standing = entity(id)
        let past = past(id)
        guard let head = past?.heads.last ?? standing.map(EntityHistory.head) else { return nil }
        var history = History(
            id: id, types: head.types, createdAt: past?.heads.first?.createdAt ?? head.createdAt,
            modifiedAt: standing?.modifiedAt ?? head.since)
        history.deletedAt = standing == nil ? head.deletedAt : nil
        var names: [String] = []
        var instances: [String: [Instance]] = [:]
        func add(_ key: EntityHistory.Key, _ more: [Instance]) {
            if instances[key.name] == nil { names.append(key.name) }
            instances[key.name, default: []] += more
        }
        for key in past?.order ?? [] where key != EntityHistory.scope {
            if let series = past?.series[key], isElsewhere(key, series) { continue }
            add(key, past?.instances(of: key, id) ?? [])
        }
        for attribute in standing?.attributes ?? [] {
            for instance in attribute.instances {
                let key = EntityHistory.Key(name: attribute.name, datasetId: instance.datasetId)
                guard past?.series[key] == nil, past?.isForgotten(instance, key) != true else { continue }
                var instance = instance
                instance.instanceId = EntityHistory.name(of: instance, EntityHistory.base(id, key), "0")
                add(key, [instance])
            }
        }
        if names.isEmpty, past?.isForgotten == true, past?.heads.isEmpty == true { return nil }
        history.attributes = names.map { Attribute($0, instances[$0] ?? []) }
        history.scope = past?.scopes(id, head, isThere: standing != nil) ?? EntityHistory.scopes([head], id)
        return history
    }

    /// Whether a history would tell of anything an entity said in some time: found without telling it.
    /// - Parameter names: of the attributes that are meant; nil: all.
    func says(at number: Int, in query: TemporalQuery, names: Set<String>?) -> Bool {
        let (standing, past) = (shelf[number]?.entity, past(at: number))
        if standing == nil, published[number] != nil { return false }
        func isMeant(_ name: String) -> Bool { names?.contains(name) ?? true }
        func isThen(_ time: Stamp?) -> Bool { query.relation == nil || time.map(query.contains) ?? false }
        for (key, series) in past?.series ?? [:] where key != EntityHistory.scope && isMeant(key.name) {
            for place in series.places where isThen(series.time(place, by: query.property)) {
                if !series.removed.contains(place) { return true }
            }
        }
        return (standing?.attributes ?? []).contains { attribute in
            isMeant(attribute.name) && attribute.instances.contains { instance in
                let key = EntityHistory.Key(name: attribute.name, datasetId: instance.datasetId)
                return isThen(query.property.time(of: instance)) && past?.series[key] == nil
                    && past?.isForgotten(instance, key) != true
            }
        }
    }

    /// The types an entity is of, or was last; nil: nothing ever was of that id.
    func types(of id: String) -> [String]? { numbers[id].flatMap { types(at: $0) } }

    func types(at number: Int) -> [String]? {
        past(at: number)?.heads.last?.types ?? shelf[number]?.entity.types
    }
}

extension EntityHistory {
    /// What is told of scopes with its times is kept as if it were an attribute.
    static let scope = Key(name: CoreContext.namespace + "scope", datasetId: nil)

    /// What was said in a series, newest first, each named.
    fileprivate func instances(of key: Key, _ id: String) -> [Instance] {
        guard let series = series[key] else { return [] }
        let base = Self.base(id, key)
        return series.places.reversed().compactMap { place in
            if series.removed.contains(place) { return nil }
            var instance = series[place]
            instance.instanceId = Self.name(of: instance, base, String(place))
            return instance
        }
    }

    /// The scopes an entity has had and those that are told, newest first.
    /// - Parameter head: what it is, where it never was another.
    fileprivate func scopes(_ id: String, _ head: Head, isThere: Bool) -> [Instance] {
        let told = instances(of: Self.scope, id)
        var known = Self.scopes(heads.isEmpty && !isForgotten ? [head] : heads, id)
        if !isThere, heads.last?.deletedAt == nil {
            // It never was here: what is known of it was told, when is not known.
            known = known.filter { instance in !told.contains { $0.value == instance.value } }
            for place in known.indices { known[place].observedAt = nil }
        }
        return (told + known).newestFirst { $0.observedAt ?? $0.modifiedAt }
    }

    /// The scopes of heads, told as a Property is (4.18): observed when they were set (4.5.6), and gone when
    /// they were taken away.
    fileprivate static func scopes(_ heads: [Head], _ id: String) -> [Instance] {
        let base = base(id, scope)
        var list: [Instance] = []
        for head in heads {
            let isGone = head.scope.isEmpty || head.deletedAt != nil
            if isGone, list.last.map({ $0.deletedAt != nil }) ?? true { continue }
            let texts = head.scope.map(JSON.string)
            let value: JSON = texts.count == 1 ? texts[0] : .array(texts)
            if !isGone, list.last?.value == .property(value) { continue }
            var instance = Instance(.property(value), at: head.since)
            if isGone { instance = instance.gone(at: head.since) }
            instance.observedAt = head.since
            instance.instanceId = name(of: instance, base, "h\(list.count)")
            list.append(instance)
        }
        return list.reversed()
    }
}

extension EntityHistory {
    /// What the instances of a series are named by, each with its place behind it.
    static func base(_ id: String, _ key: Key) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(id)\n\(key.name)\n\(key.datasetId ?? "")".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return "urn:ngsi-ld:Instance:\(String(hash, radix: 16))"
    }

    /// What an instance is named. When it was made is part of that: who else has a series of the same entity,
    /// attribute and data set names what is in it otherwise.
    fileprivate static func name(of instance: Instance, _ base: String, _ place: String) -> String {
        "\(base)-\(String(instance.createdAt.microseconds, radix: 36))-\(place)"
    }
}
