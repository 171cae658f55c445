// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// The context sources registered at one twin, made ready, and how asking them went.
final class Registrations: Sendable {
    /// How asking a source went since this process began (5.2.9).
    struct Record: Sendable {
        var sent = 0
        var failed = 0
        var lastSuccess: Stamp?
        var lastFailure: Stamp?
        /// Until when it is left alone.
        var resting: Stamp?

        func add(to shown: inout JSONObject) {
            guard sent > 0 else { return }
            shown["timesSent"] = .integer(sent)
            shown["timesFailed"] = .integer(failed)
            if let lastSuccess { shown["lastSuccess"] = .string(lastSuccess.description) }
            if let lastFailure { shown["lastFailure"] = .string(lastFailure.description) }
            let isFine = lastFailure.map { failure in lastSuccess.map { $0 > failure } ?? false } ?? true
            shown["status"] = .string(isFine ? "ok" : "failed")
        }
    }

    private struct Ready {
        /// How many changes of documents it was made after.
        var version = -1
        var all: [Registration] = []
    }

    /// What sources answered a short while ago.
    let cache = SourceCache()
    private let ready = Mutex(Ready())
    private let records = Mutex<[String: Record]>([:])

    /// All that are there, in the order of their ids.
    func all(in twin: Twin, at now: Stamp) throws -> [Registration] {
        let (version, documents) = try twin.read { contents in
            (contents.documentChanges.count, contents.documents[Registration.sort] ?? [:])
        }
        if documents.isEmpty { return [] }
        return ready.withLock { ready in
            if ready.version != version {
                ready.all = documents.sorted { $0.key < $1.key }.compactMap { Registration(kept: $0.value) }
                ready.version = version
            }
            return ready.all.filter { $0.isThere(at: now) }
        }
    }

    func record(_ id: String) -> Record? { records.withLock { $0[id] } }

    /// Notes how it went.
    /// - Parameter cooldown: how long it is left alone after a failure; zero: not at all.
    func note(_ id: String, isSuccess: Bool, cooldown: Duration = .zero, at now: Stamp) {
        records.withLock { records in
            var record = records[id] ?? Record()
            record.sent += 1
            if isSuccess {
                record.lastSuccess = now
                record.resting = nil
            } else {
                record.failed += 1
                record.lastFailure = now
                let rest = cooldown.components
                record.resting = now.adding(
                    microseconds: rest.seconds * 1_000_000 + rest.attoseconds / 1_000_000_000_000)
            }
            records[id] = record
        }
    }

    func isResting(_ registration: Registration, at now: Stamp) -> Bool {
        record(registration.id)?.resting.map { $0 > now } ?? false
    }

    func forget(_ id: String) {
        records.withLock { $0[id] = nil }
        cache.forget(id)
    }
}
