// SPDX-License-Identifier: EUPL-1.2

/// Who asks servers that somebody else has named, and which addresses may be named at all.
public struct Outside: Sendable {
    /// Holds every connection against the policy.
    public let fetching: any Fetching
    public let policy: AddressPolicy

    public init(_ fetching: any Fetching, policy: AddressPolicy) {
        self.fetching = fetching
        self.policy = policy
    }
}
