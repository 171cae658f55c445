// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension EventActions {
    static let papers = [add.kind, remove.kind]

    static let add = Action<Material, Material>("add_material", by: .officers, to: [.current]) {
        material, input, desk in
        material.fields = input.fields
        guard let event = try desk.find(Event.self, material.event) else {
            throw Problems("event", "not_found", Phrase("knowledge.problem.no_event"))
        }
        if let day = material.occurrence, !event.fields.occurrences.contains(where: { $0.day == day }) {
            throw Problems("occurrence", "not_found", Phrase("knowledge.problem.no_occurrence"))
        }
        if let link = material.link, !EventCheck.isAddress(link) {
            throw Problems("link", "no_address", Phrase("knowledge.problem.event.no_address"))
        }
        guard material.link != nil || !material.files.isEmpty else {
            throw Problems("files", "required", Phrase("knowledge.problem.no_material"))
        }
        material.seenBy = event.seenBy
    }

    static let remove = Action<Material, Nothing>(
        "remove_material", by: .officers, from: [.current], to: [.withdrawn]
    ) { material, _, _ in material.seenBy = .staff }
}

/// The papers of an event are read by whoever reads the event.
enum Papers {
    static func show(_ event: Stored<Event>, _ desk: any Desk) throws {
        var settled = event
        Event.settle(&settled, at: desk.moment)
        let all = try desk.list(
            Material.self, Query([.field("event", is: event.id), .state(.current)], limit: 10_000))
        for var material in all where material.seenBy != settled.seenBy {
            material.seenBy = settled.seenBy
            _ = try desk.save(material)
        }
    }
}
