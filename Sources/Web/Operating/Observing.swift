// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Outgoing
import Store
import Tracing

/// Around every answer: a place to be worked on in, the threads that do it, and afterwards what is
/// counted and logged of it.
struct Observing {
    let site: Site

    func answer(_ sent: Request) async -> Response {
        // How it is asked every few seconds, all day: nobody wants to read that.
        if site.metrics.tracer == nil || sent.isWatch { return await observed(sent) }
        var context = ServiceContext.topLevel
        context.trace = sent.trace
        return await site.metrics.span(sent.method.rawValue, ofKind: .server, in: context) { span in
            var request = sent
            request.span = span?.context.trace
            return await observed(request, as: span)
        }
    }

    /// An answer that was begun on the connection's thread.
    struct Begun {
        let answer: Door.AtOnce
        private let observing: Observing
        private let request: Request
        private let since: ContinuousClock.Instant

        fileprivate init(
            _ answer: Door.AtOnce, _ observing: Observing, _ request: Request,
            since: ContinuousClock.Instant
        ) {
            (self.answer, self.observing, self.request, self.since) = (answer, observing, request, since)
        }

        /// The answer as it is sent; what is counted of it is counted.
        func finish(_ response: Response) -> Response {
            let headers = SecurityHeaders(configuration: observing.site.configuration)
            var response = headers.addedForPrograms(to: response)
            response.headers.append(("x-request-id", request.id))
            observing.note(request, response, took: since.duration(to: .now))
            return response
        }
    }

    /// Begins to answer a request for a door right where it came in. That needs no place: a connection has
    /// one request under way.
    func beginAtOnce(_ sent: Request) -> Begun? {
        guard site.metrics.tracer == nil, !sent.isMalformed, let door = site.door(to: sent.path)
        else { return nil }
        let since = ContinuousClock.now
        var request = sent
        request.route = door.path
        return door.atOnce(request).map { Begun($0, self, request, since: since) }
    }

    private func observed(_ sent: Request, as span: (any Span)? = nil) async -> Response {
        let begun = ContinuousClock.now
        var (response, request) = await keptOrAnswered(sent)
        response.headers.append(("x-request-id", request.id))
        note(request, response, took: begun.duration(to: .now))
        if let span { describe(request, response, as: span) }
        return response
    }

    /// By the names of OpenTelemetry's conventions for HTTP, so far as they hold nothing personal.
    private func describe(_ request: Request, _ response: Response, as span: any Span) {
        span.operationName = "\(request.method.rawValue) \(request.route)"
        span.attributes["http.request.method"] = request.method.rawValue
        span.attributes["http.route"] = request.route
        span.attributes["http.response.status_code"] = response.status
        span.attributes["talka.request"] = request.id
        if !request.tenantSlug.isEmpty { span.attributes["talka.tenant"] = request.tenantSlug }
        if response.status >= 500 { span.setStatus(SpanStatus(code: .error)) }
    }

    private func keptOrAnswered(_ sent: Request) async -> (Response, Request) {
        if let page = await site.keptPages.find(sent) {
            var request = sent
            request.route = page.route
            request.tenantSlug = page.tenantSlug
            return (page.answer(to: request), request)
        }
        let (response, request) = await answered(sent)
        guard let ticket = response.ticket,
            let page = site.keptPages.keep(response, of: request, ticket: ticket)
        else { return (response, request) }
        return (page.answer(to: request), request)
    }

    private func answered(_ sent: Request) async -> (Response, Request) {
        let answering = Answering(site: site)
        // Whether the process is well must be told above all while it is not.
        if WatchRoutes.paths.contains(sent.path) { return await answering.answer(sent) }
        do throws(Overloaded) {
            let place = try await Place.taken(for: sent, in: site.places)
            defer { place.leave() }
            var request = sent
            request.place = place
            if !request.method.isSafe { request.body = place.waiting(for: request.body) }
            let (response, seen) = await onThreads(place) { [request] in
                await answering.answer(request)
            }
            let exports = response.isLive ? site.live : site.exports
            do { return (try exports.held(response, for: seen), seen) } catch {
                site.metrics.shed[place.name].add()
                throw error
            }
        } catch {
            return answering.overloaded(sent)
        }
    }

    /// Has an answer made on the threads for it, those of people with roles first.
    private func onThreads(
        _ place: Place, _ answer: @Sendable () async -> (Response, Request)
    ) async -> (Response, Request) {
        guard let threads = site.threads else { return await answer() }
        let lane = place.isKnown ? threads.first : threads.other
        return await withTaskExecutorPreference(lane) { await answer() }
    }

    private func note(_ request: Request, _ response: Response, took: Duration) {
        let metrics = site.metrics
        let status = "\(response.status / 100)xx"
        metrics.requests[request.method.rawValue, request.route, status].record(took)
        if !request.tenantSlug.isEmpty { metrics.tenantRequests[request.tenantSlug].record(took) }
        if !request.isWatch {
            metrics.slowRoutes.note(
                "\(request.method.rawValue) \(request.route)", took, at: request.now,
                tenant: request.tenantSlug)
        }
        // How it is asked every few seconds, all day: nobody wants to read that.
        let level: Logger.Level = request.isWatch ? .debug : .info
        guard site.logger.logLevel <= level else { return }
        var more: Logger.Metadata = [
            "method": .string(request.method.rawValue),
            "status": .stringConvertible(response.status),
            "ms": .stringConvertible(took.inMilliseconds),
        ]
        if let bytes = response.bytes?.count { more["bytes"] = .stringConvertible(bytes) }
        request.logger.log(level: level, "request", metadata: more)
    }
}

extension Request {
    /// Whether it only asks how the process is.
    var isWatch: Bool { WatchRoutes.paths.contains(path) }

    /// Logs what has to do with this request. Nothing that was typed is among it: neither path nor
    /// query, but the route; neither name nor address of who asks.
    public var logger: Logger {
        var logger = site.logger
        logger[metadataKey: "request"] = .string(id)
        logger[metadataKey: "route"] = .string(route)
        if !tenantSlug.isEmpty { logger[metadataKey: "tenant"] = .string(tenantSlug) }
        if let span {
            logger[metadataKey: "trace_id"] = .string(span.trace)
            logger[metadataKey: "span_id"] = .string(span.span)
        }
        if let trace {
            logger[metadataKey: "trace_id"] = .string(trace.trace)
            logger[metadataKey: "parent_id"] = .string(trace.span)
        }
        return logger
    }
}
