// SPDX-License-Identifier: EUPL-1.2

/// The headers every answer carries: nothing runs, loads or frames that is not this site's.
struct SecurityHeaders {
    let configuration: Configuration

    func added(to response: Response) -> Response {
        var response = response
        let present = Set(response.headers.map(\.0))
        for (name, value) in all where !present.contains(name) {
            response.headers.append((name, value))
        }
        return response
    }

    /// The same for what only programs read: nothing of it is ever shown as a page.
    func addedForPrograms(to response: Response) -> Response {
        var response = response
        response.headers.append(("x-content-type-options", "nosniff"))
        if response.header("cache-control") == nil { response.headers.append(("cache-control", "no-store")) }
        if configuration.isSecure { response.headers.append(Self.byHTTPSAlone) }
        return response
    }

    private static let byHTTPSAlone = ("strict-transport-security", "max-age=31536000")

    private var all: [(String, String)] {
        let images = configuration.tiles.flatMap(Self.origin).map { " \($0)" } ?? ""
        var headers = [
            (
                "content-security-policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; "
                    + "img-src 'self' data:\(images); connect-src 'self'; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'"
            ),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("permissions-policy", "geolocation=(self)"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ]
        if configuration.isSecure { headers.append(Self.byHTTPSAlone) }
        return headers
    }

    /// The origin of a tile address.
    private static func origin(_ address: String) -> String? {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 3 ? "\(parts[0])//\(parts[2])" : nil
    }
}
