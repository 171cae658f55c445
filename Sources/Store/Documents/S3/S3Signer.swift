// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Signs requests to an object store (AWS Signature Version 4, in the header).
///
/// Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header".
public struct S3Signer: Sendable {
    private let key: String
    private let secret: String
    private let region: String

    /// - Parameters:
    ///   - key: who signs.
    ///   - secret: what they sign with.
    public init(key: String, secret: String, region: String) {
        self.key = key
        self.secret = secret
        self.region = region
    }

    /// The headers of a request, with its signature among them.
    /// - Parameters:
    ///   - path: encoded already, as it is sent.
    ///   - query: names and values as they are meant, without encoding.
    ///   - headers: those that are signed beside the date and the digest; `host` is one of them.
    ///   - digest: the SHA-256 of the body.
    public func signed(
        _ method: String, path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)], digest: String, at now: Instant
    ) -> [(name: String, value: String)] {
        let stamp = Self.stamp(now)
        let day = String(stamp.prefix(8))
        let all = headers + [("x-amz-content-sha256", digest), ("x-amz-date", stamp)]
        let sorted = all.map { (name: $0.name.lowercased(), value: $0.value) }
            .sorted { $0.name < $1.name }
        let names = sorted.map(\.name).joined(separator: ";")
        let canonical = [
            method, path, Self.query(query), sorted.map { "\($0.name):\($0.value)\n" }.joined(), names,
            digest,
        ].joined(separator: "\n")
        let scope = "\(day)/\(region)/s3/aws4_request"
        let toSign = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(Digest.of(Array(canonical.utf8)))"
        let signature = Hexadecimal.text(Digest.keyed(signingKey(day), Array(toSign.utf8)))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(key)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        return all + [("authorization", authorization)]
    }

    private func signingKey(_ day: String) -> [UInt8] {
        [day, region, "s3", "aws4_request"].reduce(Array("AWS4\(secret)".utf8)) { key, part in
            Digest.keyed(key, Array(part.utf8))
        }
    }

    /// A query as it is signed and sent: in the order of the names.
    static func query(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { (encoded($0.name), encoded($0.value)) }.sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// All but letters, digits and `-._~` as `%XX`; slashes stay in a path.
    static func encoded(_ text: String, isPath: Bool = false) -> String {
        text.utf8.map { byte -> String in
            let isPlain = (48...57).contains(byte) || (97...122).contains(byte | 0x20)
                || Array("-._~".utf8).contains(byte) || isPath && byte == UInt8(ascii: "/")
            if isPlain { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// `20260106T093000Z`.
    private static func stamp(_ now: Instant) -> String {
        now.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
