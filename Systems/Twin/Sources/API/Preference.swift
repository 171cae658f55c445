// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The edition of the specification that the sender wants an answer to conform to: `Prefer: ngsi-ld=1.6`
/// (GS CIM 009, 4.3.6.8 and 6.3.6).
struct Preference: Sendable {
    /// The latest edition that answers conform to, if nothing else is wanted.
    private static let latest = (major: 1, minor: 9)

    private let conformance: Conformance
    /// The edition that is answered in.
    private let edition: String

    /// Nil: the sender wants none, or none that there is.
    init?(_ request: Request) {
        let wishes = (request.headers["prefer"] ?? "").split { $0 == "," || $0 == ";" }
        let wish = wishes.lazy.map { String($0).trimmingSpace }.first { $0.hasPrefix("ngsi-ld=") }
        guard let text = wish?.dropFirst("ngsi-ld=".count).filter({ $0 != "\"" }),
            let conformance = Conformance(text)
        else { return nil }
        let parts = text.split(separator: ".").compactMap { Int($0) }
        self.conformance = conformance
        edition = (parts[0], parts[1]) < Self.latest
            ? text : "\(Self.latest.major).\(Self.latest.minor)"
    }

    /// The answer as it is wanted: entities are amended (203), of all else it is said what it conforms to.
    func applied(to response: Response, of operation: TwinOperation) -> Response {
        guard (200..<300).contains(response.status), response.status != 207, let bytes = response.bytes,
            !bytes.isEmpty
        else { return response }
        guard operation.givesGeoJSON,
            let json = try? JSON(parsing: bytes, limits: JSON.Limits(depth: 900))
        else {
            return response.adding(Self.header, "ngsi-ld=\(Self.latest.major).\(Self.latest.minor)")
        }
        var response = response
        let amended = conformance.amended(json)
        if amended != json {
            response.body = .bytes(amended.encoded())
            if response.status == 200 { response.status = 203 }
        }
        return response.adding(Self.header, "ngsi-ld=\(edition)")
    }

    private static let header = "preference-applied"
}
