// SPDX-License-Identifier: EUPL-1.2

/// Finds the subscriptions a change may concern without asking all: by the entity's id, or by its types,
/// and within these by the attributes that are watched.
struct SubscriptionIndex: Sendable {
    /// Those of one id, or of one type: by a watched attribute, and those that watch all.
    private struct Shelf: Sendable {
        var byAttribute: [String: Set<String>] = [:]
        var all: Set<String> = []

        mutating func put(_ id: String, _ watched: Set<String>?) {
            guard let watched else {
                all.insert(id)
                return
            }
            for name in watched { byAttribute[name, default: []].insert(id) }
        }

        mutating func remove(_ id: String, _ watched: Set<String>?) {
            guard let watched else {
                all.remove(id)
                return
            }
            for name in watched {
                byAttribute[name]?.remove(id)
                if byAttribute[name]?.isEmpty == true { byAttribute[name] = nil }
            }
        }

        var isEmpty: Bool { all.isEmpty && byAttribute.isEmpty }

        func find(_ names: Set<String>, into found: inout Set<String>) {
            if !all.isEmpty { found.formUnion(all) }
            guard !byAttribute.isEmpty else { return }
            for name in names { if let ids = byAttribute[name] { found.formUnion(ids) } }
        }
    }

    private enum Key: Hashable, Sendable {
        case id(String)
        case type(String)
        case any
    }

    private var shelves: [Key: Shelf] = [:]

    mutating func put(_ subscription: Subscription) {
        for key in Self.keys(subscription) {
            shelves[key, default: Shelf()].put(subscription.id, subscription.watched)
        }
    }

    mutating func remove(_ subscription: Subscription) {
        for key in Self.keys(subscription) {
            shelves[key]?.remove(subscription.id, subscription.watched)
            if shelves[key]?.isEmpty == true { shelves[key] = nil }
        }
    }

    /// The ids of the subscriptions that may wait for a change, in their order.
    func candidates(for change: EntityChange) -> [String] {
        if shelves.isEmpty { return [] }
        var names = Set(change.changes.map(\.name))
        // Where an entity comes or goes, whatever it has counts.
        if change.old == nil || change.new == nil {
            for attribute in (change.new ?? change.old)?.attributes ?? [] { names.insert(attribute.name) }
        }
        var found: Set<String> = []
        shelves[.id(change.id)]?.find(names, into: &found)
        for type in (change.new ?? change.old)?.types ?? [] {
            shelves[.type(type)]?.find(names, into: &found)
        }
        shelves[.any]?.find(names, into: &found)
        return found.sorted()
    }

    /// Under what a subscription is found: each way an entity can be meant is one of them.
    private static func keys(_ subscription: Subscription) -> Set<Key> {
        guard subscription.interval == nil else { return [] }
        var keys: Set<Key> = []
        for selector in subscription.filter.selectors {
            if let ids = selector.ids.ids {
                keys.formUnion(ids.map(Key.id))
            } else if let types = selector.types?.indexable {
                keys.formUnion(types.map(Key.type))
            } else {
                return [.any]
            }
        }
        return keys.isEmpty ? [.any] : keys
    }
}
