// SPDX-License-Identifier: EUPL-1.2

/// How somebody showed who they are when a session began.
public enum SessionWay: Sendable, Hashable {
    case password
    /// A password, and a code of their authenticator.
    case passwordAndCode
    /// A password, and one of their recovery codes.
    case passwordAndRecovery
    /// By the identity provider of that name, which answers for whatever it asked.
    case provider(String)

    /// Whether more than a password was asked.
    public var hasSecondFactor: Bool { self != .password }

    /// As it is kept.
    var stored: String {
        switch self {
        case .password: "password"
        case .passwordAndCode: "password+code"
        case .passwordAndRecovery: "password+recovery"
        case .provider(let name): "provider:\(name)"
        }
    }

    /// What was kept; what is unknown stands for the least.
    init(stored: String) {
        switch stored {
        case "password+code": self = .passwordAndCode
        case "password+recovery": self = .passwordAndRecovery
        case let text where text.hasPrefix("provider:"): self = .provider(String(text.dropFirst(9)))
        default: self = .password
        }
    }
}
