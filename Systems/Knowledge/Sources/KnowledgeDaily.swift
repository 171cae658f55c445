// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What falls due by itself: answers that nobody has looked at again, links that have had their time,
/// practices of which it is not known whether they worked, terms that are over.
enum KnowledgeDaily {
    private static let page = 200

    static func run(_ network: Network) async throws {
        for tenant in try network.tenants() where tenant.systems.contains("knowledge") {
            // A tenant that is out of service is somebody else's trouble; the rest go on.
            guard let store = try? network.tenant(tenant.slug) else { continue }
            try await end(
                Answer.self, whose: "expires_on", by: QuestionActions.expire.kind, in: store,
                only: [.state(.current)], at: network.now())
            try await end(
                Registration.self, whose: "remind_after", by: EventActions.remind.kind, in: store,
                only: [], at: network.now())
            try await end(
                Question.self, whose: "key_until", by: QuestionActions.closeLink.kind, in: store,
                only: [], at: network.now())
            try await end(
                Adoption.self, whose: "review_on", by: PracticeActions.askReview.kind, in: store,
                only: [.state(.adopted), .init("is_asked", .equal, .null)], at: network.now())
            try await tellUpdates(in: store, of: network)
            try await guides(in: store, at: network.now())
            try await DigestDay.begin(in: store, of: network, at: network.now())
            try await end(
                Mandate.self, whose: "until_day", by: DutyActions.lapse.kind, in: store,
                only: [.state(.held)], at: network.now())
        }
    }

    /// What was taken over and has a newer edition where it came from.
    private static func tellUpdates(in store: TenantStore, of network: Network) async throws {
        let clock = Actor.system("clock")
        let things = try store.read(as: clock) { reader in
            try reader.list(
                Thing.self, Query([.state(.inUse), .init("origin", .notEqual, .null)], limit: 10_000))
        }
        for thing in things {
            guard let (origin, practice) = thing.fields.source,
                let there = try network.register.item(tenant: origin, record: practice)?
                    .publication.flatMap(OfferedThing.init),
                there.edition > max(thing.originEdition ?? 0, thing.toldEdition ?? 0)
            else { continue }
            _ = try await store.perform(
                ActionCall(PracticeActions.tellUpdate.kind, by: clock, on: thing.id),
                at: network.now())
        }
    }

    /// Guides nobody vouches for any more, rounds whose days have come or gone.
    private static func guides(in store: TenantStore, at now: Instant) async throws {
        try await end(
            Guide.self, whose: "expires_on", by: GuideActions.expire.kind, in: store,
            only: [.state(.published)], at: now)
        try await end(
            Round.self, whose: "closes_on", by: GuideActions.closeRound.kind, in: store,
            only: [.state(.planned, .open)], at: now)
        try await end(
            Round.self, whose: "opens_on", by: GuideActions.startRound.kind, in: store,
            only: [.state(.planned)], at: now, isOnTheDay: true)
    }

    /// Takes an action on every record whose day has passed, or has come.
    private static func end<R: Record>(
        _: R.Type, whose field: String, by action: ActionKind, in store: TenantStore,
        only filters: [Query.Filter], at now: Instant, isOnTheDay: Bool = false
    ) async throws {
        let clock = Actor.system("clock")
        let today = store.moment(for: clock, system: "knowledge", at: now).today
        let last = isOnTheDay ? today : today.previous
        while true {
            let over = try store.read(as: clock) { reader in
                try reader.list(
                    R.self,
                    Query(
                        filters + [.init(field, .atMost, last.stored)], order: field,
                        limit: page))
            }
            for record in over {
                do {
                    _ = try await store.perform(ActionCall(action, by: clock, on: record.id), at: now)
                } catch Refusal.notNow { continue }
            }
            if over.count < page { return }
        }
    }
}
