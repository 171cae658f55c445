// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing

/// Plain payloads of sensors that come by way of a broker of MQTT and become entities by a mapping. The
/// password of the broker is no part of it: that lies beside the log (`FeedShelf`).
struct Feed: Sendable, Equatable {
    static let sort = "feed"
    /// How many feeds one twin has at most, and topics one feed.
    static let most = 100
    static let mostFilters = 50

    /// Letters and digits; nobody else's is the same.
    let id: String
    var name: String
    /// Without a user and a password.
    var broker: String
    var user: String?
    var version: MQTTOptions.Version
    var quality: MQTTOptions.Quality
    var filters: [String]
    var payload: FeedPayload = .json
    /// Nil: nobody has said yet what becomes of payloads.
    var mapping: ImportMapping?
    /// A message as one looks, by which the mapping was made.
    var sample: FeedSample?
    var isActive = false
    /// Counts up with each password, which is said elsewhere.
    var edition = 0

    /// A new one.
    init(
        name: String, broker: String, user: String?, version: MQTTOptions.Version,
        quality: MQTTOptions.Quality, filters: [String]
    ) {
        id = UUID().uuidString.lowercased().filter { $0 != "-" }
        (self.name, self.broker, self.user) = (name, broker, user)
        (self.version, self.quality, self.filters) = (version, quality, filters)
    }

    /// By what the broker knows us: no longer than every broker takes.
    var clientID: String { "talka" + id.prefix(18) }

    /// As whom the broker knows us: what it was asked for once is of no other.
    var knownAt: String { "\(version.rawValue) \(user ?? "") \(broker)" }

    /// Whether it is to be listened to.
    var isOn: Bool { isActive && mapping != nil }

    /// Where it is listened to.
    /// - Throws: `Fault` for what is no address any more.
    func broker(password: String?) throws -> MQTTBroker {
        var broker = try MQTTBroker(broker)
        (broker.user, broker.password) = (user, user == nil ? nil : password)
        return broker
    }

    var subscription: MQTTSubscription {
        MQTTSubscription(clientID: clientID, version: version, quality: quality, filters: filters)
    }

    var json: JSON {
        var json: JSONObject = [
            "id": .string(id), "name": .string(name), "broker": .string(broker),
            "version": .integer(Int(version.rawValue)), "quality": .integer(Int(quality.rawValue)),
            "filters": .array(filters.map(JSON.string)), "payload": .string(payload.rawValue),
            "active": .bool(isActive), "edition": .integer(edition),
        ]
        if let user { json["user"] = .string(user) }
        if let mapping { json["mapping"] = mapping.json }
        if let sample {
            json["sample"] = ["topic": .string(sample.topic), "payload": .string(sample.payload)]
        }
        return .object(json)
    }

    /// Nil: it is none.
    init?(_ json: JSON) {
        guard let id = json["id"]?.asString, let name = json["name"]?.asString,
            let broker = json["broker"]?.asString,
            let version = json["version"]?.asInteger.flatMap(UInt8.init(exactly:))
                .flatMap(MQTTOptions.Version.init(rawValue:)),
            let quality = json["quality"]?.asInteger.flatMap(UInt8.init(exactly:))
                .flatMap(MQTTOptions.Quality.init(rawValue:)),
            let filters = json["filters"]?.texts
        else { return nil }
        (self.id, self.name, self.broker, user) = (id, name, broker, json["user"]?.asString)
        (self.version, self.quality, self.filters) = (version, quality, filters)
        payload = json["payload"]?.asString.flatMap(FeedPayload.init(rawValue:)) ?? .json
        mapping = json["mapping"].map { ImportMapping($0) }
        if let topic = json["sample"]?["topic"]?.asString, let text = json["sample"]?["payload"]?.asString {
            sample = FeedSample(topic: topic, payload: text)
        }
        isActive = json["active"]?.asBool ?? false
        edition = Int(json["edition"]?.asInteger ?? 0)
    }

    /// The feed of an id.
    static func find(_ id: String, in twin: Twin) throws -> Feed? {
        try twin.read { $0.documents[sort]?[id] }.flatMap(Feed.init)
    }

    /// All there are, by their names.
    static func all(in twin: Twin) throws -> [Feed] {
        try twin.read { $0.documents[sort] ?? [:] }.values.compactMap(Feed.init)
            .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }
}

/// A message as one looks.
struct FeedSample: Sendable, Equatable {
    var topic: String
    var payload: String
}
