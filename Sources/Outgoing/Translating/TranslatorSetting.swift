// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which machine translates, as the operator says it: `command:/PATH ARGUMENTS`, or the address of a
/// service that speaks LibreTranslate's API, with a key or without.
public struct TranslatorSetting: Sendable, CustomStringConvertible {
    private enum Way: Sendable {
        case command(path: String, arguments: [String])
        case service(CurlAddress, key: String?)
    }

    private let way: Way

    /// - Throws: `Fault`, which repeats neither the text nor the key, for what is none of these, and for
    ///   a key that would be sent over a network without TLS.
    public init(_ text: String, key: String? = nil) throws {
        if text.hasPrefix("command:") {
            // Blanks part arguments, and nothing else means anything: no shell reads it.
            let parts = text.dropFirst("command:".count).split(separator: " ").map(String.init)
            guard let path = parts.first, path.hasPrefix("/") else {
                throw Fault("a program is named by its whole path: command:/usr/local/bin/translate")
            }
            guard key == nil else { throw Fault("a program is given no key") }
            way = .command(path: path, arguments: Array(parts.dropFirst()))
        } else {
            let address = try CurlAddress.http(text)
            guard !text.contains("?"), !text.contains("#") else {
                throw Fault("the address of a translator has no query")
            }
            let isHere = ["127.0.0.1", "::1", "localhost"].contains(address.host)
            guard key == nil || address.scheme == "https" || isHere else {
                throw Fault("a key is never sent to another machine without TLS")
            }
            way = .service(address, key: key)
        }
    }

    /// The path of the program; nil if it is a service.
    public var program: String? { if case .command(let path, _) = way { path } else { nil } }

    /// The machine.
    /// - Parameter policy: which addresses are connected to; the service's own is, besides.
    public func translator(
        policy: AddressPolicy = AddressPolicy(), by trace: (any Fetching) -> any Fetching = { $0 }
    ) -> any Translator {
        switch way {
        case .command(let path, let arguments): return TranslatorCommand(path, arguments)
        case .service(let address, let key):
            let own = AllowedAddress(host: address.host, port: address.port)
            let text = address.text.hasSuffix("/") ? String(address.text.dropLast()) : address.text
            return TranslatorService(
                address: text, key: key,
                fetching: trace(CurlClient(policy: policy.allowing(own), atOnce: 2)))
        }
    }

    /// Without the key, and without what a path may tell.
    public var description: String {
        switch way {
        case .command(let path, _): "command:\(path)"
        case .service(let address, _): address.origin
        }
    }
}
