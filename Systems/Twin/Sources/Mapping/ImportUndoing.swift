// SPDX-License-Identifier: EUPL-1.2

/// Brings what an import wrote back to what it was just before: what was new is deleted, what was changed is
/// as it had been. What somebody has changed since is left as it is.
struct ImportUndoing: Sendable {
    let done: Import
    /// What each entity was just before the import, and what it was made.
    private let written: [EntityDifference]

    struct Result: Sendable {
        /// The ids of those that are deleted, set back, and left as they are.
        var deleted: [String] = []
        var restored: [String] = []
        var left: [String] = []

        var count: Int { deleted.count + restored.count }
    }

    /// - Parameter access: of whoever undoes it; what it does not cover stays.
    init(_ done: Import, in twin: Twin, _ access: TwinAccess) throws {
        self.done = done
        let contents = try twin.contentsNow()
        written = (0..<contents.ids.end).compactMap { number in
            contents.ids[number].flatMap { contents.written($0, by: done) }
        }.filter { difference in
            [difference.before, difference.after].allSatisfy { $0.map(access.covers) ?? true }
        }
    }

    /// Undoes it as part of an act.
    func apply(to draft: inout Draft) throws -> Result {
        var (result, back) = (Result(), [EntityDifference]())
        for difference in written {
            let (id, now) = (difference.id, draft.entity(difference.id))
            if EntityDifference.isSame(now, difference.before) { continue }
            let isUntouched = now?.modifiedAt == done.at || EntityDifference.isSame(now, difference.after)
            guard isUntouched, !draft.isPublished(id) else {
                result.left.append(id)
                continue
            }
            back.append(EntityDifference(id: id, before: now, after: difference.before))
            if difference.before == nil { result.deleted.append(id) } else { result.restored.append(id) }
        }
        _ = try BranchMerge(differences: back, preference: .base).apply(to: &draft)
        return result
    }

    /// What would come of it; nothing is done.
    func tried(on twin: Twin, at now: Stamp) throws -> Result {
        var draft = Draft(twin, at: now, by: "")
        return try apply(to: &draft)
    }
}

extension EntityDifference {
    /// Whether two states of an entity say the same, whenever it was said. Nil: it is not there.
    fileprivate static func isSame(_ one: Entity?, _ other: Entity?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return !EntityDifference(id: one.id, before: one, after: other).isReal
    }
}

extension Contents {
    /// What an import made of an entity; nil: it did nothing to it, or it is forgotten what.
    fileprivate func written(_ id: String, by done: Import) -> EntityDifference? {
        // What was not touched since before it was not touched by it.
        if let standing = entity(id), standing.modifiedAt < done.at { return nil }
        if let horizon = horizon(of: typesRemembered(of: id)), done.before < horizon { return nil }
        let (before, after) = (remembered(id, asOf: done.before), remembered(id, asOf: done.at))
        if before == nil, after == nil { return nil }
        let difference = EntityDifference(id: id, before: before, after: after)
        return difference.isReal ? difference : nil
    }
}
