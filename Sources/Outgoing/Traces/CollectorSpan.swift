// SPDX-License-Identifier: EUPL-1.2

import Synchronization
import Tracing

/// One span: what took how long, within which other. Once it has ended it goes to the collector, if
/// its trace is kept.
public final class CollectorSpan: Span {
    public let context: ServiceContext
    private let identity: TraceContext
    private let parent: String?
    private let kind: SpanKind
    private let begun: UInt64
    private let queue: SpanQueue
    private let state: Mutex<State>

    private struct State {
        var name: String
        var attributes: SpanAttributes = [:]
        var hasFailed = false
        var isEnded = false
    }

    init(
        _ name: String, _ identity: TraceContext, in context: ServiceContext, parent: String?,
        kind: SpanKind, at begun: UInt64, to queue: SpanQueue
    ) {
        self.context = context
        self.identity = identity
        self.parent = parent
        self.kind = kind
        self.begun = begun
        self.queue = queue
        state = Mutex(State(name: name))
    }

    public var operationName: String {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }

    public var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { state.withLock { $0.attributes = newValue } }
    }

    public var isRecording: Bool { identity.isSampled && state.withLock { !$0.isEnded } }

    /// Says whether it failed.
    public func setStatus(_ status: SpanStatus) {
        state.withLock { $0.hasFailed = status.code == .error }
    }

    /// Only that it failed is kept: what an error says may hold what somebody typed.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        state.withLock { $0.hasFailed = true }
    }

    /// The product has no use for events within a span.
    public func addEvent(_ event: SpanEvent) {}

    /// Nor for links between spans.
    public func addLink(_ link: SpanLink) {}

    /// Sends it on its way, once.
    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let ended = instant().nanosecondsSinceEpoch
        let last = state.withLock { state -> State? in
            defer { state.isEnded = true }
            return state.isEnded ? nil : state
        }
        guard let last, identity.isSampled else { return }
        queue.add(
            EndedSpan(
                name: last.name, identity: identity, parent: parent, kind: kind, begun: begun,
                ended: max(begun, ended), attributes: last.attributes, hasFailed: last.hasFailed))
    }
}
