// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Entities that are linked from those that were asked for (GS CIM 009, 4.5.23).
extension Call {
    /// How linked entities are shown: nil, not at all.
    func joining() throws(TwinProblem) -> (isFlat: Bool, level: Int)? {
        let level = try number("joinLevel", in: 1...Int.max)
        guard level ?? 1 <= Self.deepest else {
            throw TwinProblem(
                .tooComplexQuery, "A joinLevel is at most \(Self.deepest).", at: pointer("joinLevel"),
                clause: "4.5.23")
        }
        switch parameters["join"] {
        case nil, "@none":
            // A level without a join is of no use, and harms nobody.
            return nil
        case "inline": return (false, level ?? 1)
        case "flat": return (true, level ?? 1)
        default: throw .bad("“join” is inline, flat or @none.", at: pointer("join"), clause: "4.5.23")
        }
    }

    /// Finds linked entities within what is opened, but those that contain the reader's way here.
    func linked(at moment: Stamp?) -> @Sendable (String) -> Entity? {
        let passed = Set((parameters["containedBy"] ?? "").split(separator: ",").map(String.init))
        let (twin, access, now) = (twin, access, now)
        return { id in
            guard !passed.contains(id) else { return nil }
            let entity = try? moment.map { try twin.entity(id, asOf: $0) } ?? twin.entity(id, at: now)
            return entity.flatMap { access.covers($0) ? $0 : nil }
        }
    }

    /// How far linked entities may be away.
    private static let deepest = 16

    /// How entities are shown where those they lead to are shown in their place.
    func linking(_ representation: Representation, at moment: Stamp?) throws -> Representation {
        guard let joining = try joining(), !joining.isFlat else { return representation }
        var linking = representation
        linking.joining = .init(level: joining.level, find: Linking.limited(edited(linked(at: moment))))
        return linking
    }

    /// The entities that are shown beside those that lead to them.
    func reached(
        from entities: [Entity], _ representation: Representation, at moment: Stamp?
    ) throws -> [Linking.Reached] {
        guard let joining = try joining(), joining.isFlat else { return [] }
        return Linking.reached(
            from: entities, shownAs: representation, level: joining.level,
            Linking.limited(edited(linked(at: moment))))
    }
}
