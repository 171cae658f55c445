// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit

/// A record with one field of every kind, for tests of the store.
struct Sample: Record {
    enum Colour: String, Choice {
        typealias Base = Colour
        case red, green, blue
    }

    var name = ""
    var remark: String?
    var count: Int?
    var weight: Decimal?
    var fee: Int?
    var isFragile: Bool?
    var colour: Colour?
    var takenOn: Day?
    var takenAt: Instant?
    var place: Geometry?
    var parent: RecordID?
    var owner: RecordID?
    var files: [FileReference] = []
    var notes: JSON?
    var phone: String?
    var hint: String?

    static let fields: Fields<Sample> = [
        .text("name", \.name), .longText("remark", \.remark),
        .integer("count", \.count, in: -1_000...1_000_000),
        .decimal("weight", \.weight, in: -1_000_000...1_000_000), .money("fee", \.fee),
        .flag("fragile", \.isFragile), .choice("colour", \.colour), .day("taken_on", \.takenOn),
        .instant("taken_at", \.takenAt), .geometry("place", \.place),
        .link("parent", \.parent, to: "lab.sample"), .person("owner", \.owner),
        .files("files", \.files), .json("notes", \.notes),
        .text("phone", \.phone, privacy: .personal), .text("hint", \.hint, privacy: .staff),
    ]

    static let kind = RecordKind(
        Sample.self, system: "lab", name: "sample", plural: "samples",
        states: ["open", "shown", "closed"],
        readers: [.role(.officer), .role(.auditor), .party(field: "owner")],
        list: ListShape(columns: ["name"], order: "name", descending: false),
        indexes: [["owner"]])

    static func publication(of sample: Stored<Sample>, at moment: Moment) -> Publication? {
        guard sample.state == "shown" else { return nil }
        return Publication(
            kind: "lab.sample", reference: sample.name, title: sample.name,
            summary: sample.remark ?? "", status: "on \(moment.today)",
            place: sample.place, day: sample.takenOn, body: ["name": .string(sample.name)],
            documents: sample.files)
    }

    /// The document of every full sample; a lab's tenants have it.
    static let document = Array("%PDF-1.7\nA small plan\n%%EOF\n".utf8)

    /// One with every field filled.
    static func full(_ name: String = "First", owner: RecordID? = nil) -> Sample {
        var sample = Sample()
        sample.name = name
        sample.remark = "Two\nlines"
        sample.count = 7
        sample.weight = Decimal(string: "12.345")
        sample.fee = 65_00
        sample.isFragile = true
        sample.colour = .green
        sample.takenOn = Day(iso: "2026-01-05")
        sample.takenAt = Instant(iso: "2026-01-05T10:00:00Z")
        sample.place = .point(Point(longitude: -6.25, latitude: 53.35))
        sample.parent = RecordID("0192f000-0000-7000-8000-000000000001")
        sample.owner = owner
        sample.files = [
            FileReference(
                digest: Digest.of(document), name: "plan.pdf", type: "application/pdf",
                size: document.count, label: "plan")
        ]
        sample.notes = ["a": [1, 2]]
        sample.phone = "085 111 2222"
        sample.hint = "mind the step"
        return sample
    }
}

/// What another tenant wrote.
struct Greeting: Record {
    var sender = ""
    var text = ""
    /// The sender's own record of it.
    var own: RecordID?
    static let fields: Fields<Greeting> = [
        .text("sender", \.sender), .text("text", \.text), .link("own", \.own, to: "lab.sample"),
    ]
    static let kind = RecordKind(
        Greeting.self, system: "lab", name: "greeting", plural: "greetings", states: ["received"],
        readers: [.role(.officer)], list: ListShape(columns: ["text"], order: "id"))
}
