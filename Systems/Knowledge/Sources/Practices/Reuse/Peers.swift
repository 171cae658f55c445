// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Organisations that are alike: about as many people, and working on the same.
struct Peers {
    /// How many times as many, or as few, inhabitants are still alike.
    static let widest = 2.5
    private static let most = 8

    struct Peer: Sendable {
        let tenant: String
        let inhabitants: Int?
        let topics: [Topic]
    }

    private let profiles: [String: (inhabitants: Int?, topic: Several<Topic>)]

    init(_ register: Register) throws {
        var query = RegisterQuery(
            kind: PublishedKind.profile.name, limit: Register.largestPage, isWhole: true)
        var profiles: [String: (inhabitants: Int?, topic: Several<Topic>)] = [:]
        repeat {
            let page = try register.page(query)
            for item in page.items {
                let body = item.publication?.body
                profiles[item.tenant] = (
                    body?["inhabitants"]?.asInteger.map { Int($0) }, Several(names: body?["topic"])
                )
            }
            query.cursor = page.next
        } while query.cursor != nil
        self.profiles = profiles
    }

    /// Those like a tenant that have not taken something up yet, the nearest first.
    /// - Parameter topic: what it is about; those who work on it come first.
    func peers(of tenant: String, on topic: Topic?, except done: Set<String>) -> [Peer] {
        let own = profiles[tenant]
        return profiles.compactMap { slug, profile -> (Peer, Double)? in
            guard slug != tenant, !done.contains(slug) else { return nil }
            let isOnTopic = topic.map(profile.topic.contains) ?? false
            let shared = profile.topic.all.filter { own?.topic.contains($0) ?? false || $0 == topic }
            var distance = 0.0
            if let here = own?.inhabitants, let there = profile.inhabitants {
                distance = abs(log(Double(here) / Double(there)))
                guard distance <= log(Self.widest) else { return nil }
            } else if !isOnTopic {
                return nil
            }
            guard isOnTopic || !shared.isEmpty else { return nil }
            let peer = Peer(tenant: slug, inhabitants: profile.inhabitants, topics: shared)
            return (peer, distance - (isOnTopic ? 1 : 0))
        }.sorted { ($0.1, $0.0.tenant) < ($1.1, $1.0.tenant) }.prefix(Self.most).map(\.0)
    }
}
