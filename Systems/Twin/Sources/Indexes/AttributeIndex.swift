// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which entities say what under one attribute: numbers in order, texts (IRIs among them) as they are.
/// What it finds is looked at once more, so that it may find too much and never too little.
struct AttributeIndex: Sendable {
    private enum Key: Hashable {
        case number(Double)
        case text(String)
    }

    /// A whole IRI.
    let name: String
    private var numbers = NumberIndex()
    private var texts: [String: Set<Int>] = [:]

    init(_ name: String) { self.name = name }

    mutating func change(_ number: Int, from old: Entity?, to new: Entity?) {
        let (before, after) = (old?[name], new?[name])
        if before == after { return }
        let (gone, come) = (Self.keys(before), Self.keys(after))
        for key in gone where !come.contains(key) { remove(key, number) }
        for key in come where !gone.contains(key) { insert(key, number) }
    }

    private mutating func insert(_ key: Key, _ number: Int) {
        switch key {
        case .number(let value): numbers.insert(.init(value: value, entity: number))
        case .text(let text): texts[text, default: []].insert(number)
        }
    }

    private mutating func remove(_ key: Key, _ number: Int) {
        switch key {
        case .number(let value): numbers.remove(.init(value: value, entity: number))
        case .text(let text):
            texts[text]?.remove(number)
            if texts[text]?.isEmpty == true { texts[text] = nil }
        }
    }

    /// The entities that may pass a test; nil where this cannot tell, or where they are too many.
    func entities(passing test: Condition.Test, atMost most: Int) -> [Int]? {
        guard case .compares(let sign, let wanted) = test else { return nil }
        var found: Set<Int> = []
        for one in wanted {
            guard let some = entities(sign, one, atMost: most), found.count + some.count <= most else {
                return nil
            }
            found.formUnion(some)
        }
        return found.sorted()
    }

    private func entities(
        _ sign: Condition.Operator, _ wanted: Condition.Operand, atMost most: Int
    ) -> [Int]? {
        switch (sign, wanted) {
        case (.equal, .one(.text(let text, let whole))), (.equal, .one(.uri(let text, let whole))):
            let found = (texts[text] ?? []).union(whole.flatMap { texts[$0] } ?? [])
            return found.count <= most ? Array(found) : nil
        case (.equal, .one(let value)):
            return value.double.flatMap { numbers.entities(in: $0...$0, atMost: most) }
        case (.equal, .range(let from, let to)):
            guard let from = from.double, let to = to.double, from <= to else { return nil }
            return numbers.entities(in: from...to, atMost: most)
        case (.less, .one(let value)), (.lessOrEqual, .one(let value)):
            return value.double.flatMap { numbers.entities(in: -.infinity ... $0, atMost: most) }
        case (.greater, .one(let value)), (.greaterOrEqual, .one(let value)):
            return value.double.flatMap { numbers.entities(in: $0 ... .infinity, atMost: most) }
        default: return nil
        }
    }

    /// All numbers and texts an attribute says, whatever its kind.
    private static func keys(_ attribute: Attribute?) -> Set<Key> {
        var keys: Set<Key> = []
        for instance in attribute?.instances ?? [] {
            switch instance.value {
            case .property(let value), .geo(let value), .json(let value): add(value, to: &keys)
            case .list(let values): for value in values { add(value, to: &keys) }
            case .relationship(let texts, _), .vocab(let texts, _), .listRelationship(let texts):
                for text in texts { keys.insert(.text(text)) }
            case .language(let map): for (_, value) in map { add(value, to: &keys) }
            }
        }
        return keys
    }

    private static func add(_ value: JSON, to keys: inout Set<Key>) {
        switch value {
        case .string(let text): keys.insert(.text(text))
        case .integer, .number: if let number = value.asDouble { keys.insert(.number(number)) }
        case .array(let values): for value in values { add(value, to: &keys) }
        case .object(let members): if let inner = members["@value"] { add(inner, to: &keys) }
        case .bool, .null: break
        }
    }
}

extension Comparand {
    /// The number it is, if it is one.
    fileprivate var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
