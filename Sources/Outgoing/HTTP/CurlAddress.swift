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

    /// What keeps a text from being an address; it tells nothing of it but the scheme.
    enum Mistake: Error {
        case blanks
        case unreadable
        case port
        case scheme(String)
        case user
    }

    /// - Parameter schemes: those that are taken.
    /// - Throws: `Fault`, which names nothing of it but the scheme, for an address that cannot be
    ///   read or is of another scheme.
    init(_ text: String, schemes: Set<String>) throws {
        do { try self.init(reading: text, schemes: schemes) } catch { throw Fault("\(error)") }
    }

    init(reading text: String, schemes: Set<String>) throws(Mistake) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }), let url = curl_url() else {
            throw .blanks
        }
        defer { curl_url_cleanup(url) }
        let read = curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME))
        guard read == CURLUE_OK, let scheme = Self.part(url, CURLUPART_SCHEME)?.lowercased(),
            let host = Self.part(url, CURLUPART_HOST), !host.isEmpty
        else { throw read == CURLUE_BAD_PORT_NUMBER ? .port : .unreadable }
        guard schemes.contains(scheme), let port = Self.part(url, CURLUPART_PORT).flatMap(Int.init)
        else { throw .scheme(scheme) }
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
        do { return try http(reading: text) } catch { throw Fault("\(error)") }
    }

    static func http(reading text: String) throws(Mistake) -> CurlAddress {
        let address = try CurlAddress(reading: text, schemes: ["http", "https"])
        guard address.user == nil, address.password == nil else { throw .user }
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

extension CurlAddress.Mistake: CustomStringConvertible {
    var description: String {
        switch self {
        case .blanks: "an address with spaces or control characters is none"
        case .unreadable: "an address cannot be read"
        case .port: "an address has a port that is none"
        case .scheme(let scheme): "an address begins with \(scheme)://, which is not asked here"
        case .user: "an address has a user's name in it"
        }
    }
}
