// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Things and what is said of them, each thing once: as JSON-LD 1.1 or as Turtle 1.1, both of which
/// can be read without any other document.
public struct LinkedGraph: Sendable {
    /// The things, in the order they were first named; those without a name stand within others.
    public private(set) var nodes: [LinkedNode] = []
    private var places: [String: Int] = [:]

    /// A graph of these and of everything that is described within them.
    public init(_ nodes: [LinkedNode] = []) {
        for node in nodes { add(node) }
    }

    /// Adds a thing and what is described within it. What is said of one that is there already is
    /// added to that.
    public mutating func add(_ node: LinkedNode) {
        let place: Int
        if let iri = node.iri, let known = places[iri] {
            place = known
        } else {
            place = nodes.count
            nodes.append(node.bare())
            if let iri = node.iri { places[iri] = place }
        }
        let flat = flattened(node)
        nodes[place].take(flat)
    }

    /// The same thing with those it names described beside it instead of within it.
    private mutating func flattened(_ node: LinkedNode) -> LinkedNode {
        var flat = node.bare()
        for property in node.properties {
            for value in property.values {
                guard case .node(let inner) = value else {
                    flat.add(property.name, value)
                    continue
                }
                if let iri = inner.iri {
                    add(inner)
                    flat.add(property.name, .iri(iri))
                } else {
                    flat.add(property.name, .node(flattened(inner)))
                }
            }
        }
        return flat
    }

    /// As JSON-LD, with what its names mean inside.
    public var json: JSON {
        let context = Vocabulary.used(by: nodes).map { (key: $0.prefix, value: JSON.string($0.iri)) }
        return [
            "@context": .object(JSONObject(context)), "@graph": .array(nodes.map(\.json)),
        ]
    }
}

extension LinkedNode {
    fileprivate var json: JSON {
        var members: JSONObject = [:]
        if let iri { members["@id"] = .string(iri) }
        if !types.isEmpty { members["@type"] = Self.one(types.map(JSON.string)) }
        for property in properties { members[property.name] = Self.one(property.values.map(\.json)) }
        return .object(members)
    }

    private static func one(_ values: [JSON]) -> JSON {
        values.count == 1 ? values.first ?? .null : .array(values)
    }
}

extension LinkedValue {
    fileprivate var json: JSON {
        switch self {
        case .iri(let iri): ["@id": .string(iri)]
        case .node(let node): node.json
        case .text(let text, nil): .string(text)
        case .text(let text, let language?): ["@value": .string(text), "@language": .string(language)]
        case .typed(let text, let type): ["@value": .string(text), "@type": .string(type)]
        case .all(let values): .array(values.map(\.json))
        }
    }
}
