// SPDX-License-Identifier: EUPL-1.2

import Tracing

/// Sends requests as somebody else does, each as a span of the trace it belongs to. The other server
/// is told nothing of it.
struct TracedFetching: Fetching {
    let fetching: any Fetching
    let tracer: any Tracer

    func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        let span: any Span = tracer.startSpan(request.method, ofKind: .client)
        defer { span.end() }
        span.attributes["http.request.method"] = request.method
        if let host = try? CurlAddress.http(request.address).host {
            span.attributes["server.address"] = host
        }
        do {
            let response = try await fetching.send(request)
            span.attributes["http.response.status_code"] = response.status
            return response
        } catch {
            span.recordError(error)
            throw error
        }
    }
}

extension Fetching {
    /// The same, kept in traces, if there is somebody who keeps them.
    public func traced(by tracer: (any Tracer)?) -> any Fetching {
        tracer.map { TracedFetching(fetching: self, tracer: $0) } ?? self
    }
}
