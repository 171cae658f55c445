// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What the product itself does as it reads other networks: each a single act, so that what was
/// taken in and how far it was read are kept together, or not at all.
enum TakingActions {
    static let actor = Actor.system("following")
    static let all: [ActionKind] = [
        takePage.kind, noteTrouble.kind, takeVouchedKey.kind, letGo.kind, weighDoubles.kind,
    ]
    /// How many items one act withdraws or weighs.
    static let batch = 200

    private static let product: [Grant] = [.system("following")]

    /// A page of changes, and which page it is.
    struct Page: Form {
        var after = 0
        var reached = 0
        var round = 0
        var origin = ""
        var changes: JSON?
        static let fields: Fields<Page> = [
            .integer("after", \.after, in: 0...Int.max),
            .integer("reached", \.reached, in: 0...Int.max),
            .integer("round", \.round, in: 0...1_000_000), .text("origin", \.origin, max: 64),
            .json("changes", \.changes),
        ]
    }

    /// A page that another process has taken in meanwhile, or that was asked for before somebody
    /// began anew, is refused.
    static let takePage = Action<FollowedNetwork, Page>(
        "take_page", by: product, from: [.following], isInternal: true
    ) { network, input, desk in
        guard network.round == input.round, network.cursor ?? 0 == input.after,
            let address = NetworkAddress(network.address)
        else { throw Refusal.notNow(Phrase("following.refusal.moved_on")) }
        let kinds = Set(network.fields.kindNames)
        for json in input.changes?.asArray ?? [] {
            let change: IncomingChange
            do throws(Trouble) {
                change = try IncomingChange(json, at: address, of: kinds, now: desk.moment.now)
            } catch { throw Fault("a change that was looked at is none: \(error.detail)") }
            try take(change, of: network, on: desk)
        }
        network.cursor = input.reached
        network.origin = input.origin
        network.fields.isWell(at: desk.moment.now)
    }

    /// Doing it again changes nothing.
    private static func take(
        _ change: IncomingChange, of network: Stored<FollowedNetwork>, on desk: any Desk
    ) throws {
        let known = try desk.list(
            FollowedItem.self,
            Query([.field("network", is: network.id), .field("origin", is: change.record.text)], limit: 1)
        ).first
        guard var incoming = change.item else {
            guard var gone = known, gone.state != .withdrawn else { return }
            FollowedItem.withdraw(&gone)
            _ = try desk.save(gone)
            return
        }
        (incoming.network, incoming.networkName) = (network.id, network.name)
        incoming.round = network.round
        let isOurs = try desk.published(change.record, by: incoming.body) != nil
        let state: State = isOurs ? .doubled : .shown
        guard var item = known else {
            _ = try desk.create(incoming, in: state)
            return
        }
        if item.state == state, item.fields.values == incoming.values { return }
        item.fields = incoming
        item.state = state
        _ = try desk.save(item)
    }

    struct Noted: Form {
        var failure = FollowedNetwork.Failure.unreachable
        var detail = ""
        var offered: String?
        static let fields: Fields<Noted> = [
            .choice("failure", \.failure), .text("detail", \.detail, max: 300),
            .text("offered", \.offered, max: 60),
        ]
    }

    static let noteTrouble = Action<FollowedNetwork, Noted>(
        "note_trouble", by: product, from: [.following], isInternal: true
    ) { network, input, desk in
        network.failure = input.failure
        network.failureDetail = input.detail
        network.failingSince = network.failingSince ?? desk.moment.now
        network.offeredKey = input.offered ?? network.offeredKey
    }

    struct Key: Form {
        var key = ""
        static let fields: Fields<Key> = [.text("key", \.key, max: 60)]
    }

    /// A new key, for which the one it was known by has vouched.
    static let takeVouchedKey = Action<FollowedNetwork, Key>(
        "take_vouched_key", by: product, from: [.following], isInternal: true
    ) { network, input, _ in
        network.key = input.key
        network.offeredKey = nil
    }

    /// Withdraws some of what was not met in the present round.
    static let letGo = Action<FollowedNetwork, Nothing>(
        "let_go", by: product, from: [.following, .stopped], isInternal: true
    ) { network, _, desk in
        let left = try desk.list(FollowedItem.self, Self.left(of: network))
        for var item in left {
            FollowedItem.withdraw(&item)
            item.round = network.round
            _ = try desk.save(item)
        }
    }

    /// What is still shown of a network and was met in an earlier round.
    static func left(of network: Stored<FollowedNetwork>) -> Query {
        Query(
            [
                .field("network", is: network.id),
                .init("round", .atMost, .integer(Int64(network.round - 1))),
                .state(.shown, .doubled),
            ], limit: batch)
    }

    /// Hides what its own body publishes here by now, having moved here, and shows what it does not
    /// any more, having moved away.
    static let weighDoubles = Action<FollowedNetwork, Items>(
        "weigh_doubles", by: product, from: [.found, .following, .paused], isInternal: true
    ) { _, input, desk in
        for id in input.items?.asArray?.compactMap({ $0.asString.flatMap { RecordID($0) } }) ?? [] {
            guard var item = try desk.find(FollowedItem.self, id), item.state != .withdrawn,
                let origin = RecordID(item.origin)
            else { continue }
            let state: State = try desk.published(origin, by: item.body) == nil ? .shown : .doubled
            if item.state == state { continue }
            item.state = state
            _ = try desk.save(item)
        }
    }

    struct Items: Form {
        var items: JSON?
        static let fields: Fields<Items> = [.json("items", \.items)]
    }
}
