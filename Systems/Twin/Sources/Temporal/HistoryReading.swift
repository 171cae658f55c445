// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads histories as they are sent (GS CIM 009, 5.2.20): each attribute with its instances, in their
/// normalized, concise or simplified (4.5.9) form. Each instance is given a name of its own.
struct HistoryReading {
    let naming: any Naming
    let now: Stamp
    /// Gives the next `instanceId`.
    let identify: () -> String

    private var reading: EntityReading { EntityReading(naming: naming) }

    /// A history that is new: it has an id and a type (5.6.11).
    func history(_ object: JSONObject) throws(TwinProblem) -> History {
        let fragment = try fragment(object)
        guard let id = fragment.id else {
            throw .bad("The history has no id.", at: "", clause: "5.2.20")
        }
        guard !fragment.types.isEmpty else {
            throw .bad("The history has no type.", at: "", clause: "5.2.20")
        }
        var history = History(id: id, types: fragment.types, createdAt: now, modifiedAt: now)
        history.scope = fragment.scope
        history.attributes = fragment.attributes
        return history
    }

    /// What is added to a history (5.6.12).
    struct Fragment {
        var id: String?
        var types: [String] = []
        var scope: [Instance] = []
        var attributes: [Attribute] = []
    }

    func fragment(_ object: JSONObject) throws(TwinProblem) -> Fragment {
        var fragment = Fragment()
        var names: Set<String> = []
        for (key, json) in object {
            let here = Place.member(.body, key)
            switch key {
            case "id", "@id": fragment.id = try reading.uri(json, here, "id")
            case "type", "@type": fragment.types = try reading.types(json, here)
            case "scope": fragment.scope = try scope(json, here)
            case "@context", "createdAt", "modifiedAt", "deletedAt", "expiresAt": continue
            default:
                let name = try reading.attributeName(key, here)
                guard names.insert(name).inserted else {
                    throw .bad("Two names stand for \(name).", at: here.pointer, clause: "4.5.6")
                }
                fragment.attributes.append(Attribute(name, try instances(json, here)))
            }
        }
        guard fragment.attributes.count <= Entity.mostAttributes else {
            throw .bad("There are at most \(Entity.mostAttributes) attributes.", at: "", clause: "5.2.20")
        }
        return fragment
    }

    /// The one instance that takes the place of another of an attribute (5.6.14): it stands in an array
    /// under the attribute's name, or alone.
    func replacement(of name: String, _ object: JSONObject) throws(TwinProblem) -> Instance {
        let fragment = try fragment(object)
        guard fragment.attributes.count == 1, let attribute = fragment.attributes.first,
            attribute.name == name, attribute.instances.count == 1, let instance = attribute.instances.first
        else {
            throw .bad(
                "There must be exactly one instance, of the attribute \(name).", at: "", clause: "5.6.14")
        }
        return instance
    }

    /// Instances, newest first by when they were observed.
    private func instances(_ json: JSON, _ place: Place) throws(TwinProblem) -> [Instance] {
        let attribute = AttributeReading(reading, 0)
        var patches: [InstancePatch]
        switch json {
        case .array(let items):
            patches = []
            for (index, item) in items.enumerated() {
                let here = Place.item(place, index)
                if let series = try series(item, here) {
                    patches += series
                } else {
                    patches += try attribute.list([item], here)
                }
            }
        default:
            if let series = try series(json, place) {
                patches = series
            } else {
                patches = [try attribute.instance(json, place)]
            }
        }
        guard !patches.isEmpty else {
            throw .bad("There is no instance.", at: place.pointer, clause: "4.5.7")
        }
        let instances = patches.compactMap { patch -> Instance? in
            var instance = patch.instance(at: now)
            instance?.instanceId = identify()
            return instance
        }
        return instances.newestFirst { $0.observedAt ?? $0.modifiedAt }
    }

    /// The instances of the simplified form: pairs of a value and when it was observed (4.5.9).
    private func series(_ json: JSON, _ place: Place) throws(TwinProblem) -> [InstancePatch]? {
        guard case .object(let members) = json, let type = members["type"]?.asString,
            let kind = AttributeKind(rawValue: type), let pairs = members[kind.seriesKey]
        else { return nil }
        let here = Place.member(place, kind.seriesKey)
        guard case .array(let items) = pairs else {
            throw .bad("\(kind.seriesKey) must be an array.", at: here.pointer, clause: "4.5.9")
        }
        let dataset = members["datasetId"]
        var patches: [InstancePatch] = []
        for (index, item) in items.enumerated() {
            let there = Place.item(here, index)
            guard case .array(let pair) = item, pair.count == 2 else {
                throw .bad("There must be a value and a time.", at: there.pointer, clause: "4.5.9")
            }
            let value = pair[0].asObject.flatMap { $0.count == 1 ? $0[kind.key] : nil } ?? pair[0]
            let values = ValueReading(entity: reading)
            var patch = InstancePatch(try values.value(value, kind.key, kind, .item(there, 0)))
            patch.kind = kind
            patch.observedAt = try reading.moment(pair[1], .item(there, 1))
            patch.observedDigits = reading.digits(pair[1])
            if let dataset, dataset != "@none" {
                patch.datasetId = try reading.uri(dataset, .member(place, "datasetId"), "datasetId")
            }
            patches.append(patch)
        }
        return patches
    }

    /// Scopes, plain or told as a Property is.
    private func scope(_ json: JSON, _ place: Place) throws(TwinProblem) -> [Instance] {
        let items = json.asArray ?? [json]
        guard items.contains(where: { $0.asObject != nil }) else {
            guard case .value(let scopes) = try reading.scope(json, place), !scopes.isEmpty else { return [] }
            return [scopeInstance(.nothing, scopes)]
        }
        var instances: [Instance] = []
        for (index, item) in items.enumerated() {
            let here = json.asArray == nil ? place : Place.item(place, index)
            let patch = try AttributeReading(reading, 0).instance(item, here)
            guard case .value(.property(let value)) = patch.value,
                case .value(let scopes) = try reading.scope(value, .member(here, "value"))
            else { throw .bad("A scope must be a Property.", at: here.pointer, clause: "4.18") }
            instances.append(scopeInstance(patch.observedAt, scopes))
        }
        return instances.newestFirst { $0.observedAt ?? $0.modifiedAt }
    }

    private func scopeInstance(_ observedAt: Said<Stamp>, _ scopes: [String]) -> Instance {
        let value: JSON = scopes.count == 1 ? .string(scopes[0]) : .array(scopes.map(JSON.string))
        var instance = Instance(.property(value), at: now)
        instance.observedAt = observedAt.said
        instance.instanceId = identify()
        return instance
    }
}

extension Array where Element == Instance {
    /// These by a moment, newest first; those of one moment keep their order. What is in order already
    /// costs one look at each.
    func newestFirst(_ time: (Instance) -> Stamp) -> [Instance] {
        let times = map(time)
        if zip(times, times.dropFirst()).allSatisfy({ $0 >= $1 }) { return self }
        return indices.sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] > times[$1] }.map { self[$0] }
    }
}
