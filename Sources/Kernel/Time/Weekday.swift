// SPDX-License-Identifier: EUPL-1.2

/// A day of the week; raw values as in ISO 8601: Monday is 1, Sunday is 7.
public enum Weekday: Int, Sendable, Hashable, CaseIterable, Comparable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// The English name in lower case, as data files write it: `monday`.
    public var name: String { Self.names[rawValue - 1] }

    /// The weekday of that lower-case English name; nil for any other text.
    public init?(name: some StringProtocol) {
        guard let index = Self.names.firstIndex(where: { $0 == name }) else { return nil }
        self.init(rawValue: index + 1)
    }

    public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

    private static let names = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}
