// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How it went with the notifications of a subscription (5.2.14.2), and how far they have come.
struct SubscriptionState: Sendable, Equatable {
    var sent = 0
    var failed = 0
    var lastNotification: Stamp?
    var lastSuccess: Stamp?
    var lastFailure: Stamp?
    var reason: String?
    /// When what was told last had happened: throttling and intervals count from it.
    var trigger: Stamp?
    /// What was told last, or given up.
    var place: DueNotification.Place?
    /// Whether there is more that is due after it.
    var isBehind = false

    var isOK: Bool { lastSuccess ?? Stamp(microseconds: .min) >= lastFailure ?? Stamp(microseconds: .min) }

    /// As they stand in a `notification`.
    var members: JSONObject {
        var members = JSONObject()
        guard sent > 0 else { return members }
        members["status"] = .string(isOK ? "ok" : "failed")
        members["timesSent"] = .integer(sent)
        if failed > 0 { members["timesFailed"] = .integer(failed) }
        for (name, stamp) in [
            ("lastNotification", lastNotification), ("lastSuccess", lastSuccess),
            ("lastFailure", lastFailure),
        ] {
            if let stamp { members[name] = .string(stamp.description) }
        }
        if !isOK, let reason { members["lastErrorReason"] = .string(reason) }
        return members
    }

    init() {}

    /// As it is kept beside the ledger.
    var json: JSON {
        var json: JSONObject = [
            "sent": .integer(sent), "failed": .integer(failed), "behind": .bool(isBehind),
        ]
        for (name, stamp) in [
            ("last", lastNotification), ("good", lastSuccess), ("bad", lastFailure), ("trigger", trigger),
        ] {
            if let stamp { json[name] = .integer(stamp.microseconds) }
        }
        if let reason { json["reason"] = .string(reason) }
        if let place { json["place"] = [.integer(place.line), .integer(place.index)] }
        return .object(json)
    }

    init(_ json: JSON) {
        sent = json["sent"]?.asInteger.map(Int.init) ?? 0
        failed = json["failed"]?.asInteger.map(Int.init) ?? 0
        isBehind = json["behind"]?.asBool ?? false
        (lastNotification, lastSuccess) = (json["last"]?.stamp, json["good"]?.stamp)
        (lastFailure, trigger) = (json["bad"]?.stamp, json["trigger"]?.stamp)
        reason = json["reason"]?.asString
        if let line = json["place"]?[0]?.asInteger, let index = json["place"]?[1]?.asInteger {
            place = DueNotification.Place(line: Int(line), index: Int(index))
        }
    }
}
