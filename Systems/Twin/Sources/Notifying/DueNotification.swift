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
        case change(EntityChange, Place)
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

    func isOld(at now: Stamp) -> Bool { now.microseconds - since.microseconds > Self.longest }

    /// Its place; nil of what is told at intervals.
    // Not inlined: the optimiser of Swift 6.3 fails over it (CopyPropagation, “Found ownership error”).
    @inline(never) var place: Place? {
        switch content {
        case .change(_, let place): place
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
        let rest = place.map { "\($0.line)-\($0.index)" } ?? relayMark ?? "t\(since.microseconds)"
        return "urn:ngsi-ld:Notification:\(name)-\(rest)"
    }
}
