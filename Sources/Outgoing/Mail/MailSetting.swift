// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How mail is sent, as the operator says it in one text.
public enum MailSetting: Sendable, CustomStringConvertible {
    /// Nothing is sent.
    case none
    /// To a mail server.
    case server(MailServer)
    /// By the program of this path.
    case program(String)

    /// Reads `none`, `smtp://…`, `smtps://…` or `sendmail:PATH`.
    /// - Throws: `Fault`, without what may be secret, for any other text.
    public init(_ text: String) throws {
        if text == "none" {
            self = .none
        } else if text.hasPrefix("sendmail:/") {
            self = .program(String(text.dropFirst("sendmail:".count)))
        } else if text.hasPrefix("smtp://") || text.hasPrefix("smtps://") {
            self = .server(try MailServer(text))
        } else {
            throw Fault("mail is sent by smtp://, smtps://, sendmail:/PATH or not at all: none")
        }
    }

    /// Whoever sends it so.
    public func sender() -> any MailSending {
        switch self {
        case .none: NoMail()
        case .server(let server): SMTP(server)
        case .program(let path): Sendmail(path)
        }
    }

    /// Without a user or a password.
    public var description: String {
        switch self {
        case .none: "none"
        case .server(let server): server.description
        case .program(let path): "sendmail:\(path)"
        }
    }
}
