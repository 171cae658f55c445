// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Who came lately, by the digest of the secret they showed: kept at hand so that not every request
/// asks the store.
///
/// What this process changes counts at once: an action on people, roles or keys makes a new
/// edition, an ended session is forgotten, and the other processes are told. What another process
/// changes counts as soon as that is heard, within `freshFor` at the latest.
final class KnownVisitors: Sendable {
    /// What was read of a session or a token.
    struct Found: Sendable {
        let visitor: Visitor
        /// From when on it is worth nothing.
        let endsAt: Instant
        /// When it was last noted that it is used; nil: that is not noted.
        var usedAt: Instant?
    }

    private struct Entry: Sendable {
        var found: Found
        let readAt: Instant
        let edition: Int
    }

    private struct State: Sendable {
        var entries: [String: Entry] = [:]
        /// How often something was forgotten: whoever began to read before must not keep it.
        var forgotten = 0
    }

    /// How long, in milliseconds, another process's change may go unseen.
    private static let freshFor: Int64 = 2_000
    /// How many are kept. Beyond, all are read anew.
    private static let most = 20_000

    private let state = Mutex(State())
    /// Tells whoever else keeps somebody at hand.
    private let tellOthers: @Sendable () -> Void

    init(tellOthers: @escaping @Sendable () -> Void) { self.tellOthers = tellOthers }

    func find(_ digest: String, at now: Instant, edition: Int) -> Visitor? {
        guard let entry = state.withLock({ $0.entries[digest] }), entry.edition == edition,
            (0..<Self.freshFor).contains(now - entry.readAt), now < entry.found.endsAt
        else { return nil }
        return entry.found.visitor
    }

    /// To be taken before reading what is to be kept.
    func ticket() -> Int { state.withLock { $0.forgotten } }

    func keep(_ found: Found, under digest: String, ticket: Int, at now: Instant, edition: Int) {
        state.withLock { state in
            guard state.forgotten == ticket else { return }
            if state.entries.count >= Self.most { state.entries = [:] }
            state.entries[digest] = Entry(found: found, readAt: now, edition: edition)
        }
    }

    /// When it was last noted that one is used; nil where that is not known at hand.
    func usedAt(_ digest: String) -> Instant? {
        state.withLock { $0.entries[digest]?.found.usedAt }
    }

    func use(_ digest: String, at now: Instant) {
        state.withLock { $0.entries[digest]?.found.usedAt = now }
    }

    /// Forgets one.
    func forget(_ digest: String) {
        state.withLock { state in
            state.forgotten += 1
            state.entries[digest] = nil
        }
        tellOthers()
    }

    /// Forgets all a person has.
    func forget(_ person: RecordID) {
        state.withLock { state in
            state.forgotten += 1
            state.entries = state.entries.filter { $0.value.found.visitor.person != person }
        }
        tellOthers()
    }
}
