// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Entities beside those that are asked for: what is shown of these leads to them (GS CIM 009, 4.5.23.3).
enum Linking {
    /// How many linked entities one answer holds.
    private static let most = 10_000
    /// After how many bytes an answer takes in no more of them: each may be large, and be led to again and
    /// again.
    static let mostBytes = 32 << 20

    /// Finds only so many: what is linked may be many times more than what it is linked from.
    static func limited(
        _ find: @escaping @Sendable (String) -> Entity?
    ) -> @Sendable (String) -> Entity? {
        let allowance = Allowance(most)
        return { allowance.takesOne() ? find($0) : nil }
    }

    /// An entity that was reached, and how it is shown.
    typealias Reached = (entity: Entity, shownAs: Representation)

    /// Each once, without those one begins from.
    static func reached(
        from entities: [Entity], shownAs representation: Representation, level: Int,
        _ find: (String) -> Entity?
    ) -> [Reached] {
        var seen = Set(entities.map(\.id))
        var found: [Reached] = []
        var last: [Reached] = entities.map { ($0, representation) }
        for _ in 0..<level {
            var next: [Reached] = []
            for (entity, representation) in last {
                for (id, shownAs) in representation.links(of: entity) where seen.insert(id).inserted {
                    if let entity = find(id) { next.append((entity, shownAs)) }
                }
            }
            found += next
            last = next
        }
        return found
    }
}

extension Representation {
    /// The ids that what is shown of an entity leads to, each with how its entity is shown.
    fileprivate func links(of entity: Entity) -> [(id: String, shownAs: Representation)] {
        entity.attributes.filter { picking?.picks($0.name) ?? true }.flatMap { attribute in
            let next = following(attribute.name)
            return shown(attribute).flatMap(\.objects).map { ($0, next) }
        }
    }
}

/// So many of something, and no more.
private final class Allowance: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func takesOne() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
