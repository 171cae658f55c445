// SPDX-License-Identifier: EUPL-1.2

extension Language {
    /// What sets off the thousands of a number: `36,000`, `36.000`, `36 000`.
    public var groupMark: String {
        switch code {
        case "en", "ga", "mt": ","
        case "da", "nl", "de", "es", "it", "pt", "ro", "sl", "el", "hr": "."
        // As the international standard has it, and so that no line ends within a number.
        default: "\u{202f}"
        }
    }

    /// What stands before the parts of one: `0.5`, `0,5`.
    public var decimalMark: String {
        switch code {
        case "en", "ga", "mt": "."
        default: ","
        }
    }
}
