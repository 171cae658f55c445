// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

extension Request {
    private static let accepted = ["application/json"]

    /// The JSON that was sent; nil if nothing was.
    /// - Throws: `Problems` if it is none; `Refusal` for another media type, and if it is too large.
    func jsonSent() async throws -> JSON? {
        let bytes = try await body.bytes()
        if bytes.isEmpty { return nil }
        let type = (headers["content-type"] ?? "").prefix { $0 != ";" }
            .filter { !$0.isWhitespace }.lowercased()
        guard Self.accepted.contains(type) else { throw Refusal.wrongType(accepted: Self.accepted) }
        do { return try JSON(parsing: bytes) } catch {
            throw Problems(nil, "not_json", error.phrase)
        }
    }

    /// Refuses what is sent where nothing is asked; an object without members says nothing.
    func mustSendNothing() async throws {
        guard let json = try await jsonSent() else { return }
        guard let members = json.asObject else {
            throw Problems(nil, "not_an_object", Phrase("problem.not_an_object"))
        }
        try Problems(members.keys.map { name in
            let name = String(name.prefix(80))
            return Problem(name, "unknown", Phrase("problem.unknown", ["name": name]))
        }).check()
    }
}
