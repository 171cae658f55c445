// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What machines ask of the process itself. Answered without a place, and on no thread that waits
/// for a store.
enum WatchRoutes {
    static let paths: Set<String> = ["/health", "/ready", "/metrics"]

    static var all: [Route] {
        [
            Route(.get, "/health", .everyone) { request in
                .json(["status": "ok", "at": .string(request.now.description)])
            },
            Route(.get, "/ready", .everyone) { request in
                guard let obstacle = await request.site.readiness.obstacle() else {
                    return .json(["status": "ready"])
                }
                let answer: JSON = ["status": "not_ready", "reason": .string(obstacle.rawValue)]
                return .json(answer, status: 503).adding("retry-after", "5")
            },
            // To whom it is not open it is not there.
            Route(.get, "/metrics", .everyone) { request in
                guard request.site.configuration.metrics.permits(request) else {
                    throw Refusal.notFound
                }
                ProcessFigures().put(in: request.site)
                return Response(
                    200, "text/plain; version=0.0.4; charset=utf-8",
                    Array(request.site.metrics.text().utf8))
            },
        ]
    }
}
