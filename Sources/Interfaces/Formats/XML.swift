// SPDX-License-Identifier: EUPL-1.2

/// Text and elements of XML 1.0.
enum XML {
    /// Text as it may stand in an element or an attribute. Characters XML 1.0 has no way to write
    /// are left out.
    static func escaped(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\t", "\n", "\r": out.unicodeScalars.append(scalar)
            default:
                if scalar.value >= 32, scalar.value != 0xFFFE, scalar.value != 0xFFFF {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out
    }

    /// An element with text in it; nothing where there is none.
    static func element(_ name: String, _ text: String?, _ attributes: [(String, String)] = [])
        -> String
    {
        guard let text else { return "" }
        return "<\(name)\(written(attributes))>\(escaped(text))</\(name)>\n"
    }

    /// An element with attributes alone.
    static func empty(_ name: String, _ attributes: [(String, String)]) -> String {
        "<\(name)\(written(attributes))/>\n"
    }

    private static func written(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }
}
