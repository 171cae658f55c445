// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Applies fragments to an entity, one attribute after another. The work is linear in both: names and
/// data sets are looked up in tables once there are many.
struct Changing {
    enum Mode {
        /// What is new is added; what is there is replaced, if that is wanted (5.6.3).
        case append(overwrites: Bool)
        /// What is there is replaced; what is new is added, if that is wanted (5.6.2).
        case update(appends: Bool)
        /// What is there is merged into (5.6.17).
        case merge(Merging)

        var isMerge: Bool {
            if case .merge = self { true } else { false }
        }

        /// Whether what is there may become something else.
        var overwrites: Bool {
            switch self {
            case .append(let overwrites): overwrites
            case .update: true
            case .merge(let merging): merging.overwrites
            }
        }
    }

    private var outcome: Outcome
    private let mode: Mode
    private let now: Stamp
    private var places: [String: Int]?
    private var updated: Set<String> = []

    init(_ entity: Entity, _ mode: Mode, at now: Stamp, expecting count: Int) {
        outcome = Outcome(entity: entity)
        self.mode = mode
        self.now = now
        if entity.attributes.count > 8, count > 4 {
            var places: [String: Int] = [:]
            for (index, attribute) in entity.attributes.enumerated() { places[attribute.name] = index }
            self.places = places
        }
    }

    /// The entity with all of a fragment applied.
    static func applied(
        _ fragment: Fragment, to entity: Entity, _ mode: Mode, at now: Stamp
    ) -> Outcome {
        var changing = Changing(entity, mode, at: now, expecting: fragment.attributes.count)
        changing.members(fragment)
        for attribute in fragment.attributes { changing.apply(attribute) }
        return changing.finish()
    }

    /// Attributes of which nothing is left go; `modifiedAt` moves if anything was done.
    private mutating func finish() -> Outcome {
        if outcome.changes.contains(where: { $0.kind == .deleted }) {
            outcome.entity.attributes.removeAll { $0.instances.isEmpty }
        }
        if outcome.isChanged { outcome.entity.modifiedAt = now }
        return outcome
    }

    private mutating func members(_ fragment: Fragment) {
        let new = fragment.types.filter { !outcome.entity.types.contains($0) }
        if !new.isEmpty {
            outcome.entity.types += new
            note("type")
        }
        scope(fragment.scope)
        guard fragment.expiresAt != .nothing else { return }
        outcome.entity.expiresAt = fragment.expiresAt.applied(to: outcome.entity.expiresAt)
        note("expiresAt")
    }

    /// A scope replaces the one that is there (4.18), where that is wanted.
    private mutating func scope(_ said: Said<[String]>) {
        guard said != .nothing else { return }
        let isThere = !outcome.entity.scope.isEmpty
        switch mode {
        case _ where isThere && !mode.overwrites:
            let new = (said.said ?? []).filter { !outcome.entity.scope.contains($0) }
            if new.isEmpty { return }
            outcome.entity.scope += new
            note("scope")
        case .update where !isThere:
            // A scope is replaced where there is one, and else passed over (5.6.2.4).
            return
        default:
            outcome.entity.scope = said.said ?? []
            note("scope")
        }
    }

    private mutating func apply(_ patch: AttributePatch) {
        let place = place(of: patch.name)
        var attribute = place.map { outcome.entity.attributes[$0] } ?? Attribute(patch.name, [])
        if let place { outcome.entity.attributes[place].instances = [] }
        let isNew = attribute.instances.isEmpty
        apply(patch.instances, to: &attribute)
        if let place {
            outcome.entity.attributes[place] = attribute
        } else if !attribute.instances.isEmpty {
            places?[patch.name] = outcome.entity.attributes.count
            outcome.entity.attributes.append(attribute)
        } else if isNew, patch.instances.isEmpty {
            refuse(patch.name, nil, "Nothing is said of it.")
        }
    }

    private mutating func apply(_ patches: [InstancePatch], to attribute: inout Attribute) {
        var index = DatasetIndex(attribute, looksUp: patches.count)
        var gone: Set<Int> = []
        for patch in patches {
            if let place = index.place(of: patch.datasetId, in: attribute), !gone.contains(place) {
                if change(patch, at: place, of: &attribute) { gone.insert(place) }
            } else if let instance = create(patch, attribute.name) {
                index.add(patch.datasetId, at: attribute.instances.count)
                attribute.instances.append(instance)
            }
        }
        guard !gone.isEmpty else { return }
        attribute.instances = attribute.instances.enumerated().lazy
            .filter { !gone.contains($0.offset) }.map(\.element)
    }

    /// Changes an instance that is there; says whether it is to go.
    private mutating func change(
        _ patch: InstancePatch, at place: Int, of attribute: inout Attribute
    ) -> Bool {
        let old = attribute.instances[place]
        if case .append(overwrites: false) = mode {
            refuse(attribute.name, patch.datasetId, "It is there already and is not to be overwritten.")
            return false
        }
        if case .merge(let merging) = mode, !merging.overwrites { return false }
        let new: Instance?
        if patch.value == .nothing, !mode.isMerge {
            refuse(attribute.name, patch.datasetId, "No value was sent.")
            return false
        } else if patch.value == .removed {
            new = nil
        } else if case .merge(let merging) = mode {
            if patch.value == .nothing, let kind = patch.kind, kind != old.value.kind {
                refuse(attribute.name, patch.datasetId, "It is a \(old.value.kind.rawValue).")
                return false
            }
            guard merging.fits(patch, old) else {
                refuse(attribute.name, patch.datasetId, "It is a \(old.value.kind.rawValue), and stays one.")
                return false
            }
            new = merging.merged(old, patch, at: now)
        } else {
            new = Merging.replaced(old, patch, at: now)
        }
        note(attribute.name)
        outcome.changes.append(
            Change(
                name: attribute.name, datasetId: patch.datasetId, kind: new == nil ? .deleted : .updated,
                previous: old))
        guard let new else { return true }
        attribute.instances[place] = new
        return false
    }

    /// The instance where there was none, unless nothing is to be added or nothing was said.
    private mutating func create(_ patch: InstancePatch, _ name: String) -> Instance? {
        var instance: Instance?
        switch mode {
        case .append: instance = patch.instance(at: now)
        case .update(let appends): instance = appends ? patch.instance(at: now) : nil
        case .merge(let merging):
            // What is not there need not be taken away.
            if patch.value == .removed { return nil }
            instance = merging.created(patch, at: now)
        }
        guard let instance else {
            let reason = patch.value == .nothing ? "It is not there, and has no value." : "It is not there."
            refuse(name, patch.datasetId, reason)
            return nil
        }
        note(name)
        outcome.changes.append(Change(name: name, datasetId: patch.datasetId, kind: .created))
        return instance
    }

    private func place(of name: String) -> Int? {
        if let places { return places[name] }
        return outcome.entity.attributes.firstIndex { $0.name == name }
    }

    private mutating func note(_ name: String) {
        if updated.insert(name).inserted { outcome.updated.append(name) }
    }

    private mutating func refuse(_ name: String, _ datasetId: String?, _ reason: String) {
        outcome.notUpdated.append(NotUpdated(name: name, datasetId: datasetId, reason: reason))
    }
}
