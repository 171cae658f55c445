// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is kept of second factors, in plain tables of the commons: the secret that a person's
/// authenticator shares, and digests of their recovery codes. Whether it is in force stands in the
/// person's record.
struct SecondFactorTable: Sendable {
    /// How many recovery codes there are at first.
    static let recoveryCodes = 10

    let database: any Database

    func secret(of person: RecordID) throws -> String? {
        try database.read {
            try $0.value("SELECT secret FROM second_factor WHERE person = $1", [person.stored])
        }?.text
    }

    /// The secret there is, or this one if there is none: whoever asks twice is given the same.
    func secret(of person: RecordID, orKeep new: String) async throws -> String {
        try await database.write { connection in
            try connection.run(
                "INSERT INTO second_factor (person, secret, last_step) VALUES ($1, $2, 0) "
                    + "ON CONFLICT (person) DO NOTHING",
                [person.stored, .text(new)])
            let kept = try connection.value(
                "SELECT secret FROM second_factor WHERE person = $1", [person.stored])
            guard let secret = kept?.text else { throw Fault("a secret was not kept") }
            return secret
        }
    }

    /// Takes a code once: neither it nor one before it is taken again.
    /// - Returns: whether it was taken.
    func take(_ code: String, of person: RecordID, at now: Instant) async throws -> Bool {
        guard let secret = try secret(of: person),
            let step = try OneTimeCode.step(of: code, secret, at: now)
        else { return false }
        return try await database.write {
            try $0.change(
                "UPDATE second_factor SET last_step = $1 WHERE person = $2 AND last_step < $1",
                [.integer(step), person.stored]) == 1
        }
    }

    /// Takes a recovery code, which is gone then.
    /// - Returns: whether it was one.
    func take(recovery code: String, of person: RecordID) async throws -> Bool {
        try await database.write {
            try $0.change(
                "DELETE FROM recovery_code WHERE person = $1 AND digest = $2",
                [person.stored, .text(Secret.digest(code))]) == 1
        }
    }

    /// Makes new recovery codes in place of those before.
    func newRecoveryCodes(of person: RecordID) async throws -> [String] {
        let codes = try (0..<Self.recoveryCodes).map { _ in
            String(Base32.text(try Random.bytes(7)).prefix(10)).lowercased()
        }
        try await database.write { connection in
            try connection.run("DELETE FROM recovery_code WHERE person = $1", [person.stored])
            for code in codes {
                try connection.run(
                    "INSERT INTO recovery_code (person, digest) VALUES ($1, $2)",
                    [person.stored, .text(Secret.digest(code))])
            }
        }
        return codes
    }

    func recoveryCodesLeft(of person: RecordID) throws -> Int {
        let count = try database.read {
            try $0.value("SELECT COUNT(*) FROM recovery_code WHERE person = $1", [person.stored])
        }
        return Int(count?.integer ?? 0)
    }

    func forget(_ person: RecordID) async throws {
        try await database.write { connection in
            for table in ["second_factor", "recovery_code"] {
                try connection.run("DELETE FROM \(table) WHERE person = $1", [person.stored])
            }
        }
    }
}
