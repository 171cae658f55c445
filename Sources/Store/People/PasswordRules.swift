// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Which passwords are taken: long ones that are not the first an attacker tries (after NIST
/// SP 800-63B, section 5.1.1.2). No rules on which signs must occur: they make passwords worse.
public enum PasswordRules {
    /// The least length, in characters.
    public static let least = 12
    /// The greatest, in characters.
    public static let most = 1_000

    /// How a password is compared: letters that look the same are the same, however the keyboard
    /// composed them (Unicode NFKC).
    static func folded(_ password: String) -> String { password.precomposedStringWithCompatibilityMapping }

    /// Whether it could be anybody's: nothing longer is ever worked on.
    static func isPossible(_ password: String) -> Bool { password.utf8.count <= most * 16 }

    /// What is wrong with a new password; nil: nothing.
    static func problem(_ password: String, name: String, email: String) -> Problem? {
        func problem(_ code: String, _ values: [String: String] = [:]) -> Problem {
            Problem("password", code, Phrase("problem.\(code)", values))
        }
        if password.isEmpty { return problem("password_missing") }
        let count = folded(password).unicodeScalars.count
        if count < least { return problem("password_short", ["least": String(least)]) }
        if count > most || !isPossible(password) {
            return problem("password_long", ["most": String(most)])
        }
        let isKnown = isOwn(password, name: name, email: email) || isEasy(password)
        return isKnown ? problem("password_easy") : nil
    }

    /// Whether it is made of nothing but the person's own name or e-mail address.
    private static func isOwn(_ password: String, name: String, email: String) -> Bool {
        let parts = [name, email] + email.split(separator: "@").map(String.init)
            + name.split(separator: " ").map(String.init)
        let core = letters(password)
        guard !core.isEmpty else { return false }
        return parts.map(letters).contains { part in
            part.count >= 3 && rest(of: core, without: part).isEmpty
        }
    }

    /// Whether it is one everybody tries: a common word with figures around it, one sign or a short
    /// piece again and again, or a run along the keyboard.
    private static func isEasy(_ password: String) -> Bool {
        let folded = folded(password).lowercased()
        if Set(folded).count < 5 { return true }
        let core = letters(folded)
        // Figures and common signs alone are tried early; pictures are not.
        if core.isEmpty { return folded.allSatisfy(\.isASCII) }
        let plain = core.map { disguises[$0] ?? $0 }
        if rows.contains(where: { $0.contains(core) || $0.contains(String(plain)) }) { return true }
        let words = common.sorted { $0.count > $1.count }
        for candidate in [core, String(plain)] {
            let left = words.reduce(candidate) { rest(of: $0, without: $1) }
            if left.count < 4, left.count < candidate.count || candidate.isEmpty { return true }
        }
        return false
    }

    /// The letters and figures alone, in lower case; figures at either end stand for nothing.
    private static func letters(_ text: String) -> String {
        let kept = folded(text).lowercased().filter { $0.isLetter || $0.isNumber }
        let start = kept.drop { $0.isNumber }
        guard let end = start.lastIndex(where: { !$0.isNumber }) else { return "" }
        return String(start[...end])
    }

    private static func rest(of text: String, without part: String) -> String {
        text.replacing(part, with: "")
    }

    private static let disguises: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t",
    ]

    /// Runs of keys and letters, there and back.
    private static let rows: [String] = {
        let rows = ["qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "abcdefghijklmnopqrstuvwxyz"]
        return rows + rows.map { String($0.reversed()) }
    }()

    /// Words that stand at the head of every list of stolen passwords.
    private static let common = [
        "password", "passwort", "passw", "pasfhocal", "welcome", "failte", "letmein", "iloveyou",
        "administrator", "admin", "changeme", "secret", "sunshine", "princess", "football",
        "liverpool", "monkey", "dragon", "master", "superman", "trustno", "whatever", "starwars",
        "qwerty", "asdfgh", "zxcvbn", "abc", "test", "guest", "hello", "login", "talka",
        "municipality", "council", "planning", "ireland", "dublin", "summer", "winter", "spring",
        "autumn",
    ]
}
