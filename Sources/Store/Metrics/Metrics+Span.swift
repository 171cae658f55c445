// SPDX-License-Identifier: EUPL-1.2

import Tracing

extension Metrics {
    /// Does something as a span of the trace it happens in; where nobody keeps traces, only does it.
    ///
    /// Names and attributes are routes, actions, tenants, counts: nothing that somebody typed.
    /// - Parameter body: is given the span, and says itself whether it failed.
    public func span<T>(
        _ name: String, ofKind kind: SpanKind = .internal, in context: ServiceContext? = nil,
        _ body: ((any Span)?) async throws -> T
    ) async rethrows -> T {
        guard let tracer else { return try await body(nil) }
        let context = context ?? .current ?? .topLevel
        let span: any Span = tracer.startSpan(name, context: context, ofKind: kind)
        defer { span.end() }
        return try await ServiceContext.$current.withValue(span.context) { try await body(span) }
    }
}
