// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// A small system with every kind of field: repairs that people report and officers make.
struct Repair: Record {
    enum Sort: String, Choice {
        typealias Base = Sort
        case lamp, road, bench
    }

    var title = ""
    var details: String?
    var sort = Sort.lamp
    var isUrgent = false
    var cost: Int?
    var length: Decimal?
    var lamps: Int?
    var seenOn: Day?
    var startsAt: Instant?
    var site: Geometry?
    var photos: [FileReference] = []
    var plan: [FileReference] = []
    var reporter: RecordID?
    var officer: RecordID?
    var phone: String?
    var note: String?
    var twin: RecordID?

    init() {}

    static let fields: Fields<Repair> = [
        .text("title", \.title, max: 80),
        .longText("details", \.details, max: 1_000),
        .choice("sort", \.sort),
        .flag("urgent", \.isUrgent),
        .money("cost", \.cost),
        .decimal("length", \.length, in: 0...1_000),
        .integer("lamps", \.lamps, in: 1...20),
        .day("seen_on", \.seenOn),
        .instant("starts_at", \.startsAt),
        .geometry("site", \.site),
        .files("photos", \.photos, max: 3),
        .person("reporter", \.reporter, privacy: .staff).derived(),
        .person("officer", \.officer, privacy: .staff),
        .text("phone", \.phone, max: 20, privacy: .personal),
        .text("note", \.note, privacy: .staff),
        .link("twin", \.twin, to: "repairs.repair"),
        .files("plan", \.plan, max: 1).taking(["application/pdf"]),
    ]

    static let kind = RecordKind(
        Repair.self, system: "repairs", name: "repair", plural: "repairs",
        states: ["reported", "assigned", "done"], readers: [.anyone, .party(field: "reporter")],
        list: ListShape(
            columns: ["title", "sort", "cost", "seen_on"],
            filters: ["sort", "seen_on", "phone"], order: "title", descending: false))

    static func publication(of repair: Stored<Repair>, at moment: Moment) -> Publication? {
        guard repair.state == "done" else { return nil }
        return Publication(
            kind: "repairs.repair", reference: repair.id.text, title: repair.title,
            summary: repair.details ?? "", status: "done", body: [:], documents: repair.photos)
    }
}

enum Repairs {
    /// What a repair may cost before somebody must be asked.
    struct Finish: Form {
        var cost = 0
        static let fields: Fields<Finish> = [.money("cost", \.cost)]
    }

    struct Assign: Form {
        var officer = RecordID.new(at: Instant(milliseconds: 0))
        var note: String?
        static let fields: Fields<Assign> = [
            .person("officer", \.officer), .text("note", \.note, privacy: .staff),
        ]
    }

    static let report = Action<Repair, Repair>("report", by: [.anyone], to: ["reported"]) {
        repair, input, desk in
        repair.fields = input.fields
        repair.reporter = desk.moment.actor.person
    }

    static let amend = Action<Repair, Repair>(
        "amend", by: [.role(.officer), .party(field: "reporter")], from: ["reported", "assigned"],
        isPartial: true, prefill: { repair, _ in repair?.fields ?? Repair() }
    ) { repair, input, _ in repair.fields.take(input.given, from: input.fields) }

    static let assign = Action<Repair, Assign>(
        "assign", by: [.role(.officer)], from: ["reported"], to: ["assigned"]
    ) { repair, input, desk in
        repair.officer = input.officer
        repair.note = input.note
        desk.cite("repairs.assignment")
    }

    static let finish = Action<Repair, Finish>(
        "finish", by: [.role(.officer)], from: ["assigned"], to: ["done"],
        unless: { repair, _ in repair.seenOn == nil ? Phrase("repairs.refusal.unseen") : nil }
    ) { repair, input, _ in repair.cost = input.cost }

    static let system = System(
        "repairs", records: [Repair.self],
        actions: [report.kind, amend.kind, assign.kind, finish.kind],
        published: [PublishedKind("repairs.repair", path: "/repairs", columns: [])])

    static let face = Face(
        system, routes: [], navigation: [Face.Entrance("repairs.title", "/repairs")],
        words: [.english: words])

    private static let words: [String: String] = {
        var words = [
            "repairs.title": "Repairs", "repairs.repair": "Repair",
            "repairs.repair.list": "Repairs",
            "repairs.repair.title": "What is broken", "repairs.repair.title.noun": "what is broken",
            "repairs.repair.details": "Details", "repairs.repair.sort": "Sort of thing",
            "repairs.repair.sort.noun": "the sort of thing",
            "repairs.repair.sort.lamp": "Street lamp", "repairs.repair.sort.road": "Road",
            "repairs.repair.sort.bench": "Bench", "repairs.repair.urgent": "Is it urgent?",
            "repairs.repair.cost": "Cost", "repairs.repair.length": "Length in metres",
            "repairs.repair.lamps": "Number of lamps", "repairs.repair.seen_on": "Seen on",
            "repairs.repair.starts_at": "Work starts", "repairs.repair.site": "Where it is",
            "repairs.repair.photos": "Photos", "repairs.repair.reporter": "Reported by",
            "repairs.repair.officer": "Officer", "repairs.repair.phone": "Telephone",
            "repairs.repair.plan": "Plan",
            "repairs.repair.note": "Note", "repairs.repair.twin": "The same as",
            "repairs.finish.cost": "Final cost", "repairs.finish.cost.noun": "the final cost",
            "repairs.refusal.unseen": "Nobody has seen it yet.",
        ]
        for (name, text, done) in [
            ("report", "Report something broken", "Reported"),
            ("amend", "Change the report", "Changed"),
            ("assign", "Assign it", "Assigned"), ("finish", "Finish it", "Finished"),
        ] {
            words["repairs.action.\(name)"] = text
            words["repairs.action.\(name).done"] = done
        }
        for state in ["reported", "assigned", "done"] {
            words["repairs.repair.state.\(state)"] = state.capitalized
        }
        return words
    }()
}
