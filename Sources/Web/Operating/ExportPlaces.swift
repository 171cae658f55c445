// SPDX-License-Identifier: EUPL-1.2

import Synchronization

/// The places for answers that are made while they are sent, such as a whole list. They take long,
/// so there are few of them: whoever asks for more than there are is told to come back, and everybody
/// else notices nothing. Who holds a role finds some of them kept.
final class ExportPlaces: Sendable {
    /// How many are made at once.
    let most: Int
    /// How many of them anybody may have, and how many one address.
    let open: Int
    let mostOfOne: Int

    private struct State {
        var taken = 0
        var peers: [String: Int] = [:]
    }
    private let state = Mutex(State())

    init(_ limits: Limits) {
        most = max(limits.requests / 8, 2)
        open = most - most / 4
        mostOfOne = 2
    }

    /// The places for answers that tell what happens while it happens. They wait most of the time, so
    /// that there are more of them.
    static func live(_ limits: Limits) -> ExportPlaces {
        ExportPlaces(most: max(limits.requests * 4, 8), mostOfOne: 8)
    }

    private init(most: Int, mostOfOne: Int) {
        (self.most, self.mostOfOne) = (most, mostOfOne)
        open = most - most / 4
    }

    /// The answer, which holds a place until it is sent; an answer that is at hand already needs none.
    /// - Throws: `Overloaded` if there is no place.
    func held(_ response: Response, for request: Request) throws(Overloaded) -> Response {
        guard case .stream(let produce) = response.body else { return response }
        let place = try take(request.peer, isKnown: !request.visitor.roles.isEmpty)
        var response = response
        response.body = .stream { writer in
            defer { place.leave() }
            try await produce(&writer)
        }
        return response
    }

    private func take(_ peer: String, isKnown: Bool) throws(Overloaded) -> Held {
        let isIn = state.withLock { state in
            let own = state.peers[peer] ?? 0
            guard state.taken < (isKnown ? most : open), isKnown || own < mostOfOne else {
                return false
            }
            state.taken += 1
            state.peers[peer] = own + 1
            return true
        }
        if !isIn { throw Overloaded() }
        return Held(self, peer)
    }

    private func leave(_ peer: String) {
        state.withLock { state in
            state.taken -= 1
            let rest = (state.peers[peer] ?? 1) - 1
            state.peers[peer] = rest > 0 ? rest : nil
        }
    }

    /// One place, given back once: when all is sent, or when nobody is going to send it.
    private final class Held: Sendable {
        private let places: ExportPlaces
        private let peer: String
        private let isLeft = Atomic(false)

        init(_ places: ExportPlaces, _ peer: String) { (self.places, self.peer) = (places, peer) }

        func leave() {
            if !isLeft.exchange(true, ordering: .relaxed) { places.leave(peer) }
        }

        deinit { leave() }
    }
}
