// SPDX-License-Identifier: EUPL-1.2

/// The names a type or an attribute may be asked for by (GS CIM 009, 4.6.2): letters, numbers and `_`
/// after a letter, with a prefix or without; or a whole IRI.
enum TermName {
    static func isValid(_ text: some StringProtocol) -> Bool {
        if text.utf8.contains(UInt8(ascii: ":")) { return NameRules.isName(String(text)) }
        var isFirst = true
        for scalar in text.unicodeScalars {
            guard isFirst ? isLetter(scalar) : isLetter(scalar) || isOther(scalar) else { return false }
            isFirst = false
        }
        return !isFirst
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x41...0x5A).contains(scalar.value & ~0x20) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return false
        }
    }

    /// What may follow a letter. A hyphen is none of 4.6.2, but names in use have it.
    private static func isOther(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x30...0x39).contains(scalar.value) || scalar == "_" || scalar == "-" }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }

    /// The whole IRI of a name.
    /// - Throws: `BadRequestData` for what is no name.
    static func expand(
        _ text: some StringProtocol, _ naming: any Naming, at pointer: String, clause: String
    ) throws(TwinProblem) -> String {
        guard text.utf8.count <= 2_000, isValid(text) || text == "@id" || text == "@type" else {
            throw .bad(
                "“\(text.prefix(100))” is no name of an attribute or a type.", at: pointer, clause: clause)
        }
        return naming.expand(String(text))
    }
}
