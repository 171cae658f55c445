// SPDX-License-Identifier: EUPL-1.2

/// How an authority writes the numbers of its files. The pattern is a rule, since each has a
/// series of its own; `{yy}` and `{yyyy}` stand for the year, `{number}` for the running number.
public enum FileNumber {
    /// The file number for a year and a number of its series.
    public static func text(pattern: String, year: Int, number: Int) -> String {
        pattern
            .replacing("{yyyy}", with: "\(year)")
            .replacing("{yy}", with: "\(year % 100 < 10 ? "0" : "")\(year % 100)")
            .replacing("{number}", with: "\(number)")
    }
}
