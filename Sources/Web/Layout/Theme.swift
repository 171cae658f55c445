// SPDX-License-Identifier: EUPL-1.2
import Foundation

/// A tenant's own accent, made fit to read: darker on light pages and lighter on dark ones until
/// text in it reaches the contrast of WCAG 2.2 AA (4.5 to 1) on every background it stands on.
public struct Theme: Sendable, Hashable {
    /// The accent on light pages, as `#rrggbb`.
    public let light: String
    /// The accent on dark pages, as `#rrggbb`.
    public let dark: String

    /// From one colour, written `#rrggbb`; nil for anything else.
    public init?(accent: String) {
        guard let colour = Colour(hex: accent) else { return nil }
        light = colour.mixed(with: .black, until: 4.5, on: .lightPage).hex
        dark = colour.mixed(with: .white, until: 4.5, on: .darkPage).hex
    }

    /// The style sheet a page of the tenant loads after `style.css`.
    public var css: String {
        """
        :root{--accent:\(light)}
        @media (prefers-color-scheme:dark){:root{--accent:\(dark)}}

        """
    }
}

/// A colour of sRGB.
private struct Colour {
    var red: Double
    var green: Double
    var blue: Double

    static let black = Colour(red: 0, green: 0, blue: 0)
    static let white = Colour(red: 1, green: 1, blue: 1)
    /// The darkest light background and the lightest dark one text in the accent stands on
    /// (`--shade` in style.css).
    static let lightPage = Colour(red: 0.93, green: 0.91, blue: 0.87)
    static let darkPage = Colour(red: 0.17, green: 0.19, blue: 0.2)

    init(red: Double, green: Double, blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    init?(hex: String) {
        let bytes = Array(hex.utf8)
        guard bytes.count == 7, bytes[0] == UInt8(ascii: "#") else { return nil }
        let digits = bytes.dropFirst().compactMap(FormData.hexValue).map(Double.init)
        guard digits.count == 6 else { return nil }
        red = (digits[0] * 16 + digits[1]) / 255
        green = (digits[2] * 16 + digits[3]) / 255
        blue = (digits[4] * 16 + digits[5]) / 255
    }

    var hex: String {
        "#"
            + [red, green, blue].map { part in
                let text = String(Int((part * 255).rounded()), radix: 16)
                return text.utf8.count < 2 ? "0\(text)" : text
            }.joined()
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    private var luminance: Double {
        let parts = [red, green, blue].map {
            $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private func contrast(on other: Colour) -> Double {
        let (high, low) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (high + 0.05) / (low + 0.05)
    }

    /// As little of `other` as gives the contrast asked for, in steps of a fiftieth.
    func mixed(with other: Colour, until ratio: Double, on page: Colour) -> Colour {
        for step in 0...50 {
            let share = Double(step) / 50
            let colour = Colour(
                red: red + (other.red - red) * share, green: green + (other.green - green) * share,
                blue: blue + (other.blue - blue) * share)
            if colour.contrast(on: page) >= ratio { return colour }
        }
        return other
    }
}
