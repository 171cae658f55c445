// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A place in an object store: `s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION`, and who
/// may go there.
public struct S3Place: Sendable {
    let bucket: String
    /// What every name begins with: empty, or with a slash at its end.
    let prefix: String
    /// Scheme, host and port, as it is asked.
    let endpoint: String
    /// Host and port as the header says them: without the usual port.
    let hostHeader: String
    let host: String
    let port: Int
    let signer: S3Signer

    /// - Throws: `Fault`, in words for the operator, for an address that is none, or without a key.
    public init(_ text: String, key: String?, secret: String?) throws {
        guard let parts = URLComponents(string: text), parts.scheme == "s3", let bucket = parts.host,
            parts.user == nil, parts.port == nil, parts.fragment == nil
        else { throw Fault("it must be like s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION") }
        guard Self.isBucket(bucket) else {
            throw Fault(
                "“\(bucket)” is no name of a bucket: 3 to 63 lower-case letters, digits, hyphens, dots")
        }
        var options: [String: String] = [:]
        for item in parts.queryItems ?? [] {
            guard ["endpoint", "region"].contains(item.name), let value = item.value, !value.isEmpty
            else { throw Fault("“\(item.name)” is no option of an object store") }
            options[item.name] = value
        }
        guard let key, let secret, !key.isEmpty, !secret.isEmpty else {
            throw Fault("an object store needs TALKA_S3_KEY and TALKA_S3_SECRET")
        }
        let region = options["region"] ?? "us-east-1"
        let address = options["endpoint"] ?? "https://s3.\(region).amazonaws.com"
        guard let endpoint = URLComponents(string: address), let host = endpoint.host, !host.isEmpty,
            let scheme = endpoint.scheme, ["http", "https"].contains(scheme),
            ["", "/"].contains(endpoint.path), endpoint.query == nil, endpoint.user == nil
        else { throw Fault("the endpoint must be like https://HOST:PORT; it is “\(address)”") }
        let usual = scheme == "https" ? 443 : 80
        port = endpoint.port ?? usual
        self.host = host
        hostHeader = port == usual ? host : "\(host):\(port)"
        self.endpoint = "\(scheme)://\(hostHeader)"
        self.bucket = bucket
        let inner = parts.path.split(separator: "/").joined(separator: "/")
        prefix = inner.isEmpty ? "" : inner + "/"
        signer = S3Signer(key: key, secret: secret, region: region)
    }

    /// Amazon S3 User Guide, "General purpose buckets naming rules".
    private static func isBucket(_ text: String) -> Bool {
        (3...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
            }
    }
}
