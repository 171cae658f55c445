// SPDX-License-Identifier: EUPL-1.2

/// A notification that somebody was promised: what it is of, and where in the ledger that stands.
struct DueNotification: Sendable {
    /// One change of an entity: the line of the ledger, and which of the line's changes it is.
    struct Place: Sendable, Comparable {
        let line: Int
        let index: Int

        static func < (one: Place, other: Place) -> Bool {
            (one.line, one.index) < (other.line, other.index)
        }
    }

    enum Content: Sendable {
        /// Changes in their order, none of them of the same entity, and where the first and the last stand.
        case changes([EntityChange], Place, Place)
        /// What is told at intervals.
        case entities([Entity])
        /// Context sources (5.11.7); without a place: at intervals.
        case sources([Registration], SourceReason, Place?)
        /// What a source told: under what it is kept, and which part of it this is.
        case relayed([EntityChange], String, Int)
    }

    /// Why it is told of sources (5.3.3).
    enum SourceReason: String, Sendable { case newlyMatching, updated, noLongerMatching }

    let content: Content
    /// When what it tells of happened.
    let since: Stamp

    /// After how long it is given up where nobody answers, in microseconds.
    static let longest: Int64 = 24 * 3_600 * 1_000_000

    init(content: Content, since: Stamp) { (self.content, self.since) = (content, since) }

    init(_ change: EntityChange, at place: Place) {
        self.init(content: .changes([change], place, place), since: change.at)
    }

    /// Changes that wait together, as one; nil: what waits is something else.
    init?(together all: [DueNotification]) {
        var changes: [EntityChange] = []
        for due in all {
            guard case .changes(let more, _, _) = due.content else { return nil }
            changes += more
        }
        guard let last = all.last, let first = all.first?.firstPlace, let end = last.place else { return nil }
        self.init(content: .changes(changes, first, end), since: last.since)
    }

    /// As how many it waited.
    var count: Int { if case .changes(let changes, _, _) = content { changes.count } else { 1 } }

    func isOld(at now: Stamp) -> Bool { now.microseconds - since.microseconds > Self.longest }

    /// Where what it tells of begins.
    private var firstPlace: Place? { if case .changes(_, let first, _) = content { first } else { place } }

    /// Where what it tells of ends; nil of what is told at intervals.
    // Not inlined: the optimiser of Swift 6.3 fails over it (CopyPropagation, “Found ownership error”).
    @inline(never) var place: Place? {
        switch content {
        case .changes(_, _, let last): last
        case .sources(_, _, let place): place
        case .entities, .relayed: nil
        }
    }

    /// Under what it is kept, where a source told it.
    var relayKey: String? {
        if case .relayed(_, let key, _) = content { key } else { nil }
    }

    /// What tells it from all else that sources told; nil: none did.
    var relayMark: String? {
        guard case .relayed(_, let key, let part) = content else { return nil }
        return "r\(key.split(separator: "/").last ?? "")-\(part)"
    }

    /// The same however often it is sent, so that whoever hears it twice can tell (5.3.1).
    func id(of subscription: String) -> String {
        let name =
            EntityHistory.base(subscription, .init(name: "", datasetId: nil))
            .split(separator: ":").last ?? ""
        let mark = relayMark ?? "t\(since.microseconds)"
        // Where several are told at once, the same several: others would be another notification.
        let places = (count > 1 ? [firstPlace, place] : [place]).compactMap { $0 }
        let rest = places.flatMap { [String($0.line), String($0.index)] }.joined(separator: "-")
        return "urn:ngsi-ld:Notification:\(name)-\(rest.isEmpty ? mark : rest)"
    }
}
