// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Signing up, in and out, and who sends a request.
public final class Accounts: Sendable {
    private let network: Network

    public init(network: Network) { self.network = network }

    /// Who holds a session; nil if nobody does any more.
    public func visitor(session secret: String, at now: Instant) throws -> Visitor? { nil }

    /// Whom a token acts for; nil if it is none, or has ended.
    public func visitor(token secret: String, at now: Instant) throws -> Visitor? { nil }
}
