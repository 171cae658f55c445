// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The addresses no system owns: assets, and what browsers and robots ask for.
enum CoreRoutes {
    static var all: [Route] {
        [
            Route(.get, "/assets/:file", .everyone, answer: asset),
            Route(.get, "/assets/:folder/:file", .everyone, answer: asset),
            Route(.get, "/favicon.ico", .everyone) { request in
                .seeOther(request.site.assets.href("favicon.svg"))
            },
            Route(.get, "/robots.txt", .everyone) { _ in
                .text("User-agent: *\nDisallow: /t/*/work\nAllow: /\n", as: .csv)
                    .replacing("content-type", "text/plain; charset=utf-8")
            },
        ]
    }

    private static let asset: Route.Handler = { request in
        let path = [request["folder"], request["file"]].filter { !$0.isEmpty }
            .joined(separator: "/")
        guard let file = request.site.assets.file(path) else { throw Refusal.notFound }
        let tag = "\"\(file.digest.prefix(16))\""
        let lifetime =
            request.query["v"] == nil ? "public, max-age=300" : "public, max-age=31536000, immutable"
        if request.headers["if-none-match"] == tag {
            return Response(status: 304).adding("etag", tag).adding("cache-control", lifetime)
        }
        return Response(200, file.media, file.bytes)
            .adding("etag", tag).adding("cache-control", lifetime)
    }
}

extension Response {
    /// The same answer with another value for a header.
    func replacing(_ name: String, _ value: String) -> Response {
        var response = self
        response.headers.removeAll { $0.0 == name }
        return response.adding(name, value)
    }
}
