// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What the operator's administrators do about the networks that are followed here.
enum FollowActions {
    static let all: [ActionKind] = [
        follow.kind, confirm.kind, chooseKinds.kind, pullNow.kind, pause.kind, resume.kind,
        confirmNewKey.kind, startOver.kind, stop.kind,
    ] + TakingActions.all

    private static let administrator: [Grant] = [.role(.administrator)]
    private static let alive: [State] = [.found, .following, .paused]

    /// A network as it answered when its address was typed.
    struct Found: Form {
        var name = ""
        var address = ""
        var key = ""
        var kinds = ""
        static let fields: Fields<Found> = [
            .text("name", \.name), .text("address", \.address, max: 300),
            .text("key", \.key, max: 60), .text("kinds", \.kinds, max: 1_000),
        ]
    }

    /// Internal: the page that asks for the address has asked the network itself, and nobody types
    /// what that would have answered.
    static let follow = Action<FollowedNetwork, Found>(
        "follow_network", by: administrator, to: [.found], isInternal: true
    ) { network, input, desk in
        let known = try desk.list(
            FollowedNetwork.self, Query([.field("address", is: input.address)], limit: 100))
        guard known.allSatisfy({ $0.state == .stopped }) else {
            throw Problems("address", "followed", Phrase("following.problem.followed"))
        }
        network.name = input.name
        network.address = input.address
        network.kinds = input.kinds
        network.offeredKey = input.key
    }

    /// What its operators say their key's fingerprint is.
    struct Fingerprint: Form {
        var fingerprint = ""
        static let fields: Fields<Fingerprint> = [.text("fingerprint", \.fingerprint, max: 100)]
    }

    /// By the fingerprint that the other operator told: only who has it from there can type it.
    static let confirm = Action<FollowedNetwork, Fingerprint>(
        "confirm_network", by: administrator, from: [.found], to: [.following]
    ) { network, input, desk in
        try takeOffered(&network, input.fingerprint)
        try desk.queue(FollowJobs.pull(network.id))
    }

    static let confirmNewKey = Action<FollowedNetwork, Fingerprint>(
        "confirm_new_key", by: administrator, from: [.following, .paused],
        unless: { network, _ in
            network.offeredKey == nil ? Phrase("following.refusal.no_other_key") : nil
        }
    ) { network, input, desk in
        try takeOffered(&network, input.fingerprint)
        network.fields.isWell(at: network.askedAt ?? desk.moment.now)
        try desk.queue(FollowJobs.pull(network.id))
    }

    private static func takeOffered(_ network: inout Stored<FollowedNetwork>, _ typed: String) throws {
        guard let key = network.offeredKey.flatMap({ Ed25519.PublicKey($0) }),
            typed.lowercased().filter(\.isHexDigit) == key.id
        else { throw Problems("fingerprint", "not_it", Phrase("following.problem.fingerprint")) }
        network.key = key.text
        network.offeredKey = nil
    }

    struct Kinds: Form {
        var kinds = ""
        static let fields: Fields<Kinds> = [.text("kinds", \.kinds, max: 1_000)]
    }

    /// From the start, so that what was passed over comes, and what is not wanted any more goes.
    static let chooseKinds = Action<FollowedNetwork, Kinds>(
        "choose_kinds", by: administrator, from: alive, isInternal: true
    ) { network, input, desk in
        if network.kinds == input.kinds { return }
        network.kinds = input.kinds
        begin(&network)
        if network.state == .following { try desk.queue(FollowJobs.pull(network.id)) }
    }

    static let pullNow = Action<FollowedNetwork, Nothing>(
        "pull_now", by: administrator, from: [.following]
    ) { network, _, desk in try desk.queue(FollowJobs.pull(network.id)) }

    static let pause = Action<FollowedNetwork, Nothing>(
        "pause_following", by: administrator, from: [.following], to: [.paused]
    ) { _, _, _ in }

    static let resume = Action<FollowedNetwork, Nothing>(
        "resume_following", by: administrator, from: [.paused], to: [.following]
    ) { network, _, desk in try desk.queue(FollowJobs.pull(network.id)) }

    /// For a network that was put back to an earlier day: everything is looked at once more.
    static let startOver = Action<FollowedNetwork, Nothing>(
        "start_over", by: administrator, from: [.following, .paused]
    ) { network, _, desk in
        begin(&network)
        network.fields.isWell(at: network.askedAt ?? desk.moment.now)
        if network.state == .following { try desk.queue(FollowJobs.pull(network.id)) }
    }

    /// Its items go, a batch after another.
    static let stop = Action<FollowedNetwork, Nothing>(
        "stop_following", by: administrator, from: alive, to: [.stopped]
    ) { network, _, desk in
        begin(&network)
        try desk.queue(FollowJobs.pull(network.id))
    }

    private static func begin(_ network: inout Stored<FollowedNetwork>) {
        network.cursor = nil
        network.origin = nil
        network.round += 1
    }
}
