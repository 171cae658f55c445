// SPDX-License-Identifier: EUPL-1.2

/// What a person may do in one tenant. Held per tenant, with a term; the same person may hold
/// others elsewhere.
public struct Role: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    /// Works on the tenant's cases.
    public static let officer: Role = "officer"
    /// Officer who may also sign decisions.
    public static let manager: Role = "manager"
    /// Grants roles, switches systems on.
    public static let administrator: Role = "administrator"
    /// Reads everything, changes nothing.
    public static let auditor: Role = "auditor"

    /// Works for some tenant of the network: nobody is given it, whoever holds a role of a
    /// tenant's staff anywhere has it everywhere.
    public static let member: Role = "member"

    /// The roles every tenant knows, and gives.
    public static let all: [Role] = [.officer, .manager, .administrator, .auditor]
    /// The roles that see personal values and staff fields.
    public static let staff: Set<Role> = [.officer, .manager, .administrator, .auditor]
}
