// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A length of time as ISO 8601 writes it: `P3Y6M4DT12H30M5S` or `P2W` (GS CIM 009, 4.5.19.1). Years and
/// months are counted by the calendar, all else in microseconds.
struct ISODuration: Sendable, Equatable {
    let months: Int
    let microseconds: Int64

    /// Whether it is no time at all, which stands for the whole span.
    var isZero: Bool { months == 0 && microseconds == 0 }

    static let zero = ISODuration(months: 0, microseconds: 0)

    private init(months: Int, microseconds: Int64) {
        self.months = months
        self.microseconds = microseconds
    }

    /// Nil where the text is no duration, or one of more than 10,000 years.
    init?(_ text: String) {
        var rest = Substring(text)
        guard rest.popFirst() == "P", !rest.isEmpty, text.utf8.count <= 64 else { return nil }
        let parts = rest.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let days = Self.elements(parts[0], "YMWD"),
            let times = Self.elements(parts.count == 2 ? parts[1] : "", "HMS")
        else { return nil }
        guard parts.count == 2 ? !times.isEmpty : !days.isEmpty else { return nil }
        // Weeks stand alone.
        guard days["W"] == nil || (days.count == 1 && times.isEmpty) else { return nil }
        let months: Double = (days["Y"] ?? 0) * 12 + (days["M"] ?? 0)
        var seconds: Double = (days["W"] ?? 0) * 604_800 + (days["D"] ?? 0) * 86_400
        seconds += (times["H"] ?? 0) * 3_600
        seconds += (times["M"] ?? 0) * 60
        seconds += times["S"] ?? 0
        guard months <= 120_000, months.rounded() == months, seconds <= 3.2e11 else { return nil }
        self.months = Int(months)
        microseconds = Int64((seconds * 1_000_000).rounded())
    }

    /// The numbers before each designator, which stand in their order and once. Only seconds have a
    /// fraction.
    private static func elements(_ text: Substring, _ designators: String) -> [Character: Double]? {
        var found: [Character: Double] = [:]
        var left = Substring(designators)
        var digits = ""
        for character in text {
            if character.isASCII, character.isNumber || character == "." || character == "," {
                digits.append(character == "," ? "." : character)
                continue
            }
            guard let place = left.firstIndex(of: character), let value = Double(digits), value >= 0,
                character == "S" || !digits.contains(".")
            else { return nil }
            found[character] = value
            left = left[left.index(after: place)...]
            digits = ""
        }
        return digits.isEmpty ? found : nil
    }

    /// The moment so many of these after another; the last there is, where that is beyond it.
    func step(_ count: Int64, from start: Stamp) -> Stamp {
        let (span, overflow) = microseconds.multipliedReportingOverflow(by: count)
        let last = Stamp(Instant.last)
        let left = last.microseconds - start.microseconds
        let moment = overflow ? last : start.adding(microseconds: min(span, left))
        guard months > 0 else { return moment }
        let perDay: Int64 = 86_400_000_000
        let days = moment.microseconds.quotientFloor(perDay)
        let rest = (moment.microseconds % perDay + perDay) % perDay
        let more = Int(clamping: Int64(months).multipliedReportingOverflow(by: count).partialValue)
        let day = Day(number: Int32(clamping: days)).adding(months: max(-120_000, min(120_000, more)))
        guard day < .last else { return last }
        return Stamp(microseconds: Int64(day.number) &* perDay &+ rest)
    }
}

extension Int64 {
    /// The quotient towards negative infinity, by a positive divisor.
    func quotientFloor(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
