// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Web

/// Whoever brings a notification to its endpoint.
protocol Delivering: Sendable {
    /// - Returns: whether it arrived.
    func deliver(_ request: OutgoingRequest) async -> Bool
}

/// Sends at once, and a few times more if nobody answers.
struct DirectDelivery: Delivering {
    let fetching: (any Fetching)?
    private static let waits: [Duration] = [.zero, .milliseconds(200), .seconds(1)]

    func deliver(_ request: OutgoingRequest) async -> Bool {
        guard let fetching else { return false }
        for wait in Self.waits {
            if wait > .zero { try? await Task.sleep(for: wait) }
            if let answer = try? await fetching.send(request), (200..<300).contains(answer.status) {
                return true
            }
        }
        return false
    }
}

/// Tells those who subscribed to context sources what became of one (GS CIM 009, 5.11.7).
struct SourceNotifier: Sendable {
    enum Reason: String { case newlyMatching, updated, noLongerMatching }

    private let call: Call
    private let delivery: any Delivering

    init(_ call: Call) {
        self.call = call
        delivery = DirectDelivery(fetching: call.request.site.outside?.fetching)
    }

    /// Tells of a registration that is new, changed or gone.
    func tell(from old: Registration?, to new: Registration?) {
        guard let subscriptions = try? all(), !subscriptions.isEmpty else { return }
        Task {
            for subscription in subscriptions where subscription.isActive {
                await tell(subscription, from: old, to: new)
            }
        }
    }

    /// Tells a new subscription of all that is there.
    func tell(_ subscription: SourceSubscription) {
        guard subscription.isActive else { return }
        Task {
            guard let (naming, filter) = await made(subscription),
                let all = try? call.twin.registrations.all(in: call.twin, at: call.now)
            else { return }
            let matching = all.filter { filter.matches($0) }
            if !matching.isEmpty { await send(matching, .newlyMatching, subscription, naming) }
        }
    }

    private func all() throws -> [SourceSubscription] {
        try call.twin.read { $0.documents[SourceSubscription.sort] ?? [:] }.sorted { $0.key < $1.key }
            .compactMap { SourceSubscription(kept: $0.value) }.filter { $0.isThere(at: call.now) }
    }

    private func made(_ subscription: SourceSubscription) async -> (TermTable, RegistrationFilter)? {
        guard let naming = try? await call.twin.contexts.table(for: subscription.context, of: call),
            let filter = try? RegistrationFilter(members: subscription.members, naming: naming)
        else { return nil }
        return (naming, filter)
    }

    private func tell(_ subscription: SourceSubscription, from old: Registration?, to new: Registration?)
        async
    {
        guard let (naming, filter) = await made(subscription) else { return }
        let was = old.flatMap { filter.matches($0) ? $0 : nil }
        let isNow = new.flatMap { filter.matches($0) ? $0 : nil }
        switch (was, isNow) {
        case (nil, let new?): await send([new], .newlyMatching, subscription, naming)
        case (.some, let new?): await send([new], .updated, subscription, naming)
        case (let old?, nil): await send([new ?? old], .noLongerMatching, subscription, naming)
        case (nil, nil): break
        }
    }

    private func send(
        _ registrations: [Registration], _ reason: Reason, _ subscription: SourceSubscription,
        _ naming: TermTable
    ) async {
        let endpoint = subscription.endpoint
        let isLinked = endpoint?["accept"]?.asString == "application/ld+json"
        let showing = RegistrationShowing(naming: naming, showsSystem: false)
        var members: JSONObject = [
            "id": .string("urn:ngsi-ld:ContextSourceNotification:\(UUID().uuidString.lowercased())"),
            "type": "ContextSourceNotification", "subscriptionId": .string(subscription.id),
            "notifiedAt": .string(call.now.description), "triggerReason": .string(reason.rawValue),
            "data": .array(registrations.map { showing.json($0.members) }),
        ]
        if isLinked { members["@context"] = naming.document }
        var headers: [(name: String, value: String)] = [
            ("content-type", isLinked ? "application/ld+json" : "application/json")
        ]
        if !isLinked { headers.append(("link", LinkHeader.naming(call.link(of: naming)))) }
        if let tenant = call.request.headers["ngsild-tenant"] { headers.append(("ngsild-tenant", tenant)) }
        for pair in endpoint?["receiverInfo"]?.asArray ?? [] {
            guard let key = pair["key"]?.asString, let value = pair["value"]?.asString else { continue }
            headers.append((key.lowercased(), value))
        }
        let arrived = await delivery.deliver(
            OutgoingRequest(
                "POST", endpoint?["uri"]?.asString ?? "", headers: headers,
                body: JSON.object(members).encoded(),
                timeout: .seconds(5), largestAnswer: 1 << 16))
        call.twin.registrations.note(subscription.id, isSuccess: arrived, at: call.now)
    }
}
