// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Documents that are on their way in to this process, none of them whole: few at once from each
/// sender, and not too many for one tenant, so that what is never finished fills no disk. Who holds
/// a role finds some of the places kept, however many strangers send.
public final class Arrivals: Sendable {
    /// Of one sender at once.
    static let mostOfOne = 4
    /// For one tenant at once: of all, and of those nobody knows.
    static let mostOfTenant = 64
    static let mostOfStrangers = 48

    /// Who sends.
    public struct Sender: Sendable {
        let name: String
        let isKnown: Bool

        /// - Parameters:
        ///   - name: a person, else an address.
        ///   - isKnown: whether they hold a role.
        public init(_ name: String, isKnown: Bool = false) { (self.name, self.isKnown) = (name, isKnown) }
    }

    private let counts = Mutex<[String: Int]>([:])

    /// Takes a place for one, until what is given is let go of.
    /// - Throws: `Refusal.tooMany` if there is none.
    func take(_ tenant: String, from sender: Sender) throws -> Place {
        var limits = [("\(tenant) of \(sender.name)", Self.mostOfOne), (tenant, Self.mostOfTenant)]
        if !sender.isKnown { limits.append(("\(tenant) strangers", Self.mostOfStrangers)) }
        let isIn = counts.withLock { counts in
            guard limits.allSatisfy({ counts[$0.0, default: 0] < $0.1 }) else { return false }
            for (key, _) in limits { counts[key, default: 0] += 1 }
            return true
        }
        if !isIn { throw Refusal.tooMany(retryAfter: 30) }
        return Place(self, limits.map(\.0))
    }

    private func leave(_ keys: [String]) {
        counts.withLock { counts in
            for key in keys {
                let rest = (counts[key] ?? 1) - 1
                counts[key] = rest > 0 ? rest : nil
            }
        }
    }

    /// A place, which ends with whoever holds it.
    final class Place: Sendable {
        private let arrivals: Arrivals
        private let keys: [String]

        init(_ arrivals: Arrivals, _ keys: [String]) { (self.arrivals, self.keys) = (arrivals, keys) }

        deinit { arrivals.leave(keys) }
    }
}
