// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a request says of one member: nothing, a value, or that it is to go.
enum Said<Value: Sendable & Equatable>: Sendable, Equatable {
    case nothing
    case value(Value)
    case removed

    /// What it says, where it says a value.
    var said: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// What stands after it has been heard.
    func applied(to old: Value?) -> Value? {
        switch self {
        case .nothing: old
        case .value(let value): value
        case .removed: nil
        }
    }
}

/// What a request says of an entity (GS CIM 009, 5.4): all of it or a part, read and with whole IRIs,
/// not yet applied to anything.
struct Fragment: Sendable, Equatable {
    /// The text by which NGSI-LD says that something is to go (4.5.0).
    static let null = "urn:ngsi-ld:null"

    var id: String?
    /// Whole IRIs; empty: nothing is said of types.
    var types: [String] = []
    var scope: Said<[String]> = .nothing
    var expiresAt: Said<Stamp> = .nothing
    var attributes: [AttributePatch] = []
}

/// What a request says of an attribute.
struct AttributePatch: Sendable, Equatable {
    /// A whole IRI.
    let name: String
    var instances: [InstancePatch]
}

/// What a request says of one instance of an attribute.
struct InstancePatch: Sendable, Equatable {
    /// `.removed`: the instance is to go.
    var value: Said<AttributeValue> = .nothing
    /// The kind as it was stated in `type`; nil where it was only inferred from how the value looks.
    var kind: AttributeKind?
    var datasetId: String?
    var observedAt: Said<Stamp> = .nothing
    var observedDigits: UInt8 = 0
    var unitCode: Said<String> = .nothing
    var valueType: Said<String> = .nothing
    var objectType: Said<[String]> = .nothing
    var expiresAt: Said<Stamp> = .nothing
    /// Sub-attributes.
    var attributes: [AttributePatch] = []
    /// The name of the instance in a history, where one was sent (4.5.7).
    var instanceId: String?

    init(_ value: Said<AttributeValue> = .nothing) { self.value = value }

    /// The instance as it stands when it is new; nil where no value was said.
    func instance(at now: Stamp) -> Instance? {
        guard case .value(let value) = value else { return nil }
        var instance = Instance(value, at: now)
        instance.datasetId = datasetId
        (instance.observedAt, instance.observedDigits) = (observedAt.said, observedDigits)
        instance.unitCode = unitCode.said
        instance.valueType = valueType.said
        instance.objectType = objectType.said ?? []
        instance.expiresAt = expiresAt.said
        instance.attributes = attributes.compactMap { $0.attribute(at: now) }
        return instance
    }
}

extension AttributePatch {
    /// The attribute as it stands when it is new; nil where no instance has a value.
    func attribute(at now: Stamp) -> Attribute? {
        let instances = instances.compactMap { $0.instance(at: now) }
        return instances.isEmpty ? nil : Attribute(name, instances)
    }
}
