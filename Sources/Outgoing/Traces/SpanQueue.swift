// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Spans on their way to a collector: sent together every few seconds, by OpenTelemetry's protocol
/// over HTTP. A collector that is away costs what it would have been told, and nothing else.
public final class SpanQueue: Sendable {
    private static let every: Duration = .seconds(5)
    /// The most that wait; later ones are dropped.
    private static let most = 4_096
    /// The most that are sent at once.
    private static let batch = 512

    private let address: String
    private let fetching: any Fetching
    private let version: String
    private let lost: @Sendable (_ spans: Int, _ why: String) -> Void
    private let state = Mutex<(waiting: [EndedSpan], dropped: Int)>(([], 0))

    /// - Parameters:
    ///   - address: of the collector, without `/v1/traces`.
    ///   - version: of the program that tells.
    ///   - lost: told of what the collector will never hear, and why.
    public init(
        to address: String, by fetching: any Fetching, version: String,
        lost: @escaping @Sendable (_ spans: Int, _ why: String) -> Void
    ) {
        self.address = address
        self.fetching = fetching
        self.version = version
        self.lost = lost
    }

    func add(_ span: EndedSpan) {
        state.withLock { state in
            if state.waiting.count < Self.most { state.waiting.append(span) } else { state.dropped += 1 }
        }
    }

    /// Sends what has come, again and again, until it is cancelled; and once more then.
    public func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.every)
            // What a task that is cancelled sends is not sent.
            await Task { await self.send() }.value
        }
    }

    /// Sends what waits. What a collector does not take is not kept for it.
    public func send() async {
        while let (spans, dropped) = take() {
            if dropped > 0 { lost(dropped, "the collector is too slow") }
            let message = EndedSpan.message(spans, by: "talka", version: version)
            let request = OutgoingRequest(
                "POST", "\(address)/v1/traces", headers: [("content-type", "application/json")],
                body: message.encoded())
            do {
                let status = try await fetching.send(request).status
                if !(200..<300).contains(status) { lost(spans.count, "it answered \(status)") }
            } catch { lost(spans.count, "\(error)") }
        }
    }

    private func take() -> ([EndedSpan], dropped: Int)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return nil }
            let spans = Array(state.waiting.prefix(Self.batch))
            state.waiting.removeFirst(spans.count)
            defer { state.dropped = 0 }
            return (spans, state.dropped)
        }
    }
}
