// SPDX-License-Identifier: EUPL-1.2
import Foundation
import Testing
import Web

@Suite struct ThemeTests {
    /// The contrast ratio of WCAG 2.2 between two colours written `#rrggbb`.
    private func contrast(_ first: String, _ second: String) -> Double {
        func luminance(_ hex: String) -> Double {
            let number = Int(hex.dropFirst(), radix: 16) ?? 0
            let parts = [16, 8, 0].map { shift -> Double in
                let part = Double(number >> shift & 255) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let both = [luminance(first), luminance(second)].sorted()
        return (both[1] + 0.05) / (both[0] + 0.05)
    }

    @Test(arguments: [
        "#ffff00", "#000000", "#ffffff", "#0d5c63", "#00aa55", "#7f7f7f", "#E30613", "#003399",
    ])
    func everyAccentCanBeRead(accent: String) throws {
        let theme = try #require(Theme(accent: accent))
        for page in ["#faf8f4", "#ffffff", "#f0ece4"] {
            #expect(contrast(theme.light, page) >= 4.5)
        }
        for page in ["#161b1d", "#1e2527", "#293134"] {
            #expect(contrast(theme.dark, page) >= 4.5)
        }
        #expect(theme.css.contains(theme.light) && theme.css.contains(theme.dark))
    }

    @Test(arguments: ["", "red", "#fff", "#12345g", "#12345", "0d5c63", "#0d5c63;}body{", "#é1234"])
    func onlyColoursAreTaken(text: String) {
        #expect(Theme(accent: text) == nil)
    }

    @Test func aGoodAccentIsKept() {
        #expect(Theme(accent: "#0d5c63")?.light == "#0d5c63")
    }
}
