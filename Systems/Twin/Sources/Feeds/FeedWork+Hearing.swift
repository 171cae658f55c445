// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// What comes by a feed.
extension FeedWork {
    func begin(_ feed: Feed) {
        let moment = Stamp(now())
        state.withLock { state in
            var told = state.states[feed.id] ?? FeedState()
            told.connected = moment
            told.known = Dictionary(feed.filters.map { ($0, feed.quality) }) { first, _ in first }
            told.knownAt = feed.knownAt
            state.states[feed.id] = told
            state.changed.insert(feed.id)
        }
    }

    func take(_ messages: [MQTTReceived], _ feed: Feed) async throws {
        let batch = FeedBatch(messages, feed, at: Stamp(now()))
        let fragments = batch.fragments
        var failed: [(message: Int, why: Phrase)] = []
        if !fragments.isEmpty {
            failed = try await twin.perform(by: "system:feed", at: now()) { draft in
                var failed: [(message: Int, why: Phrase)] = []
                for (message, fragment) in fragments {
                    do throws(TwinProblem) { try draft.take(fragment, TermTable.core) } catch {
                        let why = Phrase("twin.import.problem.said", ["detail": error.detail])
                        failed.append((message, why))
                    }
                }
                return failed
            }
        }
        let (troubles, moment) = (batch.troubles + failed, Stamp(now()))
        state.withLock { state in
            var told = state.states[feed.id] ?? FeedState()
            told.heard += messages.count
            told.written += fragments.count - failed.count
            told.lastHeard = moment
            for (message, why) in troubles { told.note(why, messages[message], at: moment) }
            state.states[feed.id] = told
            state.changed.insert(feed.id)
            state.failures[feed.id] = nil
        }
    }
}

/// Hands on what a feed hears.
struct FeedHearer: Hearing {
    let work: FeedWork
    let feed: Feed

    func begin() async { work.begin(feed) }
    func take(_ messages: [MQTTReceived]) async throws { try await work.take(messages, feed) }
}

/// What some messages become: by their places among them.
private struct FeedBatch: Sendable {
    private(set) var fragments: [(message: Int, fragment: Fragment)] = []
    private(set) var troubles: [(message: Int, why: Phrase)] = []

    init(_ messages: [MQTTReceived], _ feed: Feed, at now: Stamp) {
        guard let mapping = feed.mapping else { return }
        for (index, message) in messages.enumerated() {
            if message.isCut {
                troubles.append((index, Phrase("twin.feeds.problem.large")))
                continue
            }
            let reading = FeedReading(
                topic: message.topic, payload: message.payload, feed.payload, mapping, TermTable.core,
                at: now)
            fragments += reading.fragments.map { (index, $0) }
            if let why = reading.trouble { troubles.append((index, why)) }
        }
    }
}
