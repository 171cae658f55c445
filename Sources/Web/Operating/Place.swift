// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// The place of one request. It is given back while the sender is waited for, so that slow senders
/// take none from others.
final class Place: Sendable {
    private let places: Places
    private let secret: String?
    private let rank: Mutex<Places.Rank>

    /// Takes a place for a request.
    /// - Throws: `Overloaded`.
    static func taken(
        for request: Request, in places: Places
    ) async throws(Overloaded) -> Place {
        let place = Place(request, places)
        let rank = place.rank.withLock { $0 }
        do { try await places.enter(rank, patience: places.limits.patience) } catch {
            request.site.metrics.shed[rank.rawValue].add()
            throw Overloaded()
        }
        return place
    }

    private init(_ request: Request, _ places: Places) {
        self.places = places
        secret = request.shownSecret
        rank = Mutex(secret.map { Self.rank(of: places.proved.verdict(on: $0)) } ?? .anyone)
    }

    /// Of whom it is known that they hold no role waits where everybody does, and keeps what they get.
    private static func rank(of verdict: Bool?) -> Places.Rank {
        switch verdict {
        case true?: .known
        case false?: .anyone
        case nil: .claimed
        }
    }

    /// Whether it is held by somebody who was lately found to hold a role.
    var isKnown: Bool { rank.withLock { $0 == .known } }

    /// What its rank is called in metrics.
    var name: String { rank.withLock { $0.rawValue } }

    func leave() { places.leave() }

    /// Says who it turned out to be: only who holds a role keeps a place of the reserved ones.
    /// - Throws: `Overloaded` if this is nobody and there is no place for them.
    func confirm(_ request: Request) throws(Overloaded) {
        guard let secret else { return }
        let before = rank.withLock { $0 }
        let holdsRole = !request.visitor.roles.isEmpty
        places.proved.note(secret, isGood: holdsRole)
        let now: Places.Rank = holdsRole ? .known : .anyone
        rank.withLock { $0 = now }
        if now != before, !places.mayStay(now) {
            request.site.metrics.shed[now.rawValue].add()
            throw Overloaded()
        }
    }

    /// The body, for which no place is held while it is on its way.
    func waiting(for body: RequestBody) -> RequestBody {
        RequestBody {
            let read = body.chunks.read
            return {
                self.places.leave()
                do {
                    let next = try await read()
                    await self.places.reenter(self.rank.withLock { $0 })
                    return next
                } catch {
                    await self.places.reenter(self.rank.withLock { $0 })
                    throw error
                }
            }
        }
    }
}

extension Request {
    /// The secret a visitor shows, if it could be one.
    fileprivate var shownSecret: String? {
        if isAPI {
            guard let header = headers["authorization"], header.utf8.count > 40,
                header.lowercased().hasPrefix("bearer ")
            else { return nil }
            return String(header.dropFirst(7))
        }
        return cookie(Cookies.session).flatMap { $0.utf8.count == 64 ? $0 : nil }
    }
}
