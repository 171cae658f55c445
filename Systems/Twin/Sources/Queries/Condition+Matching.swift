// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Finds the entity a Relationship points at; nil if there is none.
typealias LinkedEntity = (String) -> Entity?

/// What a path leads to.
enum QueryTarget {
    /// A value, or an array of which each counts.
    case value(JSON)
    /// Texts of several languages.
    case texts([JSON])
    /// URIs, of which each counts.
    case references([String])
    case vocabulary([String])
    case moment(Stamp)
}

extension Condition {
    /// Whether an entity is as it is asked for.
    func matches(_ entity: Entity, linked: LinkedEntity = { _ in nil }) -> Bool {
        // A path may fan out at every Relationship it follows.
        var patience = 1_000
        return matches(entity, linked, &patience)
    }

    private func matches(_ entity: Entity, _ linked: LinkedEntity, _ patience: inout Int) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.matches(entity, linked, &patience) }
        case .any(let parts): parts.contains { $0.matches(entity, linked, &patience) }
        case .term(let term): term.matches(entity, linked, &patience)
        }
    }
}

extension Condition.Term {
    /// An attribute with several data sets matches by any of them.
    fileprivate func matches(_ entity: Entity, _ linked: LinkedEntity, _ patience: inout Int) -> Bool {
        path.leads(from: entity, linked, &patience) { test.holds(for: $0) }
    }
}

extension AttributePath {
    /// Whether the path leads to something that passes a test.
    func leads(
        from entity: Entity, _ linked: LinkedEntity = { _ in nil }, _ patience: inout Int,
        to test: (QueryTarget) -> Bool
    ) -> Bool {
        follow(entity, 0, linked, &patience, test)
    }

    private func follow(
        _ entity: Entity, _ link: Int, _ linked: LinkedEntity, _ patience: inout Int,
        _ test: (QueryTarget) -> Bool
    ) -> Bool {
        guard link < links.count else { return ends(in: entity, test) }
        guard let attribute = entity[links[link].relationship] else { return false }
        let types = links[link].types
        for instance in attribute.instances {
            for object in instance.objects {
                guard patience > 0 else { return false }
                patience -= 1
                guard let next = linked(object) else { continue }
                guard types.isEmpty || next.types.contains(where: types.contains) else { continue }
                if follow(next, link + 1, linked, &patience, test) { return true }
            }
        }
        return false
    }

    private func ends(in entity: Entity, _ test: (QueryTarget) -> Bool) -> Bool {
        guard let name = names.first else { return false }
        if let attribute = entity[name] {
            return attribute.instances.contains { ends(in: $0, 1, test) }
        }
        guard names.count == 1, let member = SystemMember(name) else { return false }
        return entity.target(member).map(test) ?? false
    }

    private func ends(in instance: Instance, _ place: Int, _ test: (QueryTarget) -> Bool) -> Bool {
        guard place < names.count else { return instance.value.target(members).map(test) ?? false }
        let name = names[place]
        if let attribute = instance[name] {
            return attribute.instances.contains { ends(in: $0, place + 1, test) }
        }
        guard place == names.count - 1, let member = SystemMember(name) else { return false }
        return instance.target(member).map(test) ?? false
    }
}

extension AttributePath {
    /// What an entity has at the end of the path, the default data set before others; nil if nothing. Paths
    /// that follow Relationships lead nowhere here.
    func leading(in entity: Entity) -> QueryTarget? {
        guard links.isEmpty, let name = names.first else { return nil }
        guard var instance = entity[name]?.leading else {
            return names.count == 1 ? SystemMember(name).flatMap { entity.target($0) } : nil
        }
        for (place, name) in names.enumerated().dropFirst() {
            if let next = instance[name]?.leading {
                instance = next
            } else {
                guard place == names.count - 1 else { return nil }
                return SystemMember(name).flatMap { instance.target($0) }
            }
        }
        return instance.value.target(members)
    }
}

extension Entity {
    func target(_ member: SystemMember) -> QueryTarget? {
        switch member {
        case .id: .value(.string(id))
        case .type: .vocabulary(types)
        case .scope: scope.isEmpty ? nil : .value(.array(scope.map(JSON.string)))
        case .createdAt: .moment(createdAt)
        case .modifiedAt: .moment(modifiedAt)
        case .deletedAt: deletedAt.map(QueryTarget.moment)
        case .expiresAt: expiresAt.map(QueryTarget.moment)
        default: nil
        }
    }
}

extension Instance {
    /// The URIs it points at; none if it is no Relationship.
    var objects: [String] {
        switch value {
        case .relationship(let objects, _), .listRelationship(let objects): objects
        default: []
        }
    }

