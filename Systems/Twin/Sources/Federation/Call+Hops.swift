// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// By which brokers a request came (GS CIM 009, 6.3.18): the header `Via` (RFC 9110, section 7.6.3).
extension Call {
    /// More brokers than this no request goes by.
    private static let mostHops = 16

    /// What this twin is called in `Via`.
    var pseudonym: String { hub.pseudonym(of: twin) }

    /// The brokers a request came by, in order.
    var hops: [String] { Self.hops(request.headers["via"] ?? "") }

    static func hops(_ via: String) -> [String] {
        via.split(separator: ",").compactMap { hop in
            let parts = hop.split(separator: " ", omittingEmptySubsequences: true)
            return parts.count > 1 ? String(parts[1]) : nil
        }
    }

    /// Whether the request has been here before, or goes round without end.
    var isLooping: Bool { hops.contains(pseudonym) || hops.count >= Self.mostHops }

    /// The header for a request that goes on from here.
    var viaOnward: String {
        let own = "1.1 \(pseudonym)"
        return request.headers["via"].map { "\($0), \(own)" } ?? own
    }

    /// The same call with another body.
    func sending(_ bytes: [UInt8]) -> Call {
        var call = self
        call.request = Request(
            request.method, request.path, query: request.query, rawPath: request.rawPath,
            rawQuery: request.rawQuery, headers: request.headers, body: RequestBody(bytes),
            peer: request.peer,
            now: request.now, site: request.site)
        return call
    }
}

extension TwinHub {
    /// What a twin is called in `Via`: the same for good, once it holds anything.
    func pseudonym(of twin: Twin) -> String {
        work(of: twin)?.remote.identity.pseudonym ?? newPseudonym(of: twin)
    }

    /// A name for a twin that has none yet.
    func newPseudonym(of twin: Twin) -> String {
        let place =
            EntityHistory.base(twin.key, .init(name: "", datasetId: nil)).split(separator: ":").last ?? ""
        return "talka-\(identity)-\(place)"
    }
}
