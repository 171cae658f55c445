// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How what is said of an instance is brought together with what is there: a merge patch goes into
/// values and sub-attributes (GS CIM 009, 5.5.12), a partial update replaces them one by one (5.5.8).
struct Merging: Sendable, Equatable {
    /// Whether objects and language maps are merged member by member, and sub-attributes likewise.
    var isDeep = true
    /// When what is patched was observed, if it was observed before and the patch does not say (5.6.17).
    var observedAt: Stamp?
    /// The language of a plain text that is sent for a LanguageProperty (5.6.17).
    var language: String?

    /// Whether values alone are sent, which leave attributes of their kinds (6.5.3.4).
    var isSimplified = false
    /// Whether what is there is merged into, or left untouched (5.6.17.4).
    var overwrites = true

    /// Whether what is said can be the value of what is there.
    func fits(_ patch: InstancePatch, _ old: Instance) -> Bool {
        guard isSimplified, case .value(let said) = patch.value else { return true }
        return Fitting.fitted(said, to: old.value, isStated: false, language: language).kind == old.value.kind
    }

    /// The instance after a patch; nil where nothing is left of it.
    func merged(_ old: Instance, _ patch: InstancePatch, at now: Stamp) -> Instance? {
        var new = old
        if case .value(let said) = patch.value {
            let value = Fitting.fitted(said, to: old.value, isStated: patch.kind != nil, language: language)
            guard value.kind == old.value.kind else {
                return Self.kept(old, created(patch, at: now))
            }
            guard let value = isDeep ? deep(old.value, value) : value else { return nil }
            new.value = value
        }
        if patch.observedAt != .nothing {
            (new.observedAt, new.observedDigits) = (patch.observedAt.said, patch.observedDigits)
        } else if let observedAt, old.observedAt != nil {
            (new.observedAt, new.observedDigits) = (observedAt, 0)
        }
        new.unitCode = patch.unitCode.applied(to: old.unitCode)
        new.valueType = patch.valueType.applied(to: old.valueType)
        new.objectType = patch.objectType.applied(to: old.objectType) ?? []
        new.expiresAt = patch.expiresAt.applied(to: old.expiresAt)
        new.modifiedAt = now
        merge(patch.attributes, into: &new, at: now)
        return new
    }

    /// The instance where there was none; nil where no value is said.
    func created(_ patch: InstancePatch, at now: Stamp) -> Instance? {
        guard var instance = patch.instance(at: now) else { return nil }
        guard isDeep, let value = Self.withoutNulls(instance.value) else { return isDeep ? nil : instance }
        instance.value = value
        return instance
    }

    /// The instance that takes the place of another in whole.
    static func replaced(_ old: Instance, _ patch: InstancePatch, at now: Stamp) -> Instance? {
        var patch = patch
        if case .value(let said) = patch.value {
            patch.value = .value(
                Fitting.fitted(said, to: old.value, isStated: patch.kind != nil, language: nil))
        }
        return kept(old, patch.instance(at: now))
    }

    /// A new instance with what is kept of the old: when it, and each of its attributes, was created.
    static func kept(_ old: Instance, _ new: Instance?) -> Instance? {
        guard var new else { return nil }
        new.createdAt = old.createdAt
        guard !old.attributes.isEmpty, !new.attributes.isEmpty else { return new }
        let places = places(of: old)
        for (index, attribute) in new.attributes.enumerated() {
            guard let before = places[attribute.name].map({ old.attributes[$0] }) else { continue }
            let datasets = DatasetIndex(before, looksUp: attribute.instances.count)
            new.attributes[index].instances = attribute.instances.map { instance in
                let same = datasets.place(of: instance.datasetId, in: before)
                return same.flatMap { kept(before.instances[$0], instance) } ?? instance
            }
        }
        return new
    }

    /// Where each attribute of an attribute stands: there may be very many, so that none is searched for.
    private static func places(of instance: Instance) -> [String: Int] {
        Dictionary(instance.attributes.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    private func merge(_ patches: [AttributePatch], into instance: inout Instance, at now: Stamp) {
        if patches.isEmpty { return }
        var places = Self.places(of: instance)
        for patch in patches {
            let place = places[patch.name]
            var attribute = place.map { instance.attributes[$0] } ?? Attribute(patch.name, [])
            merge(patch.instances, into: &attribute, at: now)
            if let place {
                instance.attributes[place] = attribute
            } else if !attribute.instances.isEmpty {
                places[patch.name] = instance.attributes.count
                instance.attributes.append(attribute)
            }
        }
        instance.attributes.removeAll { $0.instances.isEmpty }
    }

    private func merge(_ patches: [InstancePatch], into attribute: inout Attribute, at now: Stamp) {
        var index = DatasetIndex(attribute, looksUp: patches.count)
        var gone: Set<Int> = []
        for said in patches {
            let there = index.place(of: said.datasetId, in: attribute)
            let old = there.map { attribute.instances[$0] }
            let new = said.value == .removed ? nil : sub(old, said, at: now)
            switch (there, new) {
            case (let there?, let new?): attribute.instances[there] = new
            case (let there?, nil): gone.insert(there)
            case (nil, let new?):
                index.add(said.datasetId, at: attribute.instances.count)
                attribute.instances.append(new)
            case (nil, nil): break
            }
        }
        guard !gone.isEmpty else { return }
        attribute.instances = attribute.instances.enumerated().lazy
            .filter { !gone.contains($0.offset) }.map(\.element)
    }

    private func sub(_ old: Instance?, _ patch: InstancePatch, at now: Stamp) -> Instance? {
        guard let old else { return created(patch, at: now) }
        if isDeep || patch.value == .nothing {
            var beneath = self
            beneath.observedAt = nil
            return beneath.merged(old, patch, at: now)
        }
        return Self.replaced(old, patch, at: now)
    }
}

/// Values member by member, as RFC 7396 merges them, with the NGSI-LD Null in the place of null.
extension Merging {
    private static let null = JSON.string(Fragment.null)

    private func deep(_ old: AttributeValue, _ new: AttributeValue) -> AttributeValue? {
        switch (old, new) {
        case (.property(let old), .property(let new)):
            return .property(Self.merged(old, new))
        case (.json(let old), .json(let new)):
            return .json(Self.merged(old, new))
        case (.language(let old), .language(let new)):
            guard case .object(let map) = Self.merged(.object(old), .object(new)), !map.isEmpty else {
                return nil
            }
            return .language(map)
        default: return new
        }
    }

    private static func merged(_ old: JSON, _ new: JSON) -> JSON {
        guard case .object(let patch) = new, patch["@type"] != "@json" else { return new }
        var members = old.asObject ?? JSONObject()
        var gone: Set<String> = []
        for (key, value) in patch {
            if value == null {
                gone.insert(key)
            } else {
                members[key] = merged(members[key] ?? .null, value)
            }
        }
        guard !gone.isEmpty else { return .object(members) }
        return .object(JSONObject(distinct: members.filter { !gone.contains($0.key) }))
    }

    private static func withoutNulls(_ value: AttributeValue) -> AttributeValue? {
        switch value {
        case .property(let json): return .property(merged(.null, json))
        case .json(let json): return .json(merged(.null, json))
        case .language(let map):
            let kept = JSONObject(map.filter { $0.value != null })
            return kept.isEmpty ? nil : .language(kept)
        default: return value
        }
    }
}
