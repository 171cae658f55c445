// SPDX-License-Identifier: EUPL-1.2

import Store
import Synchronization

/// The connections that are open, in all and from each address.
final class Connections: Sendable {
    private struct State {
        var all = 0
        var of: [String: Int] = [:]
    }

    private let limits: Limits
    private let proxies: ProxyTrust
    private let metrics: Metrics
    private let state = Mutex(State())

    init(_ limits: Limits, proxies: ProxyTrust, metrics: Metrics) {
        self.limits = limits
        self.proxies = proxies
        self.metrics = metrics
    }

    var count: Int { state.withLock { $0.all } }

    /// Counts one that has just been opened; false: there are too many, it is to be closed. It is
    /// counted all the same until it is.
    func opened(from peer: String) -> Bool {
        let key = key(peer)
        let refusal = state.withLock { state -> String? in
            state.all += 1
            if let key { state.of[key, default: 0] += 1 }
            if state.all > limits.connections { return "all" }
            return key.flatMap { state.of[$0] }.flatMap { $0 > limits.connectionsOfOne ? "one" : nil }
        }
        if let refusal { metrics.connectionsRefused[refusal].add() }
        return refusal == nil
    }

    func closed(from peer: String) {
        let key = key(peer)
        state.withLock { state in
            state.all -= 1
            guard let key, let count = state.of[key] else { return }
            state.of[key] = count > 1 ? count - 1 : nil
        }
    }

    /// Closed because its other end did not do its part.
    func dropped(_ reason: String) { metrics.connectionsRefused[reason].add() }

    /// Under what a peer is counted; nil: it is a proxy, and speaks for many.
    private func key(_ peer: String) -> String? {
        proxies.origin(peer, [:]).isTrusted || peer.isEmpty ? nil : peer
    }
}
