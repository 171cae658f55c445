// SPDX-License-Identifier: EUPL-1.2

/// Where a right password leads. The secrets are handed to the browser and kept nowhere else.
public enum SignedIn: Sendable, Hashable {
    /// A session has begun.
    case session(String)
    /// A code of their authenticator is asked for; by this secret they go on.
    case codeNeeded(step: String)
    /// They must set up a second factor first; by this secret they go on.
    case setUpNeeded(step: String)

    /// The session, if nothing more is asked.
    public var session: String? { if case .session(let secret) = self { secret } else { nil } }
}
