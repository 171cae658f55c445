// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done with guides: written, published, commented on, filled in.
enum GuideActions {
    static let all = writing + sectioning + editing + rounds + commenting + sheets

    /// The most sections of an edition.
    static let mostSections = 300

    /// The sections of an edition, in their order.
    static func sections(of edition: RecordID, _ desk: any Desk) throws -> [Stored<Section>] {
        try desk.list(
            Section.self,
            Query(
                [.field("edition", is: edition), .init("state", .notEqual, .text(State.removed.rawValue))],
                order: "position", limit: mostSections * 2))
    }

    static func guide(_ id: RecordID, _ desk: any Desk) throws -> Stored<Guide> {
        guard let guide = try desk.find(Guide.self, id) else { throw Refusal.notFound }
        return guide
    }

    /// Puts an edition, and every section of it, in a state, to be read by so many.
    static func put(
        _ edition: inout Stored<Edition>, in state: State, for reach: Reach, key: String? = nil,
        _ desk: any Desk, also change: (inout Stored<Section>) -> Void = { _ in }
    ) throws {
        (edition.state, edition.seenBy, edition.key) = (state, reach, key)
        for var section in try sections(of: edition.id, desk) {
            (section.state, section.seenBy, section.key) = (state, reach, key)
            change(&section)
            _ = try desk.save(section)
        }
    }

    /// Tells a guide's owner, unless it is they who act.
    static func tellOwner(
        of guide: Stored<Guide>, _ key: String, _ path: String, _ desk: any Desk,
        _ more: [String: String] = [:]
    ) throws {
        guard let owner = guide.owner, owner != desk.moment.actor.person else { return }
        let values = ["guide": guide.title].merging(more) { _, own in own }
        try desk.notify(
            Notice(
                to: owner, Phrase(key, values),
                path: "/t/\(desk.moment.tenant.slug)/knowledge/\(path)"))
    }
}
