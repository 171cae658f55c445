// SPDX-License-Identifier: EUPL-1.2

/// Sizes and times as people say them.
struct Amounts {
    let ui: UI

    /// Bytes, in the largest unit of which there is one; empty where nobody knows.
    func bytes(_ count: Int?) -> String {
        guard let count else { return "" }
        let units = ["B", "kB", "MB", "GB", "TB"]
        var (value, unit) = (Double(count), 0)
        while value >= 1_000, unit < units.count - 1 { (value, unit) = (value / 1_000, unit + 1) }
        let number =
            unit == 0 || value >= 100
            ? ui.number(Int(value.rounded())) : ui.number(decimal: "\((value * 10).rounded() / 10)")
        return "\(number) \(units[unit])"
    }

    /// A time in its largest unit.
    func time(seconds: Int) -> String {
        if seconds < 120 { return ui.count("operations.seconds", seconds) }
        if seconds < 2 * 3_600 { return ui.count("operations.minutes", seconds / 60) }
        if seconds < 48 * 3_600 { return ui.count("operations.hours", seconds / 3_600) }
        return ui.count("operations.days", seconds / 86_400)
    }

    func milliseconds(_ duration: Duration) -> String {
        let value = duration.inMilliseconds
        return value < 10 ? "\(value) ms" : "\(ui.number(Int(value.rounded()))) ms"
    }
}
