// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The name a document came with.
enum DocumentName {
    private static let longest = 120

    /// Without folders, control characters, leading dots and what nobody sees; at most 120
    /// characters, the ending kept. With a kind, the ending is one of that kind's.
    static func clean(_ name: String, _ type: DocumentType? = nil) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "document"
        let plain = String(last).visible.unicodeScalars
            .filter { $0.value >= 32 && $0.value != 0x7f }
        let text = String(String.UnicodeScalarView(plain)).drop { $0 == "." || $0 == " " }
        var (stem, ending) = split(text)
        if let type, !type.endings.contains(ending.lowercased()) {
            // The ending of another kind is replaced; any other belongs to the name.
            if !isKnown(ending) { stem = text }
            ending = type.endings[0]
        }
        let mark = ending.isEmpty ? "" : ".\(ending)"
        let kept = stem.isEmpty ? "document" : String(stem.prefix(max(1, longest - mark.count)))
        return String((kept + mark).prefix(longest))
    }

    private static func split(_ name: Substring) -> (stem: Substring, ending: String) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
        let ending = name[name.index(after: dot)...]
        let isEnding = !ending.isEmpty && ending.allSatisfy { $0.isLetter || $0.isNumber }
        return isEnding ? (name[..<dot], String(ending)) : (name, "")
    }

    private static func isKnown(_ ending: String) -> Bool {
        DocumentType.allCases.contains { $0.endings.contains(ending.lowercased()) }
    }
}
