// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A mail server as `TALKA_MAIL` names it: `smtp://USER:PASSWORD@HOST:PORT` (STARTTLS is required),
/// `smtps://…` (TLS from the first byte), or `smtp://HOST:PORT?tls=none`, for one on the same machine
/// or network that takes mail without.
public struct MailServer: Sendable, CustomStringConvertible {
    /// Scheme, host and port, nothing secret.
    let origin: String
    let host: String
    let port: Int
    let usesTLS: Bool
    let user: String?
    let password: String?

    /// - Throws: `Fault`, without what was given, if it is none of these.
    public init(_ text: String) throws {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let address = try CurlAddress(String(parts[0]), schemes: ["smtp", "smtps"])
        let isPlain = parts.count == 2 && parts[1] == "tls=none" && address.scheme == "smtp"
        guard parts.count == 1 || isPlain else {
            throw Fault("after the address of a mail server only ?tls=none may stand")
        }
        guard address.path == "/" else { throw Fault("the address of a mail server has no path") }
        guard (address.user == nil) == (address.password == nil) else {
            throw Fault("a mail server is given both a user and a password, or neither")
        }
        guard !isPlain || address.user == nil else {
            throw Fault("a password is never sent without TLS")
        }
        origin = address.origin
        host = address.host
        port = address.port
        usesTLS = !isPlain
        user = address.user
        password = address.password
    }

    public var description: String { origin }
}
