// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// What sources answered a short while ago, of those that do not want to be asked the same again so soon
/// (`cacheDuration`, GS CIM 009, 5.2.34).
final class SourceCache: Sendable {
    private struct Kept {
        let answer: SourceAnswer
        let until: Stamp
    }

    private struct State {
        var kept: [String: [String: Kept]] = [:]
        var size = 0
    }

    /// How much is kept, in bytes of answers and of what was asked, and how much each takes besides.
    private static let (most, least) = (32 << 20, 500)

    private let state = Mutex(State())

    /// What was answered to the same request and still counts.
    func answer(to request: OutgoingRequest, of source: Registration, at now: Stamp) -> SourceAnswer? {
        guard source.management.cacheDuration != nil, let key = Self.key(request) else { return nil }
        return state.withLock { $0.kept[source.id]?[key] }.flatMap { $0.until > now ? $0.answer : nil }
    }

    /// Keeps an answer, where its source wants that. Whoever changes something at a source makes it forget.
    func note(_ answer: SourceAnswer, to request: OutgoingRequest, at now: Stamp) {
        let id = answer.registration.id
        guard let key = Self.key(request) else { return forget(id) }
        guard let duration = answer.registration.management.cacheDuration, answer.isDone else { return }
        state.withLock { state in
            let size = answer.size + key.utf8.count + Self.least
            if state.size + size > Self.most { state = State() }
            state.kept[id, default: [:]][key] = Kept(answer: answer, until: duration.step(1, from: now))
            state.size += size
        }
    }

    func forget(_ id: String) { state.withLock { $0.kept[id] = nil } }

    /// What makes requests the same; nil: it does not only ask.
    private static func key(_ request: OutgoingRequest) -> String? {
        guard request.method == "GET" || request.address.contains("/entityOperations/query") else {
            return nil
        }
        let headers = request.headers.filter { $0.name != "via" }.map { "\($0.name): \($0.value)" }.sorted()
        let body = String(decoding: request.body, as: UTF8.self)
        return ([request.method, request.address] + headers + [body]).joined(separator: "\n")
    }
}
