// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

extension Response {
    /// An answer that everyone gets alike and may keep for a while, marked by a digest of its
    /// content: who has it already is told so and sent nothing.
    /// - Parameters:
    ///   - seconds: how long it may be used without asking.
    ///   - vary: the request's headers its content depends on.
    ///   - isPrivate: whether it is for this reader alone, who is known by the address.
    public static func cacheable(
        _ bytes: [UInt8], _ media: String, for request: Request, seconds: Int = 60,
        vary: String = "accept, accept-language", isPrivate: Bool = false
    ) -> Response {
        // Weak: what compresses the answer on its way changes the bytes.
        let tag = EntityTag(String(Digest.of(bytes).prefix(24)), isWeak: true)
        let isKnown = request.headers["if-none-match"].map { EntityTag.Named($0).names(tag) }
        // What only members read is nothing for a cache that others share.
        let reach = isPrivate || request.visitor.isMember ? "private" : "public"
        let response = isKnown == true ? Response(status: 304) : Response(200, media, bytes)
        return response.adding("etag", tag.text)
            .adding("cache-control", "\(reach), max-age=\(seconds)").adding("vary", vary)
    }

    /// The same for what is written in a format.
    public static func cacheable(
        _ text: String, as format: Format, for request: Request, seconds: Int = 60,
        isPrivate: Bool = false
    ) -> Response {
        cacheable(
            Array(text.utf8), format.media, for: request, seconds: seconds, isPrivate: isPrivate)
    }

    /// The same for JSON of a narrower kind.
    public static func cacheable(
        _ json: JSON, as format: Format = .json, for request: Request, seconds: Int = 60
    ) -> Response {
        cacheable(json.encoded(), format.media, for: request, seconds: seconds)
    }

    /// An answer about one version of a record, for whoever asked alone: kept, but never used
    /// without asking whether it still holds.
    static func versioned(_ json: JSON, version: Int, for request: Request) -> Response {
        let tag = EntityTag(String(version))
        let isKnown = request.headers["if-none-match"].map { EntityTag.Named($0).names(tag) }
        let response = isKnown == true ? Response(status: 304) : Response.json(json)
        return response.adding("etag", tag.text).adding("cache-control", "private, no-cache")
            .adding("vary", "authorization")
    }
}

extension Request {
    /// A path of this site as the address others know it by.
    public func address(_ path: String) -> String { site.configuration.address + path }
}
