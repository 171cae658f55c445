// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Store
import TestKit
import Web

/// A system for tests of the API: a record with every kind of field, and one for staff alone.
struct Plot: Record {
    enum Use: String, Choice {
        typealias Base = Use
        case garden, orchard, path
    }

    var reference = ""
    var notes: String?
    var trees = 0
    var area: Decimal?
    var rent: Int?
    var isOpen: Bool?
    var use: Use?
    var since: Day?
    var visitedAt: Instant?
    var site: Geometry?
    var neighbour: RecordID?
    var keeper: RecordID?
    var phone: String?
    var papers: [FileReference] = []
    var log: JSON?

    static let fields: Fields<Plot> = [
        .text("reference", \.reference, max: 40), .longText("notes", \.notes, max: 500),
        .integer("trees", \.trees, in: 0...10_000), .decimal("area", \.area, in: 0...100_000),
        .money("rent", \.rent, in: 0...1_000_000), .flag("open", \.isOpen),
        .choice("use", \.use), .day("since", \.since), .instant("visited_at", \.visitedAt),
        .geometry("site", \.site), .link("neighbour", \.neighbour, to: "parish.plot"),
        .person("keeper", \.keeper), .text("phone", \.phone, max: 30, privacy: .personal),
        .files("papers", \.papers, max: 3), .json("log", \.log),
    ]

    static let kind = RecordKind(
        Plot.self, system: "parish", name: "plot", plural: "plots",
        states: ["kept", "left"], readers: [.anyone],
        list: ListShape(
            columns: ["reference", "use"],
            filters: ["reference", "trees", "area", "open", "use", "since", "visited_at", "keeper"],
            order: "since"),
        indexes: [["reference"]])

    static func publication(of plot: Stored<Plot>, at _: Moment) -> Publication? {
        guard plot.state == "kept" else { return nil }
        return Publication(
            kind: "parish.plot", reference: plot.reference, title: "Plot \(plot.reference)",
            summary: plot.notes ?? "", status: plot.state.rawValue, place: plot.site,
            day: plot.since,
            columns: [
                "use": plot.use.stored, "trees": .integer(Int64(plot.trees)),
            ], body: ["reference": .string(plot.reference)], documents: plot.papers)
    }
}

/// What only officers read.
struct Complaint: Record {
    var text = ""
    static let fields: Fields<Complaint> = [.longText("text", \.text, max: 1_000)]
    static let kind = RecordKind(
        Complaint.self, system: "parish", name: "complaint", plural: "complaints",
        states: ["open", "closed"], readers: [.role(.officer)],
        list: ListShape(columns: ["text"], order: "id"))
}

enum Parish {
    static let keep = Action<Plot, Plot>("keep", by: [.role(.officer)], to: ["kept"]) {
        plot, input, _ in plot.fields = input.fields
    }
    static let amend = Action<Plot, Plot>(
        "amend", by: [.role(.officer)], from: ["kept"], isPartial: true
    ) { plot, input, _ in plot.fields.take(input.given, from: input.fields) }
    static let leave = Action<Plot, Nothing>(
        "leave", by: [.role(.manager), .role(.officer)], from: ["kept"], to: ["left"],
        unless: { plot, _ in plot.trees > 5_000 ? Phrase("refusal.form_expired") : nil }
    ) { _, _, _ in }
    static let sweep = Action<Plot, Nothing>("sweep", by: [.system("clock")], from: ["kept"]) {
        _, _, _ in
    }
    static let complain = Action<Complaint, Complaint>("complain", by: [.anyone], to: ["open"]) {
        complaint, input, _ in complaint.fields = input.fields
    }
    static let close = Action<Complaint, Nothing>(
        "close", by: [.role(.manager)], from: ["open"], to: ["closed"]
    ) { _, _, _ in }

    static let system = System(
        "parish", records: [Plot.self, Complaint.self],
        actions: [keep.kind, amend.kind, leave.kind, sweep.kind, complain.kind, close.kind],
        published: [
            PublishedKind("parish.plot", path: "/register/parish", columns: ["use", .integer("trees")])
        ])

    static let face = Face(system, routes: [], words: [.english: words])

    /// Its words: every field is called by its name.
    private static let words: [String: String] = {
        var words: [String: String] = ["parish.title": "Parish"]
        for kind in [Plot.kind, Complaint.kind] {
            for field in kind.fields { words["\(kind.key).\(field.name)"] = field.name.capitalized }
        }
        for action in system.actions {
            words["\(action.system).action.\(action.name)"] = action.name.capitalized
        }
        return words
    }()
}

/// A parish in a network, with its API.
struct ParishNetwork {
    let test: TestNetwork
    let client: TestClient
    static let plots = "/api/t/dlr/parish/plots"

    init() async throws {
        test = try TestNetwork(
            [Parish.system], faces: [Parish.face], derived: APIRoutes.all(for: [Parish.face]))
        client = test.client()
        try await test.open("dlr", systems: ["parish"])
        try await test.open("fingal", systems: ["parish"])
        try await test.open("kerry")
    }

    func officer(in tenant: String = "dlr") async throws -> String {
        try await test.token("Olive \(tenant)", in: tenant, roles: [.officer])
    }

    /// Makes a plot and answers with its path.
    func plot(_ token: String, _ more: JSONObject = [:]) async -> String {
        var body: JSONObject = ["reference": "A1", "trees": 3]
        for (name, value) in more { body[name] = value }
        let answer = await client.api(.post, "\(Self.plots)/keep", .object(body), token: token)
        return answer.header("location") ?? "\(answer.status) \(answer.text)"
    }
}
