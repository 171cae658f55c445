// SPDX-License-Identifier: EUPL-1.2

/// Where a record stands in its life: `draft`, `received`, `granted`. Systems name their own:
/// `extension State { static let received: State = "received" }`.
public struct State: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
}
