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
        var rest = messages[...]
        while !rest.isEmpty { try await take(FeedBatch(of: &rest, feed, at: Stamp(now())), feed) }
    }

    private func take(_ batch: FeedBatch, _ feed: Feed) async throws {
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
            told.heard += batch.messages.count
            told.written += fragments.count - failed.count
            told.lastHeard = moment
            for (message, why) in troubles { told.note(why, batch.messages[message], at: moment) }
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

/// What some messages become, as much as one act is to hold.
private struct FeedBatch: Sendable {
    private(set) var messages: [MQTTReceived] = []
    /// By the places of messages among them.
    private(set) var fragments: [(message: Int, fragment: Fragment)] = []
    private(set) var troubles: [(message: Int, why: Phrase)] = []

    /// After how many readings an act takes no further message: there may be a thousand in each.
    private static let enough = 2_000

    /// - Parameter rest: the messages there are; those behind what is enough stay in it.
    init(of rest: inout ArraySlice<MQTTReceived>, _ feed: Feed, at now: Stamp) {
        while fragments.count < Self.enough, let message = rest.popFirst() {
            if let mapping = feed.mapping { read(message, feed, mapping, at: now) }
            messages.append(message)
        }
    }

    private mutating func read(
        _ message: MQTTReceived, _ feed: Feed, _ mapping: ImportMapping, at now: Stamp
    ) {
        let index = messages.count
        if message.isCut { return troubles.append((index, Phrase("twin.feeds.problem.large"))) }
        let reading = FeedReading(
            topic: message.topic, payload: message.payload, feed.payload, mapping, TermTable.core, at: now)
        fragments += reading.fragments.map { (index, $0) }
        if let why = reading.trouble { troubles.append((index, why)) }
    }
}
