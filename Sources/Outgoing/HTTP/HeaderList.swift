// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Kernel

/// A list of texts as libcurl takes them.
final class CurlList {
    private(set) var raw: UnsafeMutablePointer<curl_slist>?

    /// - Throws: `Fault` when there is no memory for it.
    init(_ texts: [String]) throws {
        for text in texts {
            guard let longer = curl_slist_append(raw, text) else { throw Fault("no memory for a list") }
            raw = longer
        }
    }

    deinit { curl_slist_free_all(raw) }
}

/// The headers of a request.
enum HeaderList {
    /// - Throws: `Fault` for a name that is none, or a value with a line break: it could begin
    ///   another header.
    static func of(_ request: OutgoingRequest) throws -> CurlList {
        var lines: [String] = []
        for (name, value) in request.headers {
            guard isToken(name), value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 9 })
            else { throw Fault("a header that is none: \(name.prefix(40))") }
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        let own = Set(request.headers.map { $0.name.lowercased() })
        // What libcurl would add by itself is taken out.
        for name in ["Accept", "Expect", "Content-Type"] where !own.contains(name.lowercased()) {
            lines.append("\(name):")
        }
        return try CurlList(lines)
    }

    /// Whether a text may be the name of a header or a method (RFC 9110, 5.6.2).
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte | 0x20)
                || Array("!#$%&'*+-.^_`|~".utf8).contains(byte)
        }
    }
}
