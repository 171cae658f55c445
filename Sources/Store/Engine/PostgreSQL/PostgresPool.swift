// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// Connections to one server, so many at most, lent to one holder at a time.
///
/// A thread that holds one and asks for another gets it at once, beyond the number if need be: it
/// would otherwise wait for others who wait for it.
final class PostgresPool: Sendable {
    /// How long, in seconds, somebody waits for a connection.
    private static let patience = 10

    private let address: PostgresAddress
    private let most: Int
    private let free: DispatchSemaphore
    private let idle = Mutex<[PostgresLink]>([])
    /// Names what a thread holds of this pool.
    private let threadKey = "talka.postgres.\(UUID().uuidString)"

    init(_ address: PostgresAddress, most: Int) {
        self.address = address
        self.most = most
        free = DispatchSemaphore(value: most)
    }

    /// What this thread holds of the pool, innermost last.
    private var held: [PostgresLink] {
        get { Thread.current.threadDictionary[threadKey] as? [PostgresLink] ?? [] }
        set { Thread.current.threadDictionary[threadKey] = newValue }
    }

    /// The connection on which this thread has a snapshot of that schema open.
    func open(_ schema: String) -> PostgresLink? {
        held.last { $0.schema == schema && $0.isInsideTransaction }
    }

    /// Lends a connection on which something was begun.
    /// - Parameter begin: begins. Tried again on a new connection if the one at hand was lost
    ///   meanwhile: nothing had been done on it.
    /// - Throws: `Fault` that says the store cannot be reached, or that all are in use.
    func use<T>(
        for schema: String, begin: (PostgresLink) throws -> Void, _ body: (PostgresLink) throws -> T
    ) throws -> T {
        let isNested = !held.isEmpty
        if !isNested, free.wait(timeout: .now() + .seconds(Self.patience)) == .timedOut {
            throw Fault("all \(most) connections to PostgreSQL are in use", isUnavailable: true)
        }
        defer { if !isNested { free.signal() } }
        let link = try begun(for: schema, begin)
        held.append(link)
        defer {
            held.removeLast()
            giveBack(link)
        }
        return try body(link)
    }

    private func begun(
        for schema: String, _ begin: (PostgresLink) throws -> Void
    ) throws -> PostgresLink {
        while let link = takeIdle(for: schema) {
            do {
                try begin(link)
                return link
            } catch let fault as Fault where fault.isUnavailable && !link.isAlive {
                continue
            }
        }
        let link = try PostgresLink(address)
        try begin(link)
        return link
    }

    /// One that was last used for the same schema, whose statements it knows; else any.
    private func takeIdle(for schema: String) -> PostgresLink? {
        idle.withLock { idle in
            guard !idle.isEmpty else { return nil }
            let index = idle.lastIndex { $0.schema == schema } ?? idle.count - 1
            return idle.remove(at: index)
        }
    }

    /// One that is lost, or in the middle of something, is let go of.
    private func giveBack(_ link: PostgresLink) {
        guard link.isAtRest else { return }
        idle.withLock { idle in
            if idle.count < most { idle.append(link) }
        }
    }

    /// Lets go of every connection that nobody holds.
    func close() { idle.withLock { $0 = [] } }
}
