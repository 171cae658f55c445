// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// Brings what a tenant publishes into its twin, as acts like any others, so that history, subscriptions,
/// branches and all else have it, too. It follows the journals a little behind; how far it has come is
/// kept, and what it does again changes nothing. Several processes may do so beside each other.
///
/// A twin that nobody has opened or written to is left empty: nobody pays for what nobody uses.
final class PublishedFollower: Sendable {
    /// How many records go into one act, and how many acts one look does at most.
    private static let batch = 100
    private static let acts = 20
    /// How far the journals may go on without anything published before that is noted.
    private static let longestUnkept = 10_000

    private enum Stage: Sendable {
        /// It has not been looked yet how far it had come.
        case new
        /// Everything is looked at: from here on changes count.
        case reading(Reading)
        case following(PublishedProgress)
    }

    /// How far it is in looking at everything.
    private struct Reading: Sendable {
        let progress: PublishedProgress
        var kinds: ArraySlice<RecordKind>
        var last: RecordID?
        /// The ids of what is there to be shown.
        var seen: Set<String> = []
        /// What is in the twin and was not come by; nil: that was not looked for yet.
        var strays: ArraySlice<String>?
    }

    private struct State: Sendable {
        var stage = Stage.new
        var isAtWork = false
        var kept: PublishedProgress?
    }

    private let twin: Twin
    private let records: PublicRecords
    private let address: String
    private let now: @Sendable () -> Instant
    private let state = Mutex(State())

    /// - Parameter address: of the site, where things are read.
    init(_ twin: Twin, _ records: PublicRecords, at address: String, now: @escaping @Sendable () -> Instant) {
        (self.twin, self.records, self.address, self.now) = (twin, records, address, now)
    }

    /// Up to where everything was brought in; nil: not everything has been looked at yet.
    var place: PublicRecords.Place? {
        state.withLock { if case .following(let progress) = $0.stage { progress.place } else { nil } }
    }

    /// Brings in some of what is new; whoever else is at it already goes on alone.
    func tick() async throws {
        guard try twin.read({ $0.last != nil }), begin() else { return }
        defer { state.withLock { $0.isAtWork = false } }
        for _ in 0..<Self.acts {
            guard try await step() else { return }
        }
    }

    private func begin() -> Bool {
        state.withLock { state in
            defer { state.isAtWork = true }
            return !state.isAtWork
        }
    }

    /// - Returns: whether there may be more to do.
    private func step() async throws -> Bool {
        switch state.withLock({ $0.stage }) {
        case .new:
            try start()
            return true
        case .reading(let reading):
            try await read(reading)
            return true
        case .following(let progress):
            return try await follow(progress)
        }
    }

    private func put(_ stage: Stage) { state.withLock { $0.stage = stage } }

    /// Goes on where it was, if what there is still is what it was then.
    private func start() throws {
        let end = try records.end()
        let fresh = PublishedProgress(
            shape: try PublishedProgress.shape(of: records, at: address), place: end)
        let kept = try twin.ledger.kept(PublishedProgress.key).flatMap(PublishedProgress.init)
        if let kept, kept.shape == fresh.shape, kept.place.own <= end.own,
            kept.place.commons <= end.commons
        {
            state.withLock { state in (state.stage, state.kept) = (.following(kept), kept) }
        } else {
            put(.reading(Reading(progress: fresh, kinds: ArraySlice(records.kinds))))
        }
    }

    /// Looks at the next of everything: the records kind by kind, then what is in the twin but is none.
    private func read(_ before: Reading) async throws {
        var reading = before
        if let kind = reading.kinds.first {
            let page = try records.page(of: kind, after: reading.last, limit: Self.batch)
            try await bring(page)
            for record in page where record.shown != nil {
                reading.seen.insert(PublishedEntity.id(record.id.text))
            }
            reading.last = page.last?.id
            if page.count < Self.batch {
                reading.kinds.removeFirst()
                reading.last = nil
            }
            return put(.reading(reading))
        }
        let strays = try reading.strays ?? ArraySlice(
            twin.read { $0.publishedIDs }.filter { !reading.seen.contains($0) })
        guard !strays.isEmpty else {
            try await keep(reading.progress)
            return put(.following(reading.progress))
        }
        try await settle(Array(strays.prefix(Self.batch)))
        reading.strays = strays.dropFirst(Self.batch)
        put(.reading(reading))
    }

    /// Looks at entities whose records were not come by: another process may have brought one meanwhile,
    /// or its kind is not published any more.
    private func settle(_ ids: [String]) async throws {
        let kinds = records.kinds
        var (found, gone): ([PublicRecord], [String]) = ([], [])
        for id in ids {
            let types = try twin.read { $0.entity(id)?.types } ?? []
            let kind = kinds.first { kind in
                PublishedNames.types(of: kind).first.map(types.contains) ?? false
            }
            let record = try kind.flatMap { kind in
                try RecordID(id.dropFirst(PublishedEntity.id("").count))
                    .flatMap { try records.record($0, of: kind) }
            }
            if let record { found.append(record) } else { gone.append(id) }
        }
        try await bring(found, withdrawing: gone)
    }

    private func follow(_ progress: PublishedProgress) async throws -> Bool {
        let (changed, reached) = try records.changes(after: progress.place)
        guard reached != progress.place else { return false }
        for first in stride(from: 0, to: changed.count, by: Self.batch) {
            try await bring(Array(changed[first..<min(first + Self.batch, changed.count)]))
        }
        let next = PublishedProgress(shape: progress.shape, place: reached)
        let kept = state.withLock { $0.kept?.place } ?? progress.place
        let unkept = reached.own - kept.own + reached.commons - kept.commons
        if !changed.isEmpty || unkept > Self.longestUnkept { try await keep(next) }
        put(.following(next))
        return true
    }

    private func keep(_ progress: PublishedProgress) async throws {
        let line = try twin.read { $0.last?.number ?? 0 }
        try await twin.ledger.keep([PublishedProgress.key: progress.text], upTo: line)
        state.withLock { $0.kept = progress }
    }

    /// Brings records into the twin as they stand, in one act.
    private func bring(_ all: [PublicRecord], withdrawing gone: [String] = []) async throws {
        var (entities, withdrawn): ([(Entity, PublishedMark)], [String]) = ([], gone)
        for record in all {
            let id = PublishedEntity.id(record.id.text)
            let standing = try twin.read { $0.mark(of: id) == nil ? nil : $0.entity(id) }
            guard let shown = record.shown else {
                if standing != nil { withdrawn.append(id) }
                continue
            }
            let published = PublishedEntity(
                record: record, shown: shown, tenant: records.tenant, address: address)
            let since = try standing?.createdAt.instant ?? records.since(record)
            let entity = published.entity(since: since)
            let difference = EntityDifference(id: id, before: standing, after: entity)
            if difference.isReal { entities.append((entity, published.mark)) }
        }
        guard !entities.isEmpty || !withdrawn.isEmpty else { return }
        let (new, old) = (entities, withdrawn)
        try await twin.perform(by: PublishedMark.kept.rawValue, at: now()) { draft in
            for (entity, mark) in new { try draft.publish(entity, as: mark) }
            for id in old { try draft.withdraw(id) }
        }
    }
}
