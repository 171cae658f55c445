// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A notification that could not be brought to whom it was promised: kept until somebody sends it again
/// or lets it go.
struct DeadLetter: Sendable, Equatable {
    static let start = "dead/"

    /// Under what it is kept.
    let key: String
    let subscription: String
    /// When what it tells of happened, and when it was given up.
    let since: Stamp, at: Stamp
    let reason: String
    /// The notification as it was sent.
    let body: String

    static func start(of subscription: String) -> String { "\(start)\(subscription)/" }

    init(_ due: DueNotification, _ subscription: String, body: String, reason: String, at now: Stamp) {
        // Places stand in the order of the keys.
        func digits(_ number: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, 12 - text.utf8.count)) + text
        }
        let place =
            due.place.map { "\(digits($0.line))-\(digits($0.index))" } ?? due.relayMark
            ?? "t\(due.since.microseconds)"
        key = Self.start(of: subscription) + place
        self.subscription = subscription
        (since, at, self.reason, self.body) = (due.since, now, reason, body)
    }

    var json: JSON {
        [
            "subscription": .string(subscription), "since": .integer(since.microseconds),
            "at": .integer(at.microseconds), "reason": .string(reason), "body": .string(body),
        ]
    }

    init?(key: String, _ content: String) {
        guard let json = try? JSON(parsing: content), let subscription = json["subscription"]?.asString,
            let since = json["since"]?.stamp, let at = json["at"]?.stamp, let body = json["body"]?.asString
        else { return nil }
        (self.key, self.subscription, self.since, self.at) = (key, subscription, since, at)
        reason = json["reason"]?.asString ?? ""
        self.body = body
    }
}
