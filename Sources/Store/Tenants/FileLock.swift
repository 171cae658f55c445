// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A lock that every process on the machine sees, held on a file: shared by whoever uses
/// something, alone by whoever remakes it. It ends with the process that holds it, however that
/// ends.
public final class FileLock: Sendable {
    public enum Hold: Sendable { case shared, alone }

    private let descriptor: Int32

    /// Opens the file, making it if it is not there. Nothing is held yet.
    /// - Throws: `Fault` if it can neither be opened nor made.
    public init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Fault("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    deinit { _ = close(descriptor) }

    /// Waits until nobody else holds it in a way that excludes this one.
    public func hold(_ hold: Hold) throws {
        while flock(descriptor, Self.operation(hold)) != 0 {
            if errno != EINTR { throw Fault("cannot lock: \(String(cString: strerror(errno)))") }
        }
    }

    /// Whether it could be had at once. If not, nothing is held.
    public func tryHold(_ hold: Hold) -> Bool {
        flock(descriptor, Self.operation(hold) | LOCK_NB) == 0
    }

    /// Lets others have it.
    public func release() { _ = flock(descriptor, LOCK_UN) }

    private static func operation(_ hold: Hold) -> Int32 {
        switch hold {
        case .shared: LOCK_SH
        case .alone: LOCK_EX
        }
    }
}
