// SPDX-License-Identifier: EUPL-1.2

import Tracing

/// Makes the spans that are sent to a collector.
public struct CollectorTracer: Tracer {
    private let queue: SpanQueue
    private let share: Double
    private let random: @Sendable () -> UInt64

    /// - Parameters:
    ///   - share: how many of the traces that begin here are kept, from 0 to 1. Of one that began
    ///     elsewhere whoever began it has decided.
    ///   - random: drawn anew each time, for names of spans and for the share.
    public init(
        to queue: SpanQueue, share: Double = 1,
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.queue = queue
        self.share = share
        self.random = random
    }

    /// Begins a span of the trace its context names, or of a new one.
    public func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> CollectorSpan {
        var context = context()
        let parent = context.trace
        let own = TraceContext(
            trace: parent?.trace ?? digits() + digits(), span: digits(),
            isSampled: parent?.isSampled ?? (Double(random() >> 11) < share * 0x1p53))
        context.trace = own
        return CollectorSpan(
            operationName, own, in: context, parent: parent?.span, kind: kind,
            at: instant().nanosecondsSinceEpoch, to: queue)
    }

    /// Nothing waits here for what is on its way to the collector.
    public func forceFlush() {}

    /// Reads `traceparent`.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        if let trace = TraceContext(extractor.extract(key: "traceparent", from: carrier)) {
            context.trace = trace
        }
    }

    /// Writes `traceparent`.
    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        if let trace = context.trace { injector.inject(trace.header, forKey: "traceparent", into: &carrier) }
    }

    /// 16 hexadecimal digits, not all of them 0.
    private func digits() -> String {
        let text = String(max(random(), 1), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
