// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Sign-ins that are half done: the password was right, the second factor is awaited. In a table,
/// so that any process can go on with them; of each secret only the digest is kept.
struct SignInSteps: Sendable {
    /// How long one waits.
    static let seconds = 10 * 60

    let database: any Database

    func begin(for person: RecordID, at now: Instant) async throws -> String {
        let secret = try Secret.new()
        try await database.write {
            try $0.run(
                "INSERT INTO sign_in_step (digest, person, expires_at) VALUES ($1, $2, $3)",
                [
                    .text(Secret.digest(secret)), person.stored,
                    now.adding(seconds: Self.seconds).stored,
                ])
        }
        return secret
    }

    /// Whose it is; nil if it has ended.
    func person(_ secret: String, at now: Instant) throws -> RecordID? {
        try database.read {
            try $0.value(
                "SELECT person FROM sign_in_step WHERE digest = $1 AND expires_at > $2",
                [.text(Secret.digest(secret)), now.stored])
        }.flatMap { RecordID(stored: $0) }
    }

    /// Ends it. Of several who end it at once, one does.
    /// - Returns: whether it was there.
    func end(_ secret: String) async throws -> Bool {
        try await database.write {
            try $0.change(
                "DELETE FROM sign_in_step WHERE digest = $1", [.text(Secret.digest(secret))]) == 1
        }
    }
}
