// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A day as people write it: `2026-02-05`, `5/2/2026`, `5.2.2026`, `5 Feb 2026`. The day stands
/// before the month, as everywhere in the networks served.
public enum TypedDay {
    /// The day in ISO form; nil if no day can be read from the text.
    /// - Parameter months: the names of months, in lower case, by number.
    public static func iso(_ typed: String, months: [String: Int] = [:]) -> String? {
        let text = typed.filter { !$0.isWhitespace || $0 == " " }
        // A Lithuanian day says which number is the year and which the day: 2026 m. lapkričio 18 d.
        let parts = text.split { " /.-,".contains($0) }.map(String.init)
            .filter { !["m", "d"].contains($0.lowercased()) }
        guard parts.count == 3 else { return nil }
        let isISO = parts[0].utf8.count == 4
        let (year, day) = isISO ? (parts[0], parts[2]) : (parts[2], parts[0])
        guard year.utf8.count == 4, let year = Int(year), day.utf8.count <= 2, let day = Int(day),
            let month = month(parts[1], months)
        else { return nil }
        return Day(year: year, month: month, day: day)?.description
    }

    /// The names of the months in every language there is, in lower case.
    public static func months(_ words: Words) -> [String: Int] {
        var names: [String: Int] = [:]
        for language in words.languages {
            for month in 1...12 {
                for key in ["month.\(month)", "month.\(month).alone"] {
                    names[words(key, in: language).lowercased()] = month
                }
            }
        }
        return names
    }

    /// By number, by name, or by at least three letters that only one name begins with.
    private static func month(_ text: String, _ months: [String: Int]) -> Int? {
        if text.utf8.count <= 2, let number = Int(text) { return number }
        let name = text.lowercased()
        if let number = months[name] { return number }
        guard name.count >= 3 else { return nil }
        let found = Set(months.filter { $0.key.hasPrefix(name) }.values)
        return found.count == 1 ? found.first : nil
    }
}
