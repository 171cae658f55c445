// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A page of another network's changes, as it answered one question.
struct IncomingPage {
    let changes: [IncomingChange]
    let reached: Int
    let origin: String
    /// Whether there is nothing after it.
    let isEnd: Bool

    /// - Parameters:
    ///   - after: what was asked for.
    ///   - origin: what the order of changes was known by; nil: nobody has asked before.
    /// - Throws: `Trouble` for a page that is none, or not the one that was asked for.
    init(
        _ json: JSON, after: Int, origin known: String?, at address: NetworkAddress, of kinds: Set<String>,
        now: Instant
    ) throws(Trouble) {
        guard let all = json["changes"]?.asArray, all.count <= OfferedFeed.largestPage,
            let reached = json["reached"]?.asInteger.map(Int.init), reached >= after,
            let end = json["end"]?.asInteger.map(Int.init),
            let origin = json["origin"]?.asString, origin.utf8.count <= 64,
            json["after"]?.asInteger == Int64(after)
        else { throw Trouble(.garbage, "a page of its changes is none") }
        guard json["address"]?.asString.flatMap(NetworkAddress.init) == address else {
            throw Trouble(.garbage, "it says that it is another network")
        }
        guard end >= after, known == nil || known == origin else {
            throw Trouble(.wentBack, "its changes end at \(end), and \(after) was reached before")
        }
        var changes: [IncomingChange] = []
        var last = after
        for one in all {
            let change = try IncomingChange(one, at: address, of: kinds, now: now)
            guard change.number > last, change.number <= reached else {
                throw Trouble(.garbage, "its changes are not in order")
            }
            last = change.number
            changes.append(change)
        }
        guard !changes.isEmpty || reached > after || end == after else {
            throw Trouble(.garbage, "it says that there is more, and gives nothing")
        }
        self.changes = changes
        self.reached = reached
        self.origin = origin
        isEnd = reached >= end
    }
}
