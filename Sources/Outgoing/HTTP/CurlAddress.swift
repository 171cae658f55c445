// SPDX-License-Identifier: EUPL-1.2

import CCurl
import Kernel

/// An address as libcurl itself reads it: who decides and who connects never read it differently.
struct CurlAddress {
    let text: String
    let scheme: String
    /// Without the brackets of an address of version 6.
    let host: String
    let port: Int
    let path: String
    let user: String?
    let password: String?

    /// - Parameter schemes: those that are taken.
    /// - Throws: `Fault`, which names nothing of it but the scheme, for an address that cannot be
    ///   read or is of another scheme.
    init(_ text: String, schemes: Set<String>) throws {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }), let url = curl_url() else {
            throw Fault("an address with spaces or control characters is none")
        }
        defer { curl_url_cleanup(url) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        guard curl_url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK,
            let scheme = Self.part(url, CURLUPART_SCHEME)?.lowercased(),
            let host = Self.part(url, CURLUPART_HOST), !host.isEmpty
        else { throw Fault("an address cannot be read") }
        guard schemes.contains(scheme), let port = Self.part(url, CURLUPART_PORT).flatMap(Int.init)
        else { throw Fault("an address begins with \(scheme)://, which is not asked here") }
        self.text = text
        self.scheme = scheme
        self.host = host.filter { $0 != "[" && $0 != "]" }
        self.port = port
        path = Self.part(url, CURLUPART_PATH) ?? ""
        user = Self.part(url, CURLUPART_USER)
        password = Self.part(url, CURLUPART_PASSWORD)
    }

    /// One of HTTP, without a user's name or password in it.
    static func http(_ text: String) throws -> CurlAddress {
        let address = try CurlAddress(text, schemes: ["http", "https"])
        guard address.user == nil, address.password == nil else {
            throw Fault("an address has a user's name in it")
        }
        return address
    }

    /// Who is asked, without what: the path and the query of an address may be secret.
    var origin: String {
        "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    private static func part(_ url: OpaquePointer, _ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        let flags = UInt32(CURLU_DEFAULT_PORT | CURLU_URLDECODE)
        guard curl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
