// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

/// How a feed is doing, as it is kept beside the log.
struct FeedState: Sendable, Equatable {
    /// A message that could not be taken in, or not all of it.
    struct Trouble: Sendable, Equatable {
        let at: Stamp
        let topic: String
        /// How the payload begins.
        let payload: String
        let why: Phrase
    }

    private static let mostTroubles = 10
    private static let longestPayload = 200

    /// Messages that came, readings that were written, messages with something wrong.
    var heard = 0
    var written = 0
    var refused = 0
    var lastHeard: Stamp?
    /// Since when it is connected; nil: it is not.
    var connected: Stamp?
    var lastFailure: Stamp?
    /// Why the connection failed the last time.
    var reason: String?
    /// The last that were wrong, newest first.
    private(set) var troubles: [Trouble] = []
    /// What the broker has been asked for, and by which address and user it knows us.
    var known: [String: MQTTOptions.Quality] = [:]
    var knownAt = ""

    init() {}

    mutating func note(_ why: Phrase, _ message: MQTTReceived, at now: Stamp) {
        refused += 1
        let text = String(decoding: message.payload.prefix(Self.longestPayload), as: UTF8.self)
        let shown = String(text.map { $0.isNewline ? " " : $0 })
        troubles.insert(
            Trouble(at: now, topic: String(message.topic.prefix(200)), payload: shown, why: why), at: 0)
        if troubles.count > Self.mostTroubles { troubles.removeLast() }
    }

    var json: JSON {
        var json: JSONObject = [
            "heard": .integer(heard), "written": .integer(written), "refused": .integer(refused),
            "knownAt": .string(knownAt),
            "known": .object(
                JSONObject(
                    known.sorted { $0.key < $1.key }.map { ($0.key, .integer(Int($0.value.rawValue))) })),
            "troubles": .array(troubles.map(\.json)),
        ]
        for (name, stamp) in [("last", lastHeard), ("connected", connected), ("failure", lastFailure)] {
            if let stamp { json[name] = .integer(stamp.microseconds) }
        }
        if let reason { json["reason"] = .string(reason) }
        return .object(json)
    }

    init(_ json: JSON) {
        func count(_ name: String) -> Int { Int(json[name]?.asInteger ?? 0) }
        (heard, written, refused) = (count("heard"), count("written"), count("refused"))
        (lastHeard, connected) = (json["last"]?.stamp, json["connected"]?.stamp)
        (lastFailure, reason) = (json["failure"]?.stamp, json["reason"]?.asString)
        knownAt = json["knownAt"]?.asString ?? ""
        for (filter, quality) in json["known"]?.asObject ?? [:] {
            known[filter] = quality.asInteger.flatMap(UInt8.init(exactly:))
                .flatMap(MQTTOptions.Quality.init(rawValue:))
        }
        troubles = (json["troubles"]?.asArray ?? []).compactMap(Trouble.init)
    }
}

extension FeedState.Trouble {
    fileprivate var json: JSON {
        [
            "at": .integer(at.microseconds), "topic": .string(topic), "payload": .string(payload),
            "why": .string(why.key),
            "values": .object(
                JSONObject(why.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ]
    }

    fileprivate init?(_ json: JSON) {
        guard let at = json["at"]?.stamp, let why = json["why"]?.asString else { return nil }
        (self.at, topic, payload) = (at, json["topic"]?.asString ?? "", json["payload"]?.asString ?? "")
        self.why = Phrase(
            why,
            (json["values"]?.asObject ?? [:]).reduce(into: [:]) { $0[$1.key] = $1.value.asString ?? "" })
    }
}
