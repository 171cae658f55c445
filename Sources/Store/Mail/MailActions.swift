// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What people choose about mail, and that an address is theirs.
enum MailActions {
    static let all: [ActionKind] = [chooseMail.kind, confirmEmail.kind, vouch.kind]
    static let actor = Actor.system("mail")

    struct Choice: Form {
        var mail: String?
        var language: String?
        static let fields: Fields<Choice> = [
            .text("mail", \.mail, max: 20), .text("language", \.language, max: 20),
        ]
    }

    /// By the product itself on a link that only they have been sent.
    static let chooseMail = Action<Person, Choice>(
        "choose_mail", by: [.party(field: "id"), .system("mail")], from: ["active"],
        isPartial: true, isInternal: true
    ) { person, input, _ in
        if let mail = input.mail {
            guard MailChoice(rawValue: mail) != nil else {
                throw Problems("mail", "not_a_choice", Phrase("problem.not_a_choice"))
            }
            person.mail = mail
        }
        if let language = input.language { person.language = language }
    }

    static let confirmEmail = Action<Person, Nothing>(
        "confirm_email", by: [.system("mail")], from: ["active"], isInternal: true
    ) { person, _, _ in person.confirmed = true }

    /// By whoever has asked the person, where no mail and no provider can.
    static let vouch = Action<Person, Nothing>(
        "vouch_for_email",
        by: [.role(.administrator), .system("setup"), .system("operator"), .system("openid")],
        from: ["active"], isInternal: true
    ) { person, _, _ in person.confirmed = true }
}
