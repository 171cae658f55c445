// SPDX-License-Identifier: EUPL-1.2

import Web

/// What pages of other sites may ask for in a browser (the Fetch standard, 3.3): a map on another site reads
/// what its program could read. No cookie opens a twin, so that nothing is read but what anybody may, or what
/// a key that the page itself was given opens. Nothing is written so: an open twin on one's own machine is
/// not for every site to write to.
enum OtherOrigins {
    private static let asked = [
        "Authorization", "Link", "NGSILD-EntityMap", "NGSILD-Snapshot", "NGSILD-Tenant", "Prefer", "Range",
    ]
    private static let told = [
        "Content-Range", "Link", "NGSILD-EntityMap", "NGSILD-Results-Count", "NGSILD-Tenant",
        "NGSILD-Warning", "Retry-After",
    ]

    /// Whether a browser sends it for a page of another site without asking first whether it may, as it does
    /// a POST of nothing, of a text or of a form (the Fetch standard, 2.2).
    static func isUnasked(_ request: Request) -> Bool {
        request.method == .post && request.headers["sec-fetch-site"] == "cross-site"
            && request.headers["content-type"]?.lowercased().contains("json") != true
    }

    /// An answer, with what a browser must be told to hand it to a page of another site.
    static func admitted(_ response: Response, _ request: Request) -> Response {
        guard request.method.isSafe, request.headers["origin"] != nil else { return response }
        let response = response.adding("access-control-allow-origin", "*")
        guard request.method == .options else {
            return response.adding("access-control-expose-headers", told.joined(separator: ", "))
        }
        return response.adding("access-control-allow-methods", "GET, HEAD")
            .adding("access-control-allow-headers", asked.joined(separator: ", "))
            .adding("access-control-max-age", "3600")
    }
}
