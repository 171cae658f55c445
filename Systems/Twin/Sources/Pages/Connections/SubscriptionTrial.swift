// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Sends a notification nobody was promised, to see whether it arrives.
struct SubscriptionTrial {
    private let room: TwinRoom

    init(_ room: TwinRoom) { self.room = room }

    /// - Parameters:
    ///   - members: a subscription in the words of pages.
    ///   - id: of the one it changes, in whose words it is told; nil: it is new.
    /// - Returns: why it was not taken; nil: it was.
    /// - Throws: `TwinProblem` for what is no subscription.
    func send(_ members: JSONObject, _ id: String?) async throws -> String? {
        let call = room.call(.post, sending: .object(members))
        var (naming, members) = (TermTable.core, members)
        let old = try id.flatMap { id in
            try room.twin.read { $0.documents[SubscriptionDocument.sort]?[id] }
        }.flatMap(SubscriptionDocument.init)
        if let old, old.words != naming.document {
            naming = try await room.twin.contexts.table(for: old.words, of: call)
            members = SubscriptionNames(from: TermTable.core, to: naming).translated(members)
        }
        members["id"] = .string(id ?? "urn:ngsi-ld:Subscription:trial")
        let document = SubscriptionDocument(
            members, words: naming.document, tenant: old?.tenant ?? room.tenant.slug, access: room.access,
            at: room.now)
        let made = try await SubscriptionOperations.checked(document, naming, call, isNewEnd: false)
        let subscription = try Subscription(made)
        guard let notifier = room.hub.work(of: room.twin)?.notifier else { throw Refusal.notFound }
        return await notifier.trial(of: subscription, with: try sample(subscription, call))
    }

    /// An entity that is meant; one that is made up, where there is none.
    private func sample(_ subscription: Subscription, _ call: Call) throws -> Entity {
        let search = EntitySearch(room.twin, subscription.filter, nil, room.access, now: room.now, asOf: nil)
        let found = try search.find(
            Paging(limit: 1, offset: 0, isCounted: false), linked: call.linked(at: nil)).entities.first
        if let found { return found }
        let selector = subscription.filter.selectors.first
        let types = selector?.types?.alternatives.first ?? [room.naming.expand("Sample")]
        var entity = Entity(
            id: selector?.ids.ids?.first ?? "urn:ngsi-ld:Sample:1", types: types, createdAt: room.now,
            modifiedAt: room.now)
        entity.attributes = (subscription.watched ?? []).sorted().map { name in
            Attribute(name, [Instance(.property(1), at: room.now)])
        }
        return entity
    }
}
