// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Store

/// Around every answer: a place to be worked on in, the threads that do it, and afterwards what is
/// counted and logged of it.
struct Observing {
    let site: Site

    func answer(_ sent: Request) async -> Response {
        let begun = ContinuousClock.now
        var (response, request) = await keptOrAnswered(sent)
        response.headers.append(("x-request-id", request.id))
        note(request, response, took: begun.duration(to: .now))
        return response
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
            guard let threads = site.threads else { return await answering.answer(request) }
            let lane = place.isKnown ? threads.first : threads.other
            return await withTaskExecutorPreference(lane) { [request] in
                await answering.answer(request)
            }
        } catch {
            return answering.overloaded(sent)
        }
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
        if let trace {
            logger[metadataKey: "trace_id"] = .string(trace.trace)
            logger[metadataKey: "parent_id"] = .string(trace.parent)
        }
        return logger
    }
}
