// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension UI {
    /// An amount as people read it: `€1,234.50`.
    public func money(_ money: Money) -> String {
        let parts = money.amount.split(separator: ".")
        let whole = number(Int(parts.first ?? "0") ?? 0)
        let sign = money.cents < 0 ? "−" : ""
        let digits = "\(whole.drop { $0 == "−" })\(language.decimalMark)\(parts.last ?? "00")"
        return sign + Self.symbol(of: money.currency) + digits
    }

    /// The sign a currency is written with; its code and a blank where it has none of its own.
    static func symbol(of currency: String) -> String {
        switch currency {
        case "EUR": "€"
        case "GBP": "£"
        default: currency + "\u{00A0}"
        }
    }

    /// How long a document is: `340 KB`, `2.1 MB`.
    public func size(_ bytes: Int) -> String {
        if bytes < 1 << 20 { return "\(number(max(1, bytes >> 10))) KB" }
        let tenths = bytes * 10 / (1 << 20)
        return tenths % 10 == 0
            ? "\(number(tenths / 10)) MB"
            : "\(number(tenths / 10))\(language.decimalMark)\(tenths % 10) MB"
    }

    /// A document with its length: `plan.pdf (2.1 MB)`.
    public func described(_ file: FileReference) -> String { "\(file.name) (\(size(file.size)))" }

    /// A time of day: `09:05`.
    static func clockTime(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
