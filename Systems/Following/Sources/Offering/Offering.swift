// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What this network gives to others: who it is, and what it published.
enum Offering {
    static let announcement = "/.well-known/talka"
    static let feed = "/following/feed"

    static let routes = [
        Route(.get, announcement, .everyone) { request in
            try await signed(announced(request), for: request)
        },
        Route(.get, feed, .everyone) { request in
            try await signed(OfferedFeed(request).json(), for: request)
        },
    ]

    /// What others know it by, and where they read on.
    private static func announced(_ request: Request) async throws -> JSON {
        let site = request.site
        let keys = try await site.network.signingKeys()
        return [
            "name": .string(site.configuration.siteName),
            "address": .string(site.configuration.address),
            "software": .string("talka \(Release.version)"),
            "isDemonstration": .bool(site.configuration.isDemonstration),
            "feed": .string(request.site.configuration.address + feed),
            "kinds": .array(site.network.travellingKinds.map { .string($0.name) }),
            "keys": .array(keys.chain.map(\.json)),
        ]
    }

    /// An answer for this very question: kept by nobody on the way, altered by nobody.
    private static func signed(_ json: JSON, for request: Request) async throws -> Response {
        let keys = try await request.site.network.signingKeys()
        let answer = SignedAnswer(
            status: 200, type: Format.json.media, body: json.encoded(), path: request.path,
            query: request.rawQuery)
        var response = Response(200, answer.type, answer.body)
        for (name, value) in try answer.headers(signedWith: keys.current, at: request.now) {
            response = response.adding(name, value)
        }
        return response.adding("cache-control", "no-store, no-transform")
    }
}
