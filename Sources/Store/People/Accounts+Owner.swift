// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What becomes of an account that somebody joined with an address which was not theirs, once its
/// owner comes: nothing that was begun before may lead into it.
extension Accounts {
    /// Leaves an account that nobody has shown to be theirs to whoever has just shown that its
    /// address is: with no way in from before, the password least of all.
    func leaveToOwner(_ person: RecordID, by actor: Actor, at now: Instant) async throws {
        guard let account = try account(of: person), !account.isConfirmed else { return }
        try await network.commons.database.write { connection in
            try connection.run("DELETE FROM secret WHERE person = $1", [person.stored])
            try Self.endBegun(by: person, on: connection)
        }
        known.forget(person)
        try await clearWays(of: person, by: actor, at: now)
        try await confirmed(person, at: now)
    }

    /// Leaves an account no way in but its password: whoever had it before is out.
    func clearWays(of person: RecordID, by actor: Actor, at now: Instant) async throws {
        for identity in try identities(of: person) {
            _ = try await network.commons.perform(
                ActionCall(ProviderActions.unlink.kind, by: actor, on: identity.id), at: now)
        }
        while case let tokens = try tokens(of: person), !tokens.isEmpty {
            for token in tokens { try await revokeToken(token.id, by: actor, at: now) }
        }
        guard try account(of: person)?.hasSecondFactor == true else { return }
        _ = try await network.commons.perform(
            ActionCall(AuditActions.resetSecondFactor.kind, by: actor, on: person), at: now)
        try await factors.forget(person)
    }

    /// Ends sessions, and sign-ins that are half done: what the password before led to.
    static func endBegun(by person: RecordID, on connection: any Connection) throws {
        for table in ["session", "sign_in_step"] {
            try connection.run("DELETE FROM \(table) WHERE person = $1", [person.stored])
        }
    }
}
