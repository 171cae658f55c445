// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// An edition of the specification. What is shown can be made to conform to an older one, for readers that
/// know no later (GS CIM 009, 4.3.6.8).
struct Edition: Sendable, Comparable {
    let major, minor: Int

    /// The latest that is spoken here.
    static let latest = Edition(1, 9)

    init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

    /// Reads `1.5`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1], major > 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    static func < (left: Edition, right: Edition) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    var text: String { "\(major).\(minor)" }

    /// What one of the preferences of a header `Prefer` (RFC 7240) says of it: `ngsi-ld=1.5`.
    static func preferred(in header: String) -> Edition? {
        for part in header.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let words = String(part).trimmingSpace
            guard words.lowercased().hasPrefix("ngsi-ld=") else { continue }
            return Edition(words.dropFirst(8).filter { $0 != "\"" })
        }
        return nil
    }
}

/// Tables 4.3.6.8-1 to 3: what came with which edition, and what stands for it in older ones.
extension Edition {
    func form(of entity: Entity, _ naming: any Naming) -> Entity {
        guard self < Self.latest else { return entity }
        var entity = entity
        entity.expiresAt = nil
        if self < Edition(1, 4) { entity.scope = [] }
        if self < Edition(1, 3) { entity.types = Array(entity.types.prefix(1)) }
        entity.attributes = attributes(entity.attributes, naming)
        return entity
    }

    func form(of history: History, _ naming: any Naming) -> History {
        guard self < Self.latest else { return history }
        var history = history
        if self < Edition(1, 4) { history.scope = [] }
        if self < Edition(1, 3) { history.types = Array(history.types.prefix(1)) }
        history.attributes = history.attributes.map { attribute in
            Attribute(attribute.name, attribute.instances.map { instance($0, naming) })
        }
        return history
    }

    private func attributes(_ attributes: [Attribute], _ naming: any Naming) -> [Attribute] {
        attributes.compactMap { attribute in
            // Data sets came with 1.3; before, an attribute said one thing.
            guard self < Edition(1, 3) else {
                return Attribute(attribute.name, attribute.instances.map { instance($0, naming) })
            }
            return attribute.leading.map { Attribute(attribute.name, [instance($0, naming)]) }
        }
    }

    private func instance(_ instance: Instance, _ naming: any Naming) -> Instance {
        var instance = instance
        (instance.expiresAt, instance.valueType) = (nil, nil)
        if self < Edition(1, 8) { instance.objectType = [] }
        if self < Edition(1, 3) {
            (instance.datasetId, instance.observedAt, instance.unitCode) = (nil, nil, nil)
        }
        instance.value = value(instance.value, naming)
        instance.attributes = attributes(instance.attributes, naming)
        return instance
    }

    func value(_ value: AttributeValue, _ naming: any Naming) -> AttributeValue {
        switch value {
        case .language(let map) where self < Edition(1, 4): return .property(.object(map))
        case .json(let json) where self < Edition(1, 8): return .property(json)
        case .list(let items) where self < Edition(1, 8): return .property(.array(items))
        case .vocab(let iris, let isArray) where self < Edition(1, 8):
            let names = iris.map { JSON.string(naming.compact($0)) }
            return .property(isArray || names.count != 1 ? .array(names) : names[0])
        case .listRelationship(let uris) where self < Edition(1, 8):
            return .relationship(uris, isArray: true)
        default: return value
        }
    }
}
