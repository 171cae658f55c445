// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Kernel

/// The headers of a request as libcurl takes them.
final class HeaderList {
    private(set) var raw: UnsafeMutablePointer<curl_slist>?

    /// - Throws: `Fault` for a name that is none, or a value with a line break: it could begin
    ///   another header.
    init(_ request: OutgoingRequest, hasBody: Bool) throws {
        var lines: [String] = []
        for (name, value) in request.headers {
            guard Self.isToken(name), value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 9 })
            else { throw Fault("a header that is none: \(name.prefix(40))") }
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        let own = Set(request.headers.map { $0.name.lowercased() })
        // What libcurl would add by itself is taken out.
        for name in ["Accept", "Expect", "Content-Type"] where !own.contains(name.lowercased()) {
            lines.append("\(name):")
        }
        for line in lines {
            guard let longer = curl_slist_append(raw, line) else {
                curl_slist_free_all(raw)
                throw Fault("no memory for headers")
            }
            raw = longer
        }
    }

    deinit { curl_slist_free_all(raw) }

    /// Whether a text may be the name of a header or a method (RFC 9110, 5.6.2).
    static func isToken(_ text: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return !text.isEmpty && text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte | 0x20)
                || marks.contains(byte)
        }
    }
}
