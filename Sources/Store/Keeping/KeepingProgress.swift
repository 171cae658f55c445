// SPDX-License-Identifier: EUPL-1.2

/// How far something long has come, for whoever waits for it.
public struct KeepingProgress: Sendable {
    /// What is worked on: a tenant's slug and what of it.
    public let what: String
    /// So many rows or documents so far.
    public let done: Int

    /// Told now and then.
    public typealias Told = @Sendable (KeepingProgress) -> Void
}
