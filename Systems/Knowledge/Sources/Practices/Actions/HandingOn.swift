// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Things that organisations work with, and hand on.
extension PracticeActions {
    static let things = [
        keep.kind, revise.kind, retire.kind, offer.kind, takeUpdate.kind, tellUpdate.kind,
    ]

    static let keep = Action<Thing, Thing>(
        "keep_thing", by: .officers + [.system("import")], to: [.inUse]
    ) { thing, input, _ in
        thing.fields.take(["name", "sort", "text"], from: input.fields)
        try check(thing.fields)
    }

    /// Another edition. Where it is shared as a practice, whoever took it over is told.
    static let revise = Action<Thing, Thing>(
        "revise_thing", by: .officers, from: [.inUse],
        prefill: { thing, _ in thing?.fields ?? Thing() }
    ) { thing, input, desk in
        thing.fields.take(["name", "sort", "text"], from: input.fields)
        thing.edition += 1
        if thing.origin != nil { thing.isOurs = true }
        try check(thing.fields)
        for var practice in try desk.list(
            Practice.self, Query([.field("thing", is: thing.id)], limit: 1_000))
        {
            practice.fields.bring(thing)
            _ = try desk.save(practice)
        }
    }

    static let retire = Action<Thing, Nothing>(
        "retire_thing", by: .officers, from: [.inUse], to: [.retired]
    ) { _, _, _ in }

    /// Offers it to everybody, as a practice.
    static let offer = Action<Thing, Practice>(
        "offer_thing", by: .officers + [.system("import")], from: [.inUse],
        prefill: { thing, _ in
            var practice = Practice()
            practice.title = thing?.name ?? ""
            return practice
        }
    ) { thing, input, desk in
        let there = [Query.Filter.field("thing", is: thing.id), .state(.draft, .shared)]
        guard try desk.list(Practice.self, Query(there, limit: 1)).isEmpty else {
            throw Refusal.notNow(Phrase("knowledge.refusal.offered"))
        }
        var practice = input.fields
        practice.bring(thing)
        _ = try desk.create(practice, in: .shared)
    }

    /// Takes over the edition its origin has by now, in the place of ours.
    static let takeUpdate = Action<Thing, Nothing>(
        "take_update", by: .officers, from: [.inUse]
    ) { thing, _, desk in
        guard let (origin, practice) = thing.fields.source,
            let there = try OfferedThing(practice, of: origin, desk)
        else { throw Refusal.notNow(Phrase("knowledge.refusal.no_update")) }
        guard there.edition > thing.originEdition ?? 0 else {
            throw Refusal.notNow(Phrase("knowledge.refusal.no_update"))
        }
        (thing.text, thing.originEdition, thing.isOurs) = (there.text, there.edition, nil)
        thing.edition += 1
    }

    /// Whoever took it over is told of a newer edition, once.
    static let tellUpdate = Action<Thing, Nothing>(
        "tell_update", by: [.system("clock")], from: [.inUse], isInternal: true
    ) { thing, _, desk in
        guard let (origin, practice) = thing.fields.source,
            let there = try OfferedThing(practice, of: origin, desk)
        else { return }
        thing.toldEdition = there.edition
        let adoption = try desk.list(
            Adoption.self, Query([.field("practice", is: practice)], limit: 1)).first
        guard let owner = adoption?.owner else { return }
        try desk.notify(
            Notice(
                to: owner, Phrase("knowledge.notice.update", ["practice": thing.name]),
                path: "/t/\(desk.moment.tenant.slug)/knowledge/things/\(thing.id.text)"))
    }

    /// An overlay is JSON, or it is none.
    private static func check(_ thing: Thing) throws {
        guard thing.sort == .ruleOverlay else { return }
        if (try? JSON(parsing: Array(thing.text.utf8))) == nil {
            throw Problems("text", "not_json", Phrase("knowledge.problem.overlay"))
        }
    }
}

extension Practice {
    /// Has a thing come with it, as it stands.
    mutating func bring(_ thing: Stored<Thing>) {
        (self.thing, thingSort) = (thing.id, thing.sort)
        (thingText, thingEdition) = (thing.text, thing.edition)
    }
}

extension Thing {
    /// The tenant and the practice it was taken over from.
    var source: (origin: String, practice: RecordID)? {
        if let origin, let practice { (origin, practice) } else { nil }
    }
}

/// What another tenant offers with a practice.
struct OfferedThing {
    let sort: Thing.Sort
    let text: String
    let edition: Int

    /// Nil if nothing comes with the practice, or it is not shared any more.
    init?(_ practice: RecordID, of origin: String, _ desk: any Desk) throws {
        guard let publication = try desk.published(practice, by: origin) else { return nil }
        self.init(publication)
    }

    init?(_ publication: Publication) {
        guard publication.kind == PublishedKind.practice.name,
            let sort = publication.body["thingSort"]?.asString.flatMap(Thing.Sort.init(rawValue:)),
            let text = publication.body["thingText"]?.asString,
            let edition = publication.body["thingEdition"]?.asInteger
        else { return nil }
        (self.sort, self.text, self.edition) = (sort, text, Int(edition))
    }
}
