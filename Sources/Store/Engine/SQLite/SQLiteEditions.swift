// SPDX-License-Identifier: EUPL-1.2

import GRDB
import Kernel
import Synchronization

/// Tells whether anything was committed to a file: a connection of its own, which never writes, so
/// that the engine counts for it what every other connection commits, in whichever process.
final class SQLiteEditions: Sendable {
    private let path: String
    private enum State { case unopened, open(DatabaseQueue), closed }
    /// Opened when it is first asked.
    private let state = Mutex(State.unopened)

    init(path: String) { self.path = path }

    /// A number that is another one after every commit.
    func current() throws -> String {
        try Fault.ofEngine {
            try opened().unsafeRead { database in
                let statement = try database.cachedStatement(sql: "PRAGMA data_version")
                return try Int.fetchOne(statement).map(String.init) ?? ""
            }
        }
    }

    private func opened() throws -> DatabaseQueue {
        try state.withLock { state in
            if case .open(let queue) = state { return queue }
            if case .closed = state { throw Fault("the store is closed") }
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(20)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            state = .open(queue)
            return queue
        }
    }

    func close() {
        state.withLock { state in
            if case .open(let queue) = state { try? queue.close() }
            state = .closed
        }
    }
}
