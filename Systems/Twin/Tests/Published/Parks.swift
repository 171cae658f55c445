// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// A system nobody wrote for the twin, with a field of each kind: trees of a town's parks.
struct Tree: Record {
    enum Sort: String, Choice { case oak, lime }

    var name = ""
    var about: String?
    var code: String?
    var language: String?
    var height: Decimal?
    var age: Int?
    var sort: Sort?
    var isOld: Bool?
    var plantedOn: Day?
    var type: String?
    var place: Geometry?
    var park: RecordID?
    var log: JSON?
    var keeper: RecordID?
    var keeperName: String?
    var note: String?

    static let fields: Fields<Tree> = [
        .text("name", \.name), .longText("about", \.about), .text("code", \.code),
        .text("language", \.language, max: 12), .decimal("height", \.height, in: 0...200),
        .integer("age", \.age, in: 0...5_000), .choice("sort", \.sort), .flag("is_old", \.isOld),
        .day("planted_on", \.plantedOn), .text("type", \.type), .geometry("place", \.place),
        .link("park", \.park, to: "parks.park"), .json("log", \.log), .person("keeper", \.keeper),
        .text("keeper_name", \.keeperName, privacy: .personal), .text("note", \.note, privacy: .staff),
    ]

    static let kind = RecordKind(
        Tree.self, system: "parks", name: "tree", plural: "trees",
        states: ["growing", "felled", "hidden"], readers: [.role(.officer), .party(field: "keeper")],
        list: ListShape(columns: ["name"], order: "id"),
        found: ["name", "about"],
        linked: LinkedTerms(["schema:Place"], names: ["about": "dct:description"], codes: ["code"]))

    /// What is in `publicFields` is public, the name of the keeper among it.
    static let publicFields = fields.map(\.description).filter { !["note", "keeper"].contains($0.name) }

    static func publication(of tree: Stored<Tree>, at _: Moment) -> Publication? {
        guard tree.state != "hidden" else { return nil }
        let values = tree.fields.values
        let members = publicFields.map { ($0.name, $0.json(values[$0.name] ?? .null)) }
        return Publication(
            kind: "parks.tree", reference: "", title: tree.name, summary: tree.about ?? "",
            status: tree.state.rawValue, place: tree.place, day: tree.plantedOn,
            body: .object(JSONObject(members)))
    }
}

/// Words that may be taken back, as are those of most people.
struct Wish: Record {
    var words = ""
    var isForAll: Bool?

    static let fields: Fields<Wish> = [.longText("words", \.words), .flag("for_all", \.isForAll)]

    static let kind = RecordKind(
        Wish.self, system: "parks", name: "wish", plural: "wishes", states: ["said"],
        readers: [.role(.officer)], list: ListShape(columns: ["words"], order: "id"))

    static func publication(of wish: Stored<Wish>, at _: Moment) -> Publication? {
        Publication(
            kind: wish.isForAll == true ? "parks.wish" : "parks.shared_wish", reference: "", title: "",
            summary: "", status: "said", body: ["words": .string(wish.words)])
    }
}

/// How many trees are planted at once.
struct Planting: Form {
    var count = 0
    static let fields: Fields<Planting> = [.integer("count", \.count, in: 0...10_000)]
}

enum Parks {
    static let plant = Action<Tree, Tree>("plant", by: [.anyone], to: ["growing"]) { tree, input, _ in
        tree.fields = input.fields
    }
    static let plantMany = Action<Tree, Planting>("plant_many", by: [.anyone], to: ["growing"]) {
        tree, input, desk in
        tree.name = "Tree 0"
        for number in 1..<input.count {
            var other = Tree()
            other.name = "Tree \(number)"
            _ = try desk.create(other, in: "growing")
        }
    }
    static let tend = Action<Tree, Tree>("tend", by: [.anyone], from: ["growing"], isPartial: true) {
        tree, input, _ in tree.fields.take(input.given, from: input.fields)
    }
    static let hide = Action<Tree, Nothing>("hide", by: [.anyone], from: ["growing"], to: ["hidden"]) {
        _, _, _ in
    }
    static let show = Action<Tree, Nothing>("show", by: [.anyone], from: ["hidden"], to: ["growing"]) {
        _, _, _ in
    }
    static let wish = Action<Wish, Wish>("wish", by: [.anyone], to: ["said"]) { wish, input, _ in
        wish.fields = input.fields
    }
    static let reword = Action<Wish, Wish>("reword", by: [.anyone], from: ["said"], isPartial: true) {
        wish, input, _ in wish.fields.take(input.given, from: input.fields)
    }

    static let system = System(
        "parks", records: [Tree.self, Wish.self],
        actions: [
            plant.kind, plantMany.kind, tend.kind, hide.kind, show.kind, wish.kind, reword.kind,
        ],
        published: [
            PublishedKind("parks.tree", path: "/parks", page: "/parks/:tenant/:record", columns: []),
            PublishedKind("parks.wish", path: "/parks", columns: [], past: .asItIsNow),
            PublishedKind(
                "parks.shared_wish", of: "parks.wish", audience: .members, path: "/parks", columns: []),
        ])
}

/// What the commons know of a town.
struct Town: Record {
    var slug = ""
    var summary: String?

    static let fields: Fields<Town> = [.text("slug", \.slug, max: 63), .longText("summary", \.summary)]

    static let kind = RecordKind(
        Town.self, system: "gazetteer", name: "town", plural: "towns", states: ["known", "struck"],
        readers: [.anyone], list: ListShape(columns: ["slug"], order: "id"),
        linked: LinkedTerms(
            names: ["summary": "dct:description"],
            about: LinkedTerms.About(field: "slug", in: ["known"], page: "/towns/:slug", isTenant: true)))
}

enum Gazetteer {
    static let know = Action<Town, Town>("know", by: [.anyone], to: ["known"]) { town, input, _ in
        town.fields = input.fields
    }
    static let strike = Action<Town, Nothing>("strike", by: [.anyone], from: ["known"], to: ["struck"]) {
        _, _, _ in
    }
    static let system = System(
        "gazetteer", isCommons: true, records: [Town.self], actions: [know.kind, strike.kind])
}
