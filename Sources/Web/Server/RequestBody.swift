// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// The body of a request, read as it comes in and never further than a limit.
public struct RequestBody: Sendable {
    /// The pieces of a body, each read only when it is asked for.
    public struct Chunks: AsyncSequence {
        public struct AsyncIterator: AsyncIteratorProtocol {
            let read: () async throws -> [UInt8]?
            public mutating func next() async throws -> [UInt8]? { try await read() }
        }

        let read: () async throws -> [UInt8]?
        public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(read: read) }
    }

    /// A body that ends before its end: it is not framed as HTTP wants it (RFC 9112, section 7), or
    /// the sender has gone, or is silent for too long; or a head that is not as HTTP wants it. The
    /// sender's doing, never a fault of ours.
    public struct BrokenOff: Error, Sendable {
        public init() {}
    }

    private final class Opened: Sendable {
        let isOpened = Mutex(false)
    }

    private let open: @Sendable () -> Chunks
    /// All of it, if it came with the request; nil: it is still on its way.
    public private(set) var atHand: [UInt8]?
    private let opened = Opened()

    /// A body that is read from somewhere: `open` gives what reads its next piece.
    public init(_ open: @escaping @Sendable () -> (() async throws -> [UInt8]?)) {
        self.open = { Chunks(read: open()) }
    }

    /// A body that is at hand.
    public init(_ bytes: [UInt8] = []) {
        self.init {
            var rest: [UInt8]? = bytes
            return {
                defer { rest = nil }
                return rest
            }
        }
        atHand = bytes
    }

    /// Its pieces, in order. A body is read once: after that there are none.
    public var chunks: Chunks {
        let isFirst = opened.isOpened.withLock { isOpened in
            defer { isOpened = true }
            return !isOpened
        }
        return isFirst ? open() : Chunks(read: { nil })
    }

    /// All of it.
    /// - Throws: `Refusal.tooLarge` beyond the limit, in bytes.
    public func bytes(limit: Int = 1 << 20) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await chunk in chunks {
            all += chunk
            if all.count > limit { throw Refusal.tooLarge(limit: limit) }
        }
        return all
    }
}
