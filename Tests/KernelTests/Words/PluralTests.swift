// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

/// Each form by the examples that Unicode gives for it.
struct PluralTests {
    @Test(arguments: [
        ("en", [1: .one, 0: .other, 2: .other, 11: .other]),
        ("da", [1: .one, 0: .other, 2: .other]),
        ("ga", [1: .one, 2: .two, 3: .few, 6: .few, 7: .many, 10: .many, 11: .other, 0: .other]),
        ("lt", [1: .one, 21: .one, 101: .one, 2: .few, 9: .few, 22: .few, 0: .other, 10: .other,
            11: .other, 19: .other, 30: .other, 111: .other]),
        ("lv", [1: .one, 21: .one, 11: .other, 10: .other, 2: .other]),
    ] as [(String, [Int: Plural])])
    func formsFollowTheRulesOfTheLanguage(code: String, forms: [Int: Plural]) {
        for (number, form) in forms {
            #expect(Plural(number, in: Language(rawValue: code)) == form, "\(code) \(number)")
        }
    }
}
