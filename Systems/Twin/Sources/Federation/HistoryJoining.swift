// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Makes one history of what several say of it (GS CIM 009, 4.5.5, 5.7.3 and 5.7.4). Of two instances of one
/// moment, attribute and data set the one changed last counts.
struct HistoryJoining: Sendable {
    private(set) var history: History?
    /// By which moments instances are told apart.
    private let query: TemporalQuery

    init(_ history: History?, _ query: TemporalQuery) {
        (self.history, self.query) = (history, query)
    }

    /// - Parameter isAuxiliary: it only adds what nobody else has said of a moment.
    mutating func add(_ other: History, isAuxiliary: Bool = false) {
        guard var history else {
            self.history = other
            return
        }
        history.types += other.types.filter { !history.types.contains($0) }
        if history.scope.isEmpty { history.scope = other.scope }
        history.createdAt = .earliest(history.createdAt, other.createdAt)
        history.modifiedAt = max(history.modifiedAt, other.modifiedAt)
        // What is there with somebody is not gone.
        if history.deletedAt == nil || other.deletedAt == nil { history.deletedAt = nil }
        for attribute in other.attributes {
            guard let place = history.attributes.firstIndex(where: { $0.name == attribute.name }) else {
                history.attributes.append(attribute)
                continue
            }
            history.attributes[place] = joined(history.attributes[place], attribute, isAuxiliary)
        }
        self.history = history
    }

    private struct Key: Hashable {
        let datasetId: String?
        let time: Stamp
    }

    private func joined(_ own: Attribute, _ other: Attribute, _ isAuxiliary: Bool) -> Attribute {
        var instances = own.instances
        var places: [Key: Int] = [:]
        for (place, instance) in instances.enumerated() {
            places[Key(datasetId: instance.datasetId, time: query.time(of: instance))] = place
        }
        for instance in other.instances {
            let key = Key(datasetId: instance.datasetId, time: query.time(of: instance))
            guard let place = places[key] else {
                places[key] = instances.count
                instances.append(instance)
                continue
            }
            if !isAuxiliary, instance.modifiedAt > instances[place].modifiedAt { instances[place] = instance }
        }
        return Attribute(own.name, instances.newestFirst(query.time(of:)))
    }
}

/// Reads histories as sources answer them.
struct SourceHistoryReading {
    let naming: TermTable

    private var reading: HistoryReading {
        HistoryReading(naming: naming, now: .unknown, identify: { "" })
    }

    func history(_ members: JSONObject) throws(TwinProblem) -> History {
        guard members.count <= Entity.mostAttributes else {
            throw .bad("This is too much.", clause: "5.2.20")
        }
        var head: JSONObject = [:]
        for key in ["id", "type", "scope"] { head[key] = members[key] }
        var history = try reading.history(head)
        history.createdAt = Self.time(members["createdAt"]) ?? .unknown
        history.modifiedAt = Self.time(members["modifiedAt"]) ?? history.createdAt
        history.deletedAt = Self.time(members["deletedAt"])
        var seen: Set<String> = []
        for (key, json) in members where !FederatedWriting.entityMembers.contains(key) {
            let name = try EntityReading(naming: naming).attributeName(key, .member(.body, key))
            var all: [Instance] = []
            for item in json.asArray ?? [json] { all += try attribute(key, item)?.instances ?? [] }
            // Of two keys that mean the same attribute the first counts.
            guard !all.isEmpty, seen.insert(name).inserted else { continue }
            history.attributes.append(Attribute(name, all.newestFirst { $0.observedAt ?? $0.modifiedAt }))
        }
        return history
    }

    /// The instances one element tells of: one, or a series of them.
    private func attribute(_ key: String, _ json: JSON) throws(TwinProblem) -> Attribute? {
        let gone = Self.time(json["deletedAt"])
        let kind = json["type"]?.asString.flatMap(AttributeKind.init(rawValue:))
        if let gone, let kind {
            var instance = Instance(.gone(kind), at: .unknown)
            (instance.deletedAt, instance.datasetId) = (gone, json["datasetId"]?.asString)
            instance.observedAt = Self.time(json["observedAt"])
            instance.observedDigits = json["observedAt"]?.asString.map(Stamp.digits(of:)) ?? 0
            return Attribute(naming.expand(key), [Self.timed(instance, json)])
        }
        let fragment = try reading.fragment(JSONObject([(key: key, value: .array([json]))]))
        guard let attribute = fragment.attributes.first else { return nil }
        return Attribute(attribute.name, attribute.instances.map { Self.timed($0, json) })
    }

    private static func timed(_ instance: Instance, _ json: JSON) -> Instance {
        var instance = instance
        instance.instanceId = json["instanceId"]?.asString
        instance.createdAt = time(json["createdAt"]) ?? .unknown
        instance.modifiedAt = time(json["modifiedAt"]) ?? instance.deletedAt ?? instance.createdAt
        return instance
    }

    private static func time(_ json: JSON?) -> Stamp? { json?.asString.flatMap { Stamp($0) } }
}
