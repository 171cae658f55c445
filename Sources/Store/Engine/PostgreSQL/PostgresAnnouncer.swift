// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Synchronization

/// Tells the other processes by PostgreSQL's NOTIFY, each time on its own and never within a
/// commit: commits that notify wait for one another.
final class PostgresAnnouncer: Announcer {
    private struct State {
        var isAsked = false
        var isStopped = false
        var teller: PostgresLink?
    }

    /// How long a connection may be silent before it is asked whether it stands, in rounds of a
    /// second.
    private static let silentRounds = 15

    private let address: PostgresAddress
    private let logger: Logger
    private let queue = DispatchQueue(label: "talka.announcer")
    private let state = Mutex(State())
    private let stopped = DispatchSemaphore(value: 0)
    /// Tells this process's own announcements from the others'.
    private let own = UUID().uuidString

    init(_ address: PostgresAddress, logger: Logger) {
        self.address = address
        self.logger = logger
    }

    private var channel: String { "\(address.prefix)changes" }
    private var isStopped: Bool { state.withLock { $0.isStopped } }

    func announce() {
        let isFirst = state.withLock { state in
            defer { state.isAsked = true }
            return !state.isAsked && !state.isStopped
        }
        if isFirst { queue.async { self.tell() } }
    }

    /// Tells; tries again in a second if nobody can be told.
    private func tell() {
        guard !isStopped else { return }
        do {
            let link = try state.withLock { $0.teller } ?? PostgresLink(address)
            state.withLock { state in
                state.isAsked = false
                state.teller = link
            }
            _ = try link.run("SELECT pg_notify($1, $2)", [.text(channel), .text(own)])
        } catch {
            state.withLock { state in
                state.isAsked = true
                state.teller = nil
            }
            logger.warning("others not told", metadata: ["error": "\(error)"])
            queue.asyncAfter(deadline: .now() + .seconds(1)) { self.tell() }
        }
    }

    func listen(_ hear: @escaping @Sendable () -> Void) {
        let thread = Thread { [weak self] in
            while let self, !self.isStopped {
                do { try self.hearing(hear) } catch {
                    self.logger.warning("others not heard", metadata: ["error": "\(error)"])
                    self.rest()
                }
            }
        }
        thread.name = "talka.listener"
        thread.start()
    }

    /// Waits a second, or until it is stopped.
    private func rest() { _ = stopped.wait(timeout: .now() + .seconds(1)) }

    /// Hears until the connection is lost. What was told meanwhile was missed, so each begins with
    /// a word to whoever listens.
    private func hearing(_ hear: () -> Void) throws {
        let link = try PostgresLink(address)
        try link.script("LISTEN \"\(channel)\"")
        hear()
        var silent = 0
        while !isStopped {
            let told = try link.notices(within: .seconds(1))
            if told.contains(where: { $0 != own }) { hear() }
            silent = told.isEmpty ? silent + 1 : 0
            if silent % Self.silentRounds == Self.silentRounds - 1 { try link.script("SELECT 1") }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.teller = nil
        }
        stopped.signal()
    }
}
