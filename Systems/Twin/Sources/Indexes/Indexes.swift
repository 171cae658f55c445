// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The indexes of a twin: made for what is asked, by attribute and by place.
struct Indexes: Sendable {
    /// What an index is wanted for, by the whole IRI of an attribute.
    enum Wanted: Sendable, Hashable {
        case values(String)
        case places(String)
    }

    // Lists, so that each is changed where it lies: whoever goes through a table holds on to it, and what is
    // changed meanwhile is copied whole.
    private var values: [AttributeIndex] = []
    private var places: [PlaceIndex] = []

    var count: Int { values.count + places.count }

    /// Whether it is there already.
    func has(_ wanted: Wanted) -> Bool {
        switch wanted {
        case .values(let name): values.contains { $0.name == name }
        case .places(let name): places.contains { $0.name == name }
        }
    }

    /// Those of one name alone.
    init(_ wanted: Wanted, of entities: some Sequence<(Int, Entity)>) {
        switch wanted {
        case .values(let name): values = [AttributeIndex(name)]
        case .places(let name): places = [PlaceIndex(name)]
        }
        for (number, entity) in entities { change(number, from: nil, to: entity) }
    }

    init() {}

    /// Takes in others.
    mutating func add(_ others: Indexes) {
        values += others.values
        places += others.places
    }

    mutating func change(_ number: Int, from old: Entity?, to new: Entity?) {
        for place in values.indices { values[place].change(number, from: old, to: new) }
        for place in places.indices { places[place].change(number, from: old, to: new) }
    }

    /// The entities that may be meant, in order, as far as an index can tell; nil: it cannot.
    func entities(_ condition: Condition?, _ geo: GeoQuery?, atMost most: Int) -> [Int]? {
        var best: [Int]?
        for part in condition?.indexable ?? [] {
            let index = values.first { $0.name == part.attribute }
            let found = index?.entities(passing: part.test, atMost: most)
            if let found, found.count < best?.count ?? Int.max { best = found }
        }
        if let name = geo?.indexable, let bounds = geo?.bounds,
            let found = places.first(where: { $0.name == name })?.entities(in: bounds),
            found.count < best?.count ?? Int.max
        {
            best = found
        }
        return best
    }

    /// What would help to answer a question.
    static func wanted(_ condition: Condition?, _ geo: GeoQuery?) -> [Wanted] {
        var wanted = (condition?.indexable ?? []).filter(\.isSelective).map { Wanted.values($0.attribute) }
        if let geo, geo.bounds != nil, let name = geo.indexable { wanted.append(.places(name)) }
        return wanted
    }
}

extension Condition.Indexable {
    /// Whether it is of a sort an index answers.
    fileprivate var isSelective: Bool {
        if case .compares(let sign, _) = test { sign != .unequal } else { false }
    }
}

extension GeoQuery {
    /// The GeoProperty of the entity itself that is asked for; nil where it lies elsewhere.
    fileprivate var indexable: String? {
        path.links.isEmpty && path.members.isEmpty && path.names.count == 1 ? path.first : nil
    }
}
