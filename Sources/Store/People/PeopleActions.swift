// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Joining, and what one is called.
enum PeopleActions {
    static let all: [ActionKind] =
        [signUp.kind, know.kind, close.kind, changeName.kind] + RoleActions.all + TokenActions.all
        + AuditActions.all + ProviderActions.all + MailActions.all + WebhookActions.all

    /// What is asked of somebody who joins. The password never comes here.
    struct SignUp: Form {
        var name = ""
        var email = ""
        var isDemo: Bool?
        var language: String?
        static let fields: Fields<SignUp> = [
            .text("name", \.name, max: 120, privacy: .personal),
            .text("email", \.email, max: 254, privacy: .personal),
            .flag("demo", \.isDemo), .text("language", \.language, max: 20),
        ]
    }

    /// Internal: without the password, which only `Accounts` keeps, nobody could sign in.
    static let signUp = Action<Person, SignUp>(
        "sign_up", by: [.anyone, .system("setup")], to: ["active"], isInternal: true
    ) { person, input, desk in
        try mustBeEmail(input.email)
        let key = Person.key(input.email)
        guard try desk.list(Person.self, Query([.field("email_key", is: key)], limit: 1)).isEmpty
        else { throw emailTaken }
        person.name = input.name
        person.email = input.email
        person.language = input.language
        if case .system = desk.moment.actor.kind {
            person.isDemo = input.isDemo ?? false
        } else {
            person.confirmed = false
        }
    }

    /// Somebody whom a tenant's journal names that was taken in: who they were stays readable, and
    /// nobody can sign in as them.
    struct Name: Form {
        var name = ""
        static let fields: Fields<Name> = [.text("name", \.name, max: 120, privacy: .personal)]
    }

    static let know = Action<Person, Name>(
        "know_person", by: [.system("import")], to: ["closed"], isInternal: true
    ) { person, input, _ in person.name = input.name }

    /// What is left of somebody who was erased: that there was somebody.
    static let close = Action<Person, Nothing>(
        "close_account", by: [.system("erasure")], from: ["active"], to: ["closed"], isInternal: true
    ) { _, _, _ in }

    static let emailTaken = Problems("email", "email_taken", Phrase("problem.email_taken"))

    /// - Throws: `Problems` for what can be no e-mail address.
    static func mustBeEmail(_ text: String) throws(Problems) {
        guard Person.isEmail(text) else {
            throw Problems("email", "not_an_email", Phrase("problem.not_an_email"))
        }
    }

    struct NewName: Form {
        var name = ""
        static let fields: Fields<NewName> = [
            .text("name", \.name, max: 120, privacy: .personal)
        ]
    }

    static let changeName = Action<Person, NewName>(
        "change_name", by: [.party(field: "id")], from: ["active"],
        prefill: { person, _ in NewName(name: person?.name ?? "") }
    ) { person, input, _ in person.name = input.name }
}

extension System {
    /// What the network itself consists of: tenants, people, their roles and keys. Its records lie
    /// in the commons.
    public static let network = System(
        "network", isCommons: true,
        records: [
            TenantEntry.self, Person.self, Membership.self, Token.self, SignIn.self, Identity.self,
            Witnessed.self, Erasure.self, Webhook.self,
        ],
        actions: TenantActions.all + PeopleActions.all + [Witnessed.note.kind, Erasure.note.kind])
}

extension Desk {
    /// What the network calls the tenant of that slug; nil if it has none. Its operator is one.
    func tenantName(_ slug: String) throws -> String? {
        if slug == Tenant.commons { return Registry.operatorName }
        let open = Query([.field("slug", is: slug), .state("open")], limit: 1)
        return try list(TenantEntry.self, open).first?.name
    }
}
