// SPDX-License-Identifier: EUPL-1.2

/// The forms a counted thing takes in a language, by the plural rules of Unicode (CLDR, cardinal
/// numbers), for whole numbers. A text has one for each form of its language: `KEY.one`, `KEY.few`.
public enum Plural: String, Sendable, CaseIterable {
    case one, two, few, many, other

    /// The form for a number. A language that is not told of here has two, as English has.
    public init(_ number: Int, in language: Language) {
        let (last, lastTwo) = (number.magnitude % 10, number.magnitude % 100)
        switch language.code {
        case "lt":
            let isMany = last == 0 || (11...19).contains(lastTwo)
            self = isMany ? .other : last == 1 ? .one : .few
        case "lv":
            self = last == 1 && lastTwo != 11 ? .one : .other
        case "ga":
            switch number.magnitude {
            case 1: self = .one
            case 2: self = .two
            case 3...6: self = .few
            case 7...10: self = .many
            default: self = .other
            }
        default: self = number.magnitude == 1 ? .one : .other
        }
    }
}
