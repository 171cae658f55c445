// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// What may be done only so often: so many times, by key, in a stretch of time that begins with the
/// first. Held by the process; a restart begins anew.
final class RateLimit: Sendable {
    private struct Count: Sendable {
        var taken: Int
        let until: Instant
    }

    /// How many keys are held before those that are over are cleared away.
    private static let many = 10_000

    private let limit: Int
    private let seconds: Int
    private let counts = Mutex<[String: Count]>([:])

    init(_ limit: Int, within seconds: Int) {
        self.limit = limit
        self.seconds = seconds
    }

    /// Takes one. An empty key is nobody's and has no limit.
    /// - Throws: `Refusal.tooMany` if none is left.
    func take(_ key: String, at now: Instant) throws {
        guard !key.isEmpty else { return }
        try counts.withLock { counts in
            if counts.count >= Self.many { counts = counts.filter { now < $0.value.until } }
            var count = counts[key] ?? Count(taken: 0, until: now.adding(seconds: seconds))
            if count.until <= now { count = Count(taken: 0, until: now.adding(seconds: seconds)) }
            guard count.taken < limit else {
                throw Refusal.tooMany(retryAfter: Int((count.until - now + 999) / 1_000))
            }
            count.taken += 1
            counts[key] = count
        }
    }

    /// Gives one back that was not used up.
    func giveBack(_ key: String) {
        counts.withLock { counts in
            guard var count = counts[key] else { return }
            count.taken -= 1
            counts[key] = count.taken > 0 ? count : nil
        }
    }

    /// Begins anew for a key.
    func clear(_ key: String) { counts.withLock { $0[key] = nil } }
}

/// The address a request comes from.
enum Peer {
    /// Under what a peer is counted: an IPv4 address whole, an IPv6 address by the 64 bits that are
    /// given to one customer, an IPv4 address in the form of an IPv6 one (RFC 4291, section 2.5.5.2:
    /// a port of both kinds gives those) as itself. What is no address is counted under nothing:
    /// behind it may be everybody, and one could shut them all out.
    static func key(_ address: String) -> String {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 { return address }
        var six = in6_addr()
        guard inet_pton(AF_INET6, address, &six) == 1 else { return "" }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        let isMapped = bytes.prefix(12).elementsEqual([UInt8](repeating: 0, count: 10) + [255, 255])
        return isMapped
            ? bytes.suffix(4).map(String.init).joined(separator: ".")
            : Hexadecimal.text(Array(bytes.prefix(8)))
    }
}
