// SPDX-License-Identifier: EUPL-1.2

/// All entities of a twin as they were at one moment. Taking it costs nothing; while it is held, writers
/// copy the pieces they change.
struct TwinView: Sendable {
    private let shelf: Shelf<Contents.Held>
    private let ids: Shelf<String>
    private let pasts: Shelf<EntityHistory>
    private let published: Shelf<PublishedMark>
    private let types: [String: [Int]]
    /// How many entities there are.
    let count: Int

    init(_ contents: borrowing Contents) {
        shelf = contents.shelf
        ids = contents.ids
        pasts = contents.pasts
        published = contents.published
        types = contents.types
        count = contents.count
    }

    /// The entities of some types, or all, in the order they were first told of, as they are now.
    /// - Parameter types: nil: all.
    func entities(of types: Set<String>?) -> some Sequence<Entity> {
        numbers(types).lazy.compactMap { shelf[$0]?.entity }
    }

    /// The entities as they were at a moment.
    func entities(of types: Set<String>?, at moment: Stamp) -> some Sequence<Entity> {
        // What was of a type then may be of another now, or gone.
        (0..<ids.end).lazy.compactMap { entity($0, at: moment) }
            .filter { entity in types.map { !$0.isDisjoint(with: entity.types) } ?? true }
    }

    private func entity(_ number: Int, at moment: Stamp) -> Entity? {
        let standing = shelf[number]?.entity
        return PublishedMark.shown(
            published[number], standing: standing, then: remembered(standing, number, at: moment))
    }

    private func remembered(_ standing: Entity?, _ number: Int, at moment: Stamp) -> Entity? {
        guard let past = pasts[number] else {
            return standing.flatMap { EntityHistory().entity($0, id: $0.id, at: moment) }
        }
        return ids[number].flatMap { past.entity(standing, id: $0, at: moment) }
    }

    /// How many entities of each type there are.
    var countsByType: [String: Int] { types.mapValues(\.count) }

    /// Entities by their numbers, without what has expired.
    func living(numbered numbers: [Int], at now: Stamp) -> some Sequence<Entity> {
        numbers.lazy.compactMap { shelf[$0]?.living(at: now) }
    }

    /// The entities of some types, or all, without what has expired.
    /// - Parameter types: nil: all.
    func living(of types: Set<String>?, at now: Stamp) -> some Sequence<Entity> {
        living(numbered: numbers(types), at: now)
    }

    /// When entities, or something of them, go by themselves.
    var expiries: [(id: String, at: Stamp)] {
        (0..<ids.end).compactMap { number in
            guard let held = shelf[number], let expiry = held.expiry else { return nil }
            return (held.entity.id, expiry)
        }
    }

    private func numbers(_ types: Set<String>?) -> [Int] {
        guard let types else { return Array(0..<ids.end) }
        if types.count == 1, let type = types.first { return self.types[type] ?? [] }
        return Set(types.flatMap { self.types[$0] ?? [] }).sorted()
    }
}
