// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// What this process does for all processes of a network, each thing under a name: held by leases that
/// lie in the commons and are made longer all at once. If the process dies, another takes it over when
/// the lease ends.
public final class Holdings: Sendable {
    /// Whose something is.
    public enum Standing: Sendable { case others, ours, oursFromNow }

    /// How long, in seconds, something is held without a sign of life.
    public static let seconds = 20
    /// How much of that may pass before it is made longer.
    private static let patience = 7

    private let network: Network
    /// What nobody else is called.
    private let holder: String
    /// Until when each is held.
    private let held = Mutex<[String: Instant]>([:])

    public init(_ network: Network) {
        self.network = network
        holder = RecordID.new(at: network.now()).text
    }

    /// Takes something, or goes on holding it.
    public func hold(_ name: String) async throws -> Standing {
        let now = network.now()
        let until = held.withLock { $0[name] }
        if let until {
            if now < until.adding(seconds: Self.patience - Self.seconds) { return .ours }
            try await extend(at: now)
            if held.withLock({ $0[name] }) != nil { return .ours }
        }
        let isOurs = try await Lease.take(
            name, for: holder, seconds: Self.seconds, at: now, in: network.commons.database)
        guard isOurs else { return .others }
        held.withLock { $0[name] = now.adding(seconds: Self.seconds) }
        return .oursFromNow
    }

    /// Makes all that is held longer, in one commit. What somebody else took meanwhile is theirs.
    private func extend(at now: Instant) async throws {
        let names = held.withLock { $0.keys.sorted() }
        let (holder, until) = (holder, now.adding(seconds: Self.seconds))
        let ours = try await network.commons.database.write { connection in
            try names.filter { name in
                try connection.change(
                    "UPDATE lease SET until_at = $1 WHERE name = $2 AND holder = $3",
                    [until.stored, .text(name), .text(holder)]) > 0
            }
        }
        held.withLock { held in
            for name in names { held[name] = ours.contains(name) ? until : nil }
        }
    }

    /// Lets others have something at once.
    public func release(_ name: String) async throws {
        guard held.withLock({ $0.removeValue(forKey: name) }) != nil else { return }
        try await Lease.release(name, of: holder, in: network.commons.database)
    }
}
