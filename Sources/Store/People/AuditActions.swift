// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A sign-in of somebody who administers something, kept so that it stands in the journal.
public struct SignIn: Record {
    public var person = RecordID.none
    /// How they showed who they are: `password`, `password+code`, `provider:NAME`.
    public var way = ""

    public init() {}

    public static let fields: Fields<SignIn> = [
        .person("person", \.person), .text("way", \.way, max: 80),
    ]

    public static let kind = RecordKind(
        SignIn.self, system: "network", name: "sign_in", plural: "sign_ins", states: ["noted"],
        readers: [.role(.administrator), .role(.auditor), .party(field: "person")],
        list: ListShape(columns: ["person", "way"], order: "id"), indexes: [["person"]])
}

/// What is done about signing in, as far as it belongs in the journal.
enum AuditActions {
    static let all: [ActionKind] = [
        signIn.kind, turnOnSecondFactor.kind, turnOffSecondFactor.kind, resetSecondFactor.kind,
        endSessions.kind,
    ]

    struct Way: Form {
        var way = ""
        static let fields: Fields<Way> = [.text("way", \.way, max: 80)]
    }

    /// Internal, as all here: `Accounts` alone knows what was shown.
    static let signIn = Action<SignIn, Way>(
        "sign_in", by: [.signedIn], to: ["noted"], isInternal: true
    ) { signIn, input, desk in
        guard let person = desk.moment.actor.person else { throw Refusal.signIn }
        signIn.person = person
        signIn.way = input.way
    }

    static let turnOnSecondFactor = Action<Person, Nothing>(
        "turn_on_second_factor", by: [.party(field: "id")], from: ["active"], isInternal: true
    ) { person, _, _ in person.secondFactor = true }

    static let turnOffSecondFactor = Action<Person, Nothing>(
        "turn_off_second_factor", by: [.party(field: "id")], from: ["active"], isInternal: true
    ) { person, _, _ in person.secondFactor = false }

    /// For who has lost their telephone and their recovery codes.
    static let resetSecondFactor = Action<Person, Nothing>(
        "reset_second_factor", by: [.role(.administrator)] + ProviderActions.clearing,
        from: ["active"], isInternal: true
    ) { person, _, _ in person.secondFactor = false }

    static let endSessions = Action<Person, Nothing>(
        "end_sessions", by: [.role(.administrator)], from: ["active"], isInternal: true
    ) { _, _, _ in }
}

extension Accounts {
    /// Notes in the journal that somebody who administers something signs in.
    func note(_ beginning: Sessions.Beginning, at now: Instant) async throws {
        let roles = try network.commons.database.read {
            try self.roles(of: beginning.person, at: now, on: $0)
        }
        guard roles.values.contains(where: { $0.contains(.administrator) }) else { return }
        let action = AuditActions.signIn.kind
        let input = try action.read(form: ["way": beginning.way.stored])
        _ = try await network.commons.perform(
            ActionCall(
                action, by: Actor(.person(beginning.person)), input: input.values,
                given: input.given),
            at: now)
    }
}
