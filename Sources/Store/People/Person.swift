// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A person who signs in, anywhere in the network. Held in the commons.
public struct Person: Record {
    public var name = ""
    public var email = ""
    /// The e-mail as it is compared.
    public var emailKey = ""
    /// Made up to show the product.
    public var isDemo = false
    /// Whether a code of their authenticator is asked for after their password.
    public var secondFactor: Bool?
    public var hasSecondFactor: Bool { secondFactor ?? false }
    /// When they are sent mail.
    public var mail: String?
    public var mailChoice: MailChoice { mail.flatMap(MailChoice.init) ?? .atOnce }
    /// The language they are written to in, as its code.
    public var language: String?
    /// Whether the e-mail was shown to be theirs; nil: it was believed when they joined.
    public var confirmed: Bool?
    public var isConfirmed: Bool { confirmed ?? true }

    public init() {}

    public static let fields: Fields<Person> = [
        .text("name", \.name, privacy: .personal),
        .text("email", \.email, max: 254, privacy: .personal),
        .text("email_key", \.emailKey, max: 254, privacy: .personal).derived(),
        .flag("demo", \.isDemo),
        .flag("second_factor", \.secondFactor),
        .text("mail", \.mail, max: 20, privacy: .personal),
        .text("language", \.language, max: 20, privacy: .personal),
        .flag("confirmed", \.confirmed),
    ]

    public static let kind = RecordKind(
        Person.self, system: "network", name: "person", plural: "people",
        states: ["active", "closed"], readers: [.role(.administrator), .party(field: "id")],
        list: ListShape(columns: ["name", "email"], order: "id"), indexes: [["email_key"]])

    public static func settle(_ person: inout Stored<Person>, at moment: Moment) {
        person.emailKey = key(person.email)
    }

    /// How an e-mail address is compared: without blanks around it, in lower case, and with what
    /// only looks different folded (Unicode NFKC).
    public static func key(_ email: String) -> String {
        email.precomposedStringWithCompatibilityMapping
            .trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    /// Whether a text can be an e-mail address: letters, digits and the signs RFC 5322 allows in an
    /// atom, of any script (RFC 6531), and a domain of several parts.
    public static func isEmail(_ text: String) -> Bool {
        let key = key(text)
        let parts = key.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].unicodeScalars.count) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return parts[0].unicodeScalars.allSatisfy { isWord($0) || atomSigns.contains($0) }
            && labels.count > 1
            && labels.allSatisfy {
                !$0.isEmpty && $0.unicodeScalars.allSatisfy { isWord($0) || $0 == "-" }
            }
    }

    private static let atomSigns = Set(".!#$%&'*+/=?^_`{|}~-".unicodeScalars)

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
            .otherNumber:
            true
        default: false
        }
    }
}
