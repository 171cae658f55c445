// SPDX-License-Identifier: EUPL-1.2

/// That an entity is what a record of the tenant shows to everyone, and what may be shown of its past
/// (decision 0010). Entities get it by being written under its name, and keep it once the record is
/// withdrawn: the id is the record's then, too.
enum PublishedMark: String, Sendable {
    /// What it said before stays to be read, as long as the record is public.
    case kept = "system:published"
    /// What it said before is never shown: at any moment it says what it says now.
    case asItIsNow = "system:published:now"

    /// What may be shown of an entity that bore the mark.
    /// - Parameters:
    ///   - standing: as it is now; nil: it was withdrawn, and nobody is shown anything of it any more.
    ///   - then: as it was.
    static func shown(_ mark: PublishedMark?, standing: Entity?, then: Entity?) -> Entity? {
        guard let mark else { return then }
        guard let standing, then != nil else { return nil }
        return mark == .kept ? then : standing
    }
}

extension Contents {
    /// An entity as it was at a moment, of what may be shown.
    func entity(_ id: String, asOf moment: Stamp) -> Entity? {
        PublishedMark.shown(
            mark(of: id), standing: entity(id), then: remembered(id, asOf: moment))
    }

    /// An entity as it was at a moment, whoever may be shown it.
    func remembered(_ id: String, asOf moment: Stamp) -> Entity? {
        (remembered(id) ?? EntityHistory()).entity(entity(id), id: id, at: moment)
    }

    /// What an entity has been, of what may be shown.
    func past(_ id: String) -> EntityHistory? { numbers[id].flatMap { past(at: $0) } }

    func past(at number: Int) -> EntityHistory? {
        switch published[number] {
        case nil: pasts[number]
        case .kept: shelf[number] == nil ? nil : pasts[number]
        case .asItIsNow: nil
        }
    }

    /// Whether nothing of an entity may be shown any more.
    func isWithdrawn(_ id: String) -> Bool { mark(of: id) != nil && entity(id) == nil }

    func mark(of id: String) -> PublishedMark? { numbers[id].flatMap { published[$0] } }

    /// The ids of what is published, as it stands.
    var publishedIDs: [String] {
        (0..<ids.end).compactMap { published[$0] != nil && shelf[$0] != nil ? ids[$0] : nil }
    }
}
