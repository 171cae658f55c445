// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// The twin of one tenant: what it holds in memory, and the ledger everything lies in. Acts that come
/// together share one durable line; readers see what is on the disk and nothing else.
final class Twin: Sendable {
    typealias Listener = @Sendable (_ changes: [EntityChange], _ at: Stamp) -> Void

    let ledger: Ledger
    /// What tells it from every other in this process.
    let key: String
    let contexts = TwinContexts()
    /// What of it is kept written.
    let written = WrittenEntity.Shelf()
    /// The context sources that are registered here.
    let registrations = Registrations()
    let entityMaps = EntityMaps()
    /// What it branched off from; nil: it is no branch.
    let base: TwinBase?
    /// Whether it is a tenant's twin, rather than a branch or one of several.
    var isOwn: Bool { base == nil && ledger.name == Self.name }
    /// What the ledger of a tenant's own is called.
    static let name = "twin"
    /// Whether a ledger of such a name is a twin's.
    static func isTwin(_ name: String) -> Bool { name == Self.name || name.hasPrefix("\(Self.name):") }
    let contents = Mutex(Contents())
    /// What it began with: nothing, unless it is a branch.
    private let beginning = Mutex(Contents())
    private let queue: TwinQueue
    private let listeners = Mutex<[Int: Listener]>([:])
    /// How many entries came since the last checkpoint, as far as this process knows.
    let unkept = Atomic<Int>(0)
    private let isLoaded = Mutex(false)
    private let asked = Mutex<[Indexes.Wanted: Int]>([:])

    private static let page = 500
    /// How often something is asked before it gets an index, and how many of them there may be.
    private static let often = 3
    private static let mostIndexes = 32
    /// The most acts in one line.
    private static let largestGroup = 256

    init(_ ledger: Ledger, base: TwinBase? = nil) {
        self.ledger = ledger
        self.base = base
        key = "\(ledger.tenant.slug)\n\(ledger.name)"
        queue = TwinQueue(largestGroup: Self.largestGroup)
    }

    /// Reads what is there, within a moment in which nothing changes. What is handed out stays as it was.
    func read<T>(_ body: (borrowing Contents) throws -> T) throws -> T {
        try load()
        return try contents.withLock { try body($0) }
    }

    /// Whether all of it has been read, so that reading waits for no disk.
    var isInMemory: Bool { isLoaded.withLockIfAvailable { $0 } ?? false }

    /// What stands, for whoever is about to write: nothing but a commit changes it.
    func standing<T>(_ body: (borrowing Contents) -> T) -> T { contents.withLock { body($0) } }

    /// All entities as they are now, and the numbers of those that may be meant by a question, as far
    /// as an index can tell. What is asked again and again gets an index.
    func view(for condition: Condition?, _ geo: GeoQuery?) throws -> (TwinView, [Int]?) {
        let wanted = Indexes.wanted(condition, geo)
        guard !wanted.isEmpty else { return (try view(), nil) }
        let missing = try read { contents in wanted.filter { !contents.indexes.has($0) } }
        if !missing.isEmpty { index(missing) }
        return try read { contents in
            (
                TwinView(contents),
                contents.indexes.entities(condition, geo, atMost: max(1_000, contents.count / 4))
            )
        }
    }

    /// Counts what is asked for, and makes indexes for what is asked often.
    private func index(_ wanted: [Indexes.Wanted]) {
        let often = asked.withLock { asked in
            // Questions nobody asks twice must not fill the memory.
            if asked.count > 1_000 { asked = [:] }
            return wanted.filter { name in
                asked[name, default: 0] += 1
                return asked[name, default: 0] >= Self.often
            }
        }
        for name in often {
            let begun = contents.withLock { contents in
                contents.indexes.count < Self.mostIndexes ? contents.beginIndex(name) : nil
            }
            guard let shelf = begun else { continue }
            let made = Indexes(
                name,
                of: (0..<shelf.end).lazy.compactMap { number in shelf[number].map { (number, $0.entity) } })
            contents.withLock { $0.finishIndex(name, made) }
        }
    }

    /// The entities that may be meant by a question, if there is an index that tells, and they are few.
    func few(_ condition: Condition?, _ geo: GeoQuery?, atMost most: Int) throws -> (TwinView, [Int])? {
        guard !Indexes.wanted(condition, geo).isEmpty else { return nil }
        return try read { contents in
            guard let found = contents.indexes.entities(condition, geo, atMost: most), found.count <= most
            else { return nil }
            return (TwinView(contents), found)
        }
    }

