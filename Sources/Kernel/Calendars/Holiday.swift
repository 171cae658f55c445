// SPDX-License-Identifier: EUPL-1.2

/// A public holiday on its day in one year.
public struct Holiday: Sendable, Hashable {
    /// Its name in data, such as `easter_monday`; words for it stand under `holiday.easter_monday`.
    public let key: String
    /// The day on which it is kept.
    public let day: Day
    /// The day of rest on which it would have fallen, where it is kept on a weekday instead.
    public let movedFrom: Day?
    /// The law that makes it one.
    public let source: String
    /// Whether it was checked against its source.
    public let certain: Bool
}
