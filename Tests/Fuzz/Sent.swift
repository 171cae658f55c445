// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A request as it is sent.
struct Sent {
    var method: String
    /// The path and, behind a question mark, the query.
    var target: String
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    init(_ method: String, _ path: String, _ query: [(String, String)] = [], _ body: JSON? = nil) {
        self.method = method
        let text = query.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        target = "/ngsi-ld/v1/\(path)" + (text.isEmpty ? "" : "?\(text)")
        guard let body else { return }
        self.body = body.encoded()
        headers["content-type"] = "application/json"
    }

    /// For a tenant of its own.
    func to(_ tenant: String) -> Sent {
        var sent = self
        sent.headers["ngsild-tenant"] = tenant
        return sent
    }

    /// As one part of a path, or as a value of a query.
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
            if isPlain {
                bytes.append(byte)
            } else {
                bytes.append(0x25)
                bytes += [byte >> 4, byte & 15].map { $0 < 10 ? $0 + 48 : $0 + 55 }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// As it is told of.
    var told: String {
        let heads = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let text = String(decoding: body.prefix(4_000), as: UTF8.self)
        return (["\(method) \(target)"] + heads + [text]).joined(separator: "\n  ")
    }

    /// Whether time changes what is there, and not requests alone.
    var mentionsExpiry: Bool { String(decoding: body, as: UTF8.self).contains("expires") }
}
