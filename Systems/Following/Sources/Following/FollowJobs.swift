// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Who reads the networks that are followed: all of them every ten minutes, each in a job of its own,
/// so that one that is slow keeps none of the others waiting.
enum FollowJobs {
    static let pull = "following.pull"
    static let round = "following.round"

    /// One network, after what is under way for it.
    static func pull(_ network: RecordID, key: String? = nil) -> Job {
        Job(pull, ["network": .string(network.text)], key: key, lane: network.text)
    }

    static func handlers(_ site: Site) -> [JobHandler] {
        let everyTime = JobHandler(
            round, retry: Retry(attempts: 3), every: (.everyTenMinutes, in: .commons)
        ) { work in
            try await Doubles(work.network).weigh()
            let followed = try work.network.followed.filter { $0.state == .following }
            let due = Recurrence.everyTenMinutes.key(at: work.now)
            for network in followed {
                try await work.queue(pull(network.id, key: "\(network.id.text) \(due)"))
            }
        }
        guard let outside = site.outside else { return [everyTime] }
        let one = JobHandler(pull, retry: Retry(attempts: 5)) { work in
            guard let id = work.payload["network"]?.asString.flatMap({ RecordID($0) }) else {
                throw Hopeless("it names no network")
            }
            try await Pull(id, work, outside).run()
        }
        return [everyTime, one]
    }
}

extension Network {
    /// Every network that is or was followed.
    var followed: [Stored<FollowedNetwork>] {
        get throws {
            try commons.read(as: TakingActions.actor) {
                try $0.list(FollowedNetwork.self, Query(order: "name", limit: 1_000))
            }
        }
    }
}
