// SPDX-License-Identifier: EUPL-1.2

/// A language of the interface, by its BCP 47 code.
public struct Language: RawRepresentable, Sendable, Hashable, Codable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// The BCP 47 code: `en`, `ga`.
    public var code: String { rawValue }

    public static let english = Language(rawValue: "en")
    public static let irish = Language(rawValue: "ga")
}
