// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What was subscribed to at a source for a subscription of ours (GS CIM 009, 5.8.1.4). It is kept before the
/// source is asked, so that nothing goes on there that nobody here knows of.
struct RemoteSubscription: Sendable {
    /// A subscription of ours, and a source that is subscribed to for it.
    struct Pair: Hashable, Sendable {
        let subscription: String
        let registration: String
    }

    static let start = "remote/"

    /// Names where it is told to: whoever knows it may tell.
    let token: String
    /// The id of our subscription.
    let subscription: String
    /// The source as it was when it was asked: how it is spoken to outlives its registration.
    var source: Registration
    /// What it is called there.
    var remoteID: String
    /// What it was sent last; nil: it is not known to have taken anything.
    var body: JSON?

    var key: String { Self.start + token }
    var pair: Pair { Pair(subscription: subscription, registration: source.id) }

    init(_ token: String, for subscription: String, at source: Registration) {
        (self.token, self.subscription, self.source) = (token, subscription, source)
        remoteID = "urn:ngsi-ld:Subscription:\(token)"
    }

    var json: JSON {
        var json: JSONObject = [
            "subscription": .string(subscription), "source": .object(source.members),
            "remote": .string(remoteID),
        ]
        json["body"] = body
        return .object(json)
    }

    init?(key: String, _ content: String) {
        guard let json = try? JSON(parsing: content), let subscription = json["subscription"]?.asString,
            let source = json["source"].flatMap(Registration.init(kept:)),
            let remoteID = json["remote"]?.asString
        else { return nil }
        token = String(key.dropFirst(Self.start.count))
        (self.subscription, self.source, self.remoteID) = (subscription, source, remoteID)
        body = json["body"]
    }
}
