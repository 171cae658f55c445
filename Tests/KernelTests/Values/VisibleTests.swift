// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

/// What nobody sees is taken out of what is typed; what joins and chooses signs stays.
struct VisibleTests {
    @Test(arguments: [
        ("plain", "plain"), ("Dún Laoghaire – “síos”", "Dún Laoghaire – “síos”"),
        ("gnp\u{202E}exe.", "gnpexe."), ("\u{2066}a\u{2069}b", "ab"), ("a\u{200B}b\u{FEFF}", "ab"),
        ("a\u{00AD}b\u{2060}c", "abc"), ("x\u{E0041}\u{E007F}", "x"), ("\u{3164}", ""),
        ("👩\u{200D}🌾", "👩\u{200D}🌾"), ("❤\u{FE0F}", "❤\u{FE0F}"),
        ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ])
    func whatNobodySeesIsTakenOut(_ text: String, _ expected: String) {
        #expect(Array(text.visible.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func aFieldHoldsWhatIsSeen() throws {
        let title = try #require(Item.kind.field("title"))
        #expect(try title.parse(" \u{202E}Oak\u{200B} ").text == "Oak")
        #expect(try title.value("\u{FEFF}Oak").text == "Oak")
        #expect(throws: Problems.self) { try title.parse("\u{200B}\u{2066}") }
    }
}
