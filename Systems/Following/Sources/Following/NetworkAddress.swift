// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// The address of a network: a scheme, a host, perhaps a port, and nothing else.
struct NetworkAddress: Hashable {
    let text: String

    /// Reads one as people write it: with or without `https://`, with a stroke at the end.
    init?(_ typed: String) {
        var text = typed.filter { !$0.isWhitespace }
        if !text.contains("://") { text = "https://\(text)" }
        while text.hasSuffix("/") { text.removeLast() }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host?.lowercased(), !host.isEmpty,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), text.utf8.count <= 300
        else { return nil }
        let usual = scheme == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == usual ? nil : ":\($0)" } ?? ""
        self.text = "\(scheme)://\(host)\(port)"
    }

    /// Whether an address lies at this network: of this very host, and nothing odd in it.
    func covers(_ address: String) -> Bool {
        address.hasPrefix("\(text)/") && address.utf8.count <= 600
            && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x5c }
    }
}
