// SPDX-License-Identifier: EUPL-1.2

/// How many entities there are of each shape: of the same types, with attributes of the same names and
/// kinds. Of the hundred thousands of a twin there are few shapes, and what is asked of all entities is
/// worked out for each of these.
struct EntityShapes {
    /// One entity of each, and how many there are like it. Where there are very many shapes, some come again.
    private(set) var all: [(sample: Entity, count: Int)] = []
    /// Those that are looked at: the first of all.
    private static let most = 64
    private var last = 0

    mutating func count(_ entity: Entity) {
        let looked = min(all.count, Self.most)
        for step in 0..<looked {
            let place = (last + step) % looked
            guard Self.isLike(all[place].sample, entity) else { continue }
            all[place].count += 1
            last = place
            return
        }
        all.append((entity, 1))
    }

    private static func isLike(_ one: Entity, _ other: Entity) -> Bool {
        one.types == other.types && one.attributes.count == other.attributes.count
            && zip(one.attributes, other.attributes).allSatisfy { one, other in
                one.name == other.name && one.instances.count == other.instances.count
                    && zip(one.instances, other.instances).allSatisfy { $0.value.kind == $1.value.kind }
            }
    }
}
