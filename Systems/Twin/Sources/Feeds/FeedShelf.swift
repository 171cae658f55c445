// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What is kept of feeds beside the log: how they are doing, the passwords of their brokers, which are never
/// part of the log nor shown, and those that are to be taken leave of.
struct FeedShelf: Sendable {
    static let start = "feed/"
    private static let secrets = "feed-secret/"
    private static let leaving = "feed-leaving/"

    let ledger: Ledger

    func state(of id: String) throws -> FeedState {
        try ledger.kept(Self.start + id).flatMap { try? JSON(parsing: $0) }.map(FeedState.init)
            ?? FeedState()
    }

    /// Whether there is a feed, as far as is kept: looked at without reading the twin.
    var isEmpty: Bool {
        get throws {
            try ledger.kept(beginning: Self.start, limit: 1).isEmpty
                && ledger.kept(beginning: Self.leaving, limit: 1).isEmpty
        }
    }

    func keep(_ states: [String: FeedState]) async throws {
        let kept = states.map { (Self.start + $0, Optional($1.json.text())) }
        try await ledger.keep(Dictionary(kept) { first, _ in first }, upTo: 0)
    }

    func password(of id: String) throws -> String? { try ledger.kept(Self.secrets + id) }

    /// - Parameter password: nil: there is none any more.
    func keep(password: String?, of id: String) async throws {
        try await ledger.keep([Self.secrets + id: password], upTo: 0)
    }

    /// Notes that a feed is gone: its broker is to be told before its password is let go.
    func leave(_ feed: Feed) async throws {
        try await ledger.keep([Self.leaving + feed.id: feed.json.text()], upTo: 0)
    }

    /// The feeds whose brokers are to be told.
    func toLeave() throws -> [Feed] {
        try ledger.kept(beginning: Self.leaving, limit: Feed.most)
            .compactMap { try? JSON(parsing: $0.content) }.compactMap(Feed.init)
    }

    func forget(_ id: String) async throws {
        try await ledger.keep(
            [Self.leaving + id: nil, Self.secrets + id: nil, Self.start + id: nil], upTo: 0)
    }
}