    /// All entities as they are now.
    func view() throws -> TwinView { try read { TwinView($0) } }

    /// All it holds, as it is now; taking it costs nothing, as with a view.
    func contentsNow() throws -> Contents { try read { (contents: borrowing Contents) in copy contents } }

    /// What a branch began with.
    func contentsAtFirst() throws -> Contents {
        try load()
        return beginning.withLock { $0 }
    }

    /// The entity of an id, if it is there, without what has expired.
    func entity(_ id: String, at now: Stamp) throws -> Entity? {
        try read { $0.held(id) }?.living(at: now)
    }

    private func load() throws {
        try isLoaded.withLock { isLoaded in
            if isLoaded { return }
            if let base {
                let start = try base.contents()
                beginning.withLock { $0 = start }
                contents.withLock { $0 = start }
            } else if let start = try Checkpoints(ledger: ledger).newest() {
                contents.withLock { $0 = start }
            }
            try catchUp(isTelling: false)
            isLoaded = true
        }
    }

    /// Does an act. Returns once it is durable, and seen by all who read.
    /// - Parameter act: done on the draft; it may be done again if another process was quicker.
    func perform<T: Sendable>(
        by actor: String, at now: Instant, _ act: @escaping @Sendable (inout Draft) throws -> T
    ) async throws -> T {
        try load()
        return try await withCheckedThrowingContinuation { continuation in
            queue.add(act, by: actor, at: now, committing: commit) { continuation.resume(with: $0) }
        }
    }

    /// The same of a twin in memory, for whoever does not wait.
    /// - Parameter answer: called once, when it is durable or has failed.
    func perform<T: Sendable>(
        by actor: String, at now: Instant, _ act: @escaping @Sendable (inout Draft) throws -> T,
        answer: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        queue.add(act, by: actor, at: now, committing: commit, answer: answer)
    }

    /// Writes what a group of acts comes to.
    private func commit(_ group: [TwinQueue.Waiting]) async {
        while true {
            let (last, latest) = contents.withLock { ($0.last, $0.latest) }
            var now = latest
            var draft = Draft(self, at: now, by: "")
            var failures = [(any Error)?](repeating: nil, count: group.count)
            for (index, waiting) in group.enumerated() {
                let mark = draft.mark
                now = waiting.now.following(now)
                (draft.now, draft.by) = (now, waiting.actor)
                do { try waiting.run(&draft) } catch {
                    draft.undo(to: mark)
                    failures[index] = error
                }
            }
            do {
                if !draft.entries.isEmpty {
                    try await write(draft, after: last, at: now)
                }
            } catch is Ledger.Overtaken {
                do {
                    try catchUp(isTelling: true)
                    continue
                } catch { failures = failures.map { $0 ?? error } }
            } catch {
                failures = failures.map { $0 ?? error }
            }
            for (waiting, failure) in zip(group, failures) { waiting.answer(failure) }
            return
        }
    }

    private func write(_ draft: Draft, after last: LedgerLine?, at now: Stamp) async throws {
        var bytes: [UInt8] = []
        for entry in draft.entries { entry.write(into: &bytes) }
        let line = try await ledger.write(
            String(decoding: bytes, as: UTF8.self), after: last, at: now.instant)
        contents.withLock { contents in
            contents.take(draft)
            contents.last = line
        }
        unkept.add(draft.entries.count, ordering: .relaxed)
        tell(draft.changes, at: now)
    }

    /// Tells those who listen what a line came to.
    func tell(_ changes: [EntityChange], at now: Stamp) {
        let told = listeners.withLock { Array($0.values) }
        for listener in told { listener(changes, now) }
    }

    /// What anyone may do with it, without a token: read what its tenant has opened.
    func openness() throws -> TwinAccess {
        let said = try read { $0.documents["settings"]?["open"] }
        guard let said else { return .nothing }
        var access = said["writing"]?.asBool == true ? TwinAccess.everything : .reading
        access.types = said["types"]?.texts.map(Set.init)
        return access
    }

    /// Tells somebody what changes from now on, in order.
    /// - Returns: what ends it.
    func listen(_ listener: @escaping Listener) -> @Sendable () -> Void {
        let key = listeners.withLock { listeners in
            let key = (listeners.keys.max() ?? 0) + 1
            listeners[key] = listener
            return key
        }
        return { [weak self] in self?.listeners.withLock { $0[key] = nil } }
    }
}
