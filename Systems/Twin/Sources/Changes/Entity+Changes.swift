// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The ways an entity is changed (GS CIM 009, 5.6). Each gives what stands after it; nothing is kept.
extension Entity {
    /// Appends attributes (5.6.3): what is there is replaced if `overwrites`. Types unite (4.16), and
    /// scopes do where nothing is overwritten.
    func appending(_ fragment: Fragment, overwrites: Bool = true, at now: Stamp) -> Outcome {
        Changing.applied(fragment, to: self, .append(overwrites: overwrites), at: now)
    }

    /// Updates attributes (5.6.2): what is there is replaced, and what is not is added if `appends`, as
    /// 1.9.1 has it; earlier editions left it out and said so.
    func updating(_ fragment: Fragment, appends: Bool = true, at now: Stamp) -> Outcome {
        Changing.applied(fragment, to: self, .update(appends: appends), at: now)
    }

    /// Merges a patch (5.6.17).
    func merging(_ fragment: Fragment, _ merging: Merging = Merging(), at now: Stamp) -> Outcome {
        Changing.applied(fragment, to: self, .merge(merging), at: now)
    }

    /// Updates a part of one attribute (5.6.4), which must be there and stay of its kind.
    func updatingPart(of name: String, _ patch: InstancePatch, at now: Stamp) throws(TwinProblem) -> Outcome {
        let old = try instance(of: name, patch.datasetId, clause: "5.6.4")
        guard patch.value != .removed else {
            throw .bad(
                "A partial update takes away parts of an attribute, and never the whole.",
                at: "/" + (patch.kind ?? old.value.kind).key, clause: "5.6.4")
        }
        let said = patch.value.said.map {
            Fitting.fitted($0, to: old.value, isStated: patch.kind != nil, language: nil).kind
        }
        if let kind = patch.kind ?? said, kind != old.value.kind {
            throw .bad(
                "The attribute is a \(old.value.kind.rawValue), and no \(kind.rawValue).", at: "/type",
                clause: "5.6.4")
        }
        let fragment = Fragment(attributes: [AttributePatch(name: name, instances: [patch])])
        return Changing.applied(fragment, to: self, .merge(Merging(isDeep: false)), at: now)
    }

    /// Replaces instances of one attribute (5.6.19), which must be there.
    func replacing(_ patch: AttributePatch, at now: Stamp) throws(TwinProblem) -> Outcome {
        for instance in patch.instances {
            _ = try self.instance(of: patch.name, instance.datasetId, clause: "5.6.19")
        }
        return Changing.applied(Fragment(attributes: [patch]), to: self, .update(appends: false), at: now)
    }

    /// Deletes an attribute (5.6.5): the instance of a data set, the default one, or all of them.
    func deleting(
        _ name: String, datasetId: String? = nil, all: Bool = false, at now: Stamp
    ) throws(TwinProblem) -> Outcome {
        var patches: [InstancePatch] = []
        if all {
            guard let attribute = self[name] else { throw absent(name, nil, clause: "5.6.5") }
            patches = attribute.instances.map { instance in
                var patch = InstancePatch(.removed)
                patch.datasetId = instance.datasetId
                return patch
            }
        } else {
            let dataset = datasetId == "@none" ? nil : datasetId
            _ = try instance(of: name, dataset, clause: "5.6.5")
            var patch = InstancePatch(.removed)
            patch.datasetId = dataset
            patches = [patch]
        }
        let fragment = Fragment(attributes: [AttributePatch(name: name, instances: patches)])
        return Changing.applied(fragment, to: self, .update(appends: false), at: now)
    }

    /// Takes the place of this entity in whole (5.6.18). What stays keeps the time of its creation.
    func replaced(by other: Entity, at now: Stamp) -> Outcome {
        var outcome = Outcome(
            entity: Entity(id: id, types: other.types, createdAt: createdAt, modifiedAt: now))
        outcome.entity.scope = other.scope
        outcome.entity.expiresAt = other.expiresAt
        if types != other.types { outcome.updated.append("type") }
        if scope != other.scope { outcome.updated.append("scope") }
        if expiresAt != other.expiresAt { outcome.updated.append("expiresAt") }
        var old = Dictionary(attributes.map { ($0.name, $0) }) { first, _ in first }
        for attribute in other.attributes {
            let before = old.removeValue(forKey: attribute.name)
            outcome.updated.append(attribute.name)
            outcome.entity.attributes.append(replace(before, by: attribute, &outcome))
        }
        for attribute in attributes where old[attribute.name] != nil {
            outcome.updated.append(attribute.name)
            outcome.changes += attribute.instances.map { .deletion(attribute.name, $0) }
        }
        // A replacement is a change even where it says nothing else.
        if outcome.updated.isEmpty { outcome.updated.append("type") }
        return outcome
    }

    private func replace(_ old: Attribute?, by new: Attribute, _ outcome: inout Outcome) -> Attribute {
        var result = Attribute(new.name, [])
        var before = Dictionary(old?.instances.map { ($0.datasetId, $0) } ?? []) { first, _ in first }
        for instance in new.instances {
            let same = before.removeValue(forKey: instance.datasetId)
            outcome.changes.append(
                Change(
                    name: new.name, datasetId: instance.datasetId, kind: same == nil ? .created : .updated,
                    previous: same))
            result.instances.append(same.flatMap { Merging.kept($0, instance) } ?? instance)
        }
        for instance in old?.instances ?? [] where before[instance.datasetId] != nil {
            outcome.changes.append(.deletion(new.name, instance))
        }
        return result
    }

    private func instance(
        of name: String, _ datasetId: String?, clause: String
    ) throws(TwinProblem) -> Instance {
        guard let found = self[name]?.instances.first(where: { $0.datasetId == datasetId }) else {
            throw absent(name, datasetId, clause: clause)
        }
        return found
    }

    private func absent(_ name: String, _ datasetId: String?, clause: String) -> TwinProblem {
        let dataset = datasetId.map { " of the data set \($0)" } ?? ""
        return TwinProblem(
            .resourceNotFound, "The entity has no attribute \(name)\(dataset).", clause: clause)
    }
}

extension Change {
    static func deletion(_ name: String, _ instance: Instance) -> Change {
        Change(name: name, datasetId: instance.datasetId, kind: .deleted, previous: instance)
    }
}