    func target(_ member: SystemMember) -> QueryTarget? {
        switch member {
        case .createdAt: .moment(createdAt)
        case .modifiedAt: .moment(modifiedAt)
        case .deletedAt: deletedAt.map(QueryTarget.moment)
        case .expiresAt: expiresAt.map(QueryTarget.moment)
        case .observedAt: observedAt.map(QueryTarget.moment)
        case .unitCode: unitCode.map { .value(.string($0)) }
        case .datasetId: datasetId.map { .value(.string($0)) }
        case .instanceId: instanceId.map { .value(.string($0)) }
        case .valueType: valueType.map { .vocabulary([$0]) }
        case .objectType: objectType.isEmpty ? nil : .vocabulary(objectType)
        case .scope, .id, .type: nil
        }
    }
}

extension AttributeValue {
    /// What stands at the end of a trailing path; nil if that is not there.
    func target(_ members: [String]) -> QueryTarget? {
        switch self {
        case .property(let value), .geo(let value), .json(let value):
            AttributeValue.step(value, members).map(QueryTarget.value)
        case .list(let values): members.isEmpty ? .value(.array(values)) : nil
        case .relationship(let objects, _), .listRelationship(let objects):
            members.isEmpty ? .references(objects) : nil
        case .vocab(let iris, _): members.isEmpty ? .vocabulary(iris) : nil
        case .language(let map): AttributeValue.texts(map, members)
        }
    }

    private static func step(_ value: JSON, _ members: [String]) -> JSON? {
        var value = value
        for member in members {
            guard let next = value[member] else { return nil }
            value = next
        }
        return value
    }

    private static func texts(_ map: JSONObject, _ members: [String]) -> QueryTarget? {
        guard members.count <= 1 else { return nil }
        guard let tag = members.first, tag != "*" else { return map.isEmpty ? nil : .texts(map.map(\.value)) }
        if let exact = map[tag] { return .value(exact) }
        let lower = tag.lowercased()
        return map.first { $0.key.lowercased() == lower }.map { .value($0.value) }
    }
}

extension Condition.Test {
    fileprivate func holds(for target: QueryTarget) -> Bool {
        switch self {
        case .exists: true
        case .compares(.equal, let operands): operands.contains { $0.equals(target) }
        case .compares(.unequal, let operands): !operands.contains { $0.equals(target) }
        case .compares(let sign, let operands):
            operands.contains { operand in
                guard case .one(let comparand) = operand else { return false }
                return comparand.orders(of: target).contains { sign.allows($0) }
            }
        case .fits(let pattern, let isWanted): Self.fits(pattern, target, isWanted)
        }
    }

    /// A value that is no text fits neither way.
    private static func fits(_ pattern: Pattern, _ target: QueryTarget, _ isWanted: Bool) -> Bool {
        switch target {
        case .value(let value):
            guard let text = Comparand.bare(value).asString else { return false }
            return pattern.matches(text) == isWanted
        case .texts(let values):
            let texts = values.flatMap { $0.asArray ?? [$0] }.compactMap(\.asString)
            return !texts.isEmpty && texts.contains(where: pattern.matches) == isWanted
        case .vocabulary(let iris): return iris.contains(where: pattern.matches) == isWanted
        case .references, .moment: return false
        }
    }
}

extension Condition.Operator {
    func allows(_ order: Order) -> Bool {
        switch self {
        case .equal: order == .same
        case .unequal: order != .same
        case .greater: order == .greater
        case .greaterOrEqual: order != .less
        case .less: order == .less
        case .lessOrEqual: order != .greater
        }
    }
}

extension Condition.Operand {
    fileprivate func equals(_ target: QueryTarget) -> Bool {
        switch self {
        case .one(let comparand): comparand.equals(target)
        case .range(let from, let to): Self.lies(target, from, to)
        }
    }

    private static func lies(_ target: QueryTarget, _ from: Comparand, _ to: Comparand) -> Bool {
        switch target {
        case .value(.array(let values)), .texts(let values): values.contains { lies($0, from, to) }
        case .value(let value): lies(value, from, to)
        case .moment(let stamp):
            from.order(of: stamp).map { $0 != .less } ?? false
                && to.order(of: stamp).map { $0 != .greater } ?? false
        case .references, .vocabulary: false
        }
    }

    private static func lies(_ value: JSON, _ from: Comparand, _ to: Comparand) -> Bool {
        guard let low = from.order(of: value), let high = to.order(of: value) else { return false }
        return low != .less && high != .greater
    }
}

extension Comparand {
    fileprivate func equals(_ target: QueryTarget) -> Bool {
        switch target {
        case .value(let value): equals(value)
        case .texts(let values): values.contains { equals($0) }
        case .references(let iris), .vocabulary(let iris): iris.contains { isText($0) }
        case .moment(let stamp): order(of: stamp) == .same
        }
    }

    /// How a target stands to this; nothing where they have no order.
    fileprivate func orders(of target: QueryTarget) -> [Order] {
        switch target {
        case .value(let value): order(of: value).map { [$0] } ?? []
        case .texts(let values): values.compactMap { order(of: $0) }
        case .moment(let stamp): order(of: stamp).map { [$0] } ?? []
        case .references, .vocabulary: []
        }
    }
}
