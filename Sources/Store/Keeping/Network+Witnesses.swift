// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Network {
    /// Has the end of every journal witnessed by other tenants and in the commons, once a day.
    /// Doing it again, here or in another process, changes nothing.
    /// - Throws: the first thing that kept a journal from being witnessed; the others are, first.
    public func witnessJournals() async throws {
        let now = now()
        guard let day = Day(iso: String(now.description.prefix(10))) else { return }
        let slugs = try tenants().map(\.slug)
        var failure: (any Error)?
        for slug in slugs + [Tenant.commons] {
            do { try await witness(slug, on: day, among: slugs, at: now) } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private func witness(
        _ slug: String, on day: Day, among slugs: [String], at now: Instant
    ) async throws {
        guard let seal = try tenant(slug).database.read({ try Self.unwitnessed(on: $0, at: now) })
        else { return }
        var witnessed = Witnessed()
        witnessed.tenant = slug
        witnessed.day = day
        witnessed.seal = seal.number
        witnessed.head = seal.digest
        for other in Witnessed.chosen(for: slug, on: day, among: slugs) {
            let call = ActionCall(
                Witnessed.note.kind, by: .system("witness"), input: witnessed.values,
                key: "witness:\(slug):\(day)")
            do { _ = try await tenant(other).perform(call, at: now) } catch is Problems {
                // It has witnessed an earlier end today, which stands.
            }
        }
    }

    /// How long, in seconds, what a journal only says as a witness may go unwitnessed itself: each
    /// would otherwise keep all others talking for ever.
    private static let quiet = 7 * 24 * 60 * 60

    /// The end of a journal, if it says something that must be witnessed.
    private static func unwitnessed(
        on connection: any Connection, at now: Instant
    ) throws -> (number: Int, digest: String)? {
        let end = try connection.rows(
            "SELECT number, digest FROM seal ORDER BY number DESC LIMIT 1").first
        guard let end, let number = end[0].integer, let digest = end[1].text else { return nil }
        let last = try connection.value(
            """
            SELECT at FROM journal WHERE seq =
              (SELECT max(seq) FROM journal WHERE action <> 'network.witness')
            """)
        // One that has said nothing but what it witnessed has nothing of its own to be kept.
        guard let lastAt = last.flatMap(Instant.init(stored:)) else { return nil }
        // Something was done in the last days, or a week has passed.
        let since = now - lastAt
        let day = Int64(24 * 60 * 60 * 1_000)
        let isDue = since < 2 * day || (since / day) % (Int64(quiet) / 86_400) == 0
        return isDue ? (Int(number), digest) : nil
    }

    /// What was found about the witnesses of the journals.
    public struct WitnessReport: Sendable {
        public let tenant: String
        /// Who witnessed its journal, and on which day last.
        public let witnesses: [String: Day]
        /// How many times it was witnessed.
        public let count: Int
        /// What does not agree; none if all does.
        public let findings: [String]
    }

    /// Compares every journal with what others witnessed of it.
    ///
    /// What a witness says counts as far as its own journal is sound: `verify` it, too.
    /// - Throws: `Fault` if a store cannot be read.
    public func witnessReports() throws -> [WitnessReport] {
        let slugs = try [Tenant.commons] + tenants().map(\.slug)
        var said: [String: [(witness: String, seen: Witnessed)]] = [:]
        for slug in slugs {
            for seen in try witnessed(by: slug) { said[seen.tenant, default: []].append((slug, seen)) }
        }
        return try slugs.map { slug in try report(slug, said[slug] ?? []) }
    }

    private func witnessed(by slug: String) throws -> [Witnessed] {
        try tenant(slug).read(as: .system("witness")) { reader in
            try reader.list(Witnessed.self, Query(limit: 10_000_000)).map(\.fields)
        }
    }

    private func report(
        _ slug: String, _ said: [(witness: String, seen: Witnessed)]
    ) throws -> WitnessReport {
        var findings: [String] = []
        var witnesses: [String: Day] = [:]
        try tenant(slug).database.read { connection in
            for (witness, seen) in said {
                witnesses[witness] = max(witnesses[witness] ?? .first, seen.day ?? .first)
                let digest = try connection.value(
                    "SELECT digest FROM seal WHERE number = $1", [.integer(Int64(seen.seal))])?.text
                if digest == seen.head { continue }
                let what = digest == nil ? "is not there" : "is another"
                let day = seen.day?.description ?? "?"
                findings.append("\(witness) witnessed link \(seen.seal) on \(day), which \(what)")
            }
        }
        return WitnessReport(
            tenant: slug, witnesses: witnesses, count: said.count, findings: findings)
    }
}
