// SPDX-License-Identifier: EUPL-1.2

/// A day as it was typed: three texts that may be wrong, kept so that they can be shown again.
public struct DateParts: Sendable, Hashable {
    public var day: String
    public var month: String
    public var year: String

    /// A day as it was typed.
    public init(day: String = "", month: String = "", year: String = "") {
        self.day = day
        self.month = month
        self.year = year
    }

    /// A day in ISO form (`2026-01-06`) taken apart; what is not in that form is all put in `day`.
    public init(iso: String) {
        let parts = iso.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3 {
            self.init(day: Self.trimmed(parts[2]), month: Self.trimmed(parts[1]), year: parts[0])
        } else {
            self.init(day: iso)
        }
    }

    /// What was sent for `name`: in ISO form under the name itself, else in three parts.
    public init(_ name: String, in form: FormData) {
        if let iso = form[name] {
            self.init(iso: iso)
        } else {
            self.init(
                day: form["\(name)-day"] ?? "", month: form["\(name)-month"] ?? "",
                year: form["\(name)-year"] ?? "")
        }
    }

    /// Whether nothing was typed.
    public var isEmpty: Bool { text.isEmpty }

    /// The day in ISO form if it was typed in numbers, else the three texts as they are with `-`
    /// between; empty when nothing was typed. Whether there is such a day is for the kernel to say.
    public var text: String {
        let texts = [year, month, day].map { $0.filter { !$0.isWhitespace } }
        if texts.allSatisfy(\.isEmpty) { return "" }
        return [
            Self.padded(texts[0], to: 4), Self.padded(texts[1], to: 2),
            Self.padded(texts[2], to: 2),
        ]
        .joined(separator: "-")
    }

    private static func padded(_ digits: String, to width: Int) -> String {
        guard width == 2, digits.utf8.count == 1 else { return digits }
        return "0" + digits
    }

    private static func trimmed(_ digits: String) -> String {
        digits.utf8.count == 2 && digits.hasPrefix("0") ? String(digits.dropFirst()) : digits
    }
}
