// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A word somebody looks for, folded.
struct SearchWord: Sendable, Hashable {
    let text: String
    /// Whether it may be the beginning of a longer one.
    let isBeginning: Bool
}

/// Words as search compares them: folded in Swift, so that every engine answers alike. Case and
/// accents go; letters that are letters of their own keep their plain base too.
public enum SearchWords {
    /// The text in lower case without accents, words separated by single blanks.
    public static func folded(_ text: String) -> String {
        words(text).joined(separator: " ")
    }

    /// The folded words of a text.
    public static func words(_ text: String) -> [String] {
        // Most texts are plain letters, for which the library's folding takes ten times as long.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return plainWords(text) }
        return text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .unicodeScalars.split { !isWord($0) }
            .map { String(String.UnicodeScalarView($0)).lowercased() }
    }

    private static func plainWords(_ text: String) -> [String] {
        text.utf8.split { byte in
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            return !isLetter && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }.map { Substring($0).lowercased() }
    }

    /// The words somebody looks for: every one must be there, if only as the beginning of one.
    /// Words of one or two letters are taken whole: they begin half of all. None when nothing that
    /// can be searched for was typed.
    static func query(_ typed: String) -> [SearchWord] {
        words(String(typed.prefix(200))).prefix(12).map {
            SearchWord(text: $0, isBeginning: $0.count >= 3)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
