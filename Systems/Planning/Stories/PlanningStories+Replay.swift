// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

extension PlanningStories {
    /// What a replay came to.
    public struct Replayed: Sendable {
        public var acts = 0
        public var documents = 0
    }

    /// Plays a tenant's year as fast as it goes: every act at the moment it would have been taken,
    /// the acts of a day together, each case with a drawing of its own.
    public func replay(
        _ count: Int, for slug: String, cast: Cast, seed: UInt64
    ) async throws -> Replayed {
        let store = try network.tenant(slug)
        let setting = try setting(in: store, cast: cast, hasOwnDrawings: true)
        var cases = try cases(count, setting, seed: seed)
        let zone = network.law.calendar(of: store.tenant.jurisdiction).jurisdiction.zone
        let events = events(of: cases, in: zone).filter { $0.at < network.now() }
        var replayed = Replayed(documents: setting.drawings.count + count)
        for day in Dictionary(grouping: events, by: { zone.day(at: $0.at) }).sorted(by: { $0.key < $1.key }) {
            // A case has one step a day, so that those of a day do not wait for one another.
            let calls = day.value.compactMap { event in
                cases[event.index].call(event.step, at: event.day).map { (event.index, $0, event.at) }
            }
            let rows = try await Self.perform(calls, in: store)
            for (index, id) in rows where cases[index].id == nil { cases[index].id = id }
            replayed.acts += calls.count
        }
        return replayed
    }

    private static func perform(
        _ calls: [(index: Int, call: ActionCall, at: Instant)], in store: TenantStore
    ) async throws -> [(Int, RecordID)] {
        try await withThrowingTaskGroup(of: (Int, RecordID).self) { group in
            for (index, call, at) in calls {
                group.addTask { (index, try await store.perform(call, at: at).row.id) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
