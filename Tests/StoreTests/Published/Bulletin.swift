// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit

/// A system that publishes, for tests of what is published.
struct Bulletin: Record {
    var reference = ""
    var title = ""
    var day: Day?
    var district = ""
    var pages = 0
    var place: Geometry?

    static let fields: Fields<Bulletin> = [
        .text("reference", \.reference), .text("title", \.title), .day("day", \.day),
        .text("district", \.district), .integer("pages", \.pages, in: 0...100_000),
        .geometry("place", \.place),
    ]

    static let kind = RecordKind(
        Bulletin.self, system: "press", name: "bulletin", plural: "bulletins",
        states: ["live", "closed", "withdrawn"], readers: [.anyone],
        list: ListShape(columns: ["reference"], order: "id"))

    static func publication(of bulletin: Stored<Bulletin>, at _: Moment) -> Publication? {
        if bulletin.state == "withdrawn" { return nil }
        return Publication(
            kind: "press.bulletin", reference: bulletin.reference, title: bulletin.title,
            summary: "", status: bulletin.state.rawValue, place: bulletin.place,
            day: bulletin.day,
            columns: [
                "district": .text(bulletin.district), "pages": .integer(Int64(bulletin.pages)),
            ], body: ["title": .string(bulletin.title)])
    }
}

/// Somebody's words, which may be taken back: a letter, or a reply to a bulletin.
struct ReadersLetter: Record {
    var title = ""
    var about: RecordID?

    static let fields: Fields<ReadersLetter> = [
        .text("title", \.title), .link("about", \.about, to: "press.bulletin"),
    ]

    static let kind = RecordKind(
        ReadersLetter.self, system: "press", name: "letter", plural: "letters",
        states: ["live", "torn"], readers: [.anyone],
        list: ListShape(columns: ["title"], order: "id"))

    static func publication(of letter: Stored<ReadersLetter>, at _: Moment) -> Publication? {
        if letter.state == "torn" { return nil }
        return Publication(
            kind: letter.about == nil ? "press.letter" : "press.reply", reference: "",
            title: letter.title, summary: "", status: letter.state.rawValue,
            columns: letter.about.map { ["about": $0.stored] } ?? [:], body: ["title": .string(letter.title)])
    }
}

/// Many at once: number `n` has the day `n` days after the first, and its title from `n`.
struct Bulletins: Form {
    var count = 0
    var title = ""
    static let fields: Fields<Bulletins> = [
        .integer("count", \.count, in: 0...10_000), .text("title", \.title),
    ]
}

enum Press {
    static let put = Action<Bulletin, Bulletin>("put", by: [.anyone], to: ["live"]) {
        bulletin, input, _ in bulletin.fields = input.fields
    }
    static let amend = Action<Bulletin, Bulletin>(
        "amend", by: [.anyone], from: ["live"], isPartial: true
    ) { bulletin, input, _ in bulletin.fields.take(input.given, from: input.fields) }
    static let close = Action<Bulletin, Nothing>(
        "close", by: [.anyone], from: ["live"], to: ["closed"]
    ) { _, _, _ in }
    static let withdraw = Action<Bulletin, Nothing>(
        "withdraw", by: [.anyone], from: ["live", "closed"], to: ["withdrawn"]
    ) { _, _, _ in }
    static let putMany = Action<Bulletin, Bulletins>("put_many", by: [.anyone], to: ["live"]) {
        first, input, desk in
        first.fields = Bulletin.numbered(0, input.title)
        for number in 1..<input.count {
            _ = try desk.create(
                Bulletin.numbered(number, input.title), in: number % 50 == 0 ? "closed" : "live")
        }
    }

    static let write = Action<ReadersLetter, ReadersLetter>(
        "write", by: [.anyone], to: ["live"]
    ) { letter, input, _ in letter.fields = input.fields }
    static let reword = Action<ReadersLetter, ReadersLetter>(
        "reword", by: [.anyone], from: ["live"], isPartial: true
    ) { letter, input, _ in letter.fields.take(input.given, from: input.fields) }
    static let tear = Action<ReadersLetter, Nothing>(
        "tear", by: [.anyone], from: ["live"], to: ["torn"]
    ) { _, _, _ in }

    static let system = System(
        "press", records: [Bulletin.self, ReadersLetter.self],
        actions: [
            put.kind, amend.kind, close.kind, withdraw.kind, putMany.kind, write.kind,
            reword.kind, tear.kind,
        ],
        published: [
            PublishedKind(
                "press.bulletin", path: "/register/press",
                columns: ["district", .integer("pages")]),
            PublishedKind("press.letter", path: "/register/press", columns: [], past: .asItIsNow),
            PublishedKind(
                "press.reply", path: "/register/press", columns: ["about"], partOf: "about"),
        ])
}

extension Bulletin {
    static func numbered(_ number: Int, _ title: String) -> Bulletin {
        var bulletin = Bulletin()
        bulletin.reference = "26/\(60_000 + number)"
        bulletin.title = number % 500 == 7 ? "\(title) rarely" : title
        bulletin.day = number % 10 == 9 ? nil : Day(iso: "2020-01-01")?.adding(days: number / 3)
        bulletin.district = number % 700 == 3 ? "Wicklow" : "Dublin"
        bulletin.pages = number
        bulletin.place = .point(
            Point(longitude: -8 + Double(number) / 10_000, latitude: 53 + Double(number) / 10_000))
        return bulletin
    }
}

/// A network whose tenants publish bulletins.
struct PressNetwork {
    let test: TestNetwork
    var register: Register { test.network.register }

    init(_ tenants: [String] = ["dlr"]) async throws {
        test = try TestNetwork([Press.system])
        for tenant in tenants { try await test.open(tenant, systems: ["press"]) }
    }

    @discardableResult
    func perform(
        _ action: ActionKind, in tenant: String = "dlr", on record: RecordID? = nil,
        _ input: Values = [:]
    ) async throws -> RecordID {
        let call = ActionCall(action, by: .visitor, on: record, input: input)
        let outcome = try await test.network.perform(call, for: tenant)
        test.clock.pass(seconds: 1)
        return outcome.row.id
    }

    /// Puts one and waits until it is published.
    @discardableResult
    func put(
        _ reference: String, _ title: String, day: String? = "2026-01-05",
        in tenant: String = "dlr", district: String = "Dublin", pages: Int = 1, at place: Point? = nil
    ) async throws -> RecordID {
        var bulletin = Bulletin()
        bulletin.reference = reference
        bulletin.title = title
        bulletin.day = day.flatMap { Day(iso: $0) }
        bulletin.district = district
        bulletin.pages = pages
        bulletin.place = place.map(Geometry.point)
        return try await perform(Press.put.kind, in: tenant, bulletin.values)
    }

    /// Writes a letter, or a reply to a bulletin.
    func write(
        _ title: String, about: RecordID? = nil, in tenant: String = "dlr"
    ) async throws -> RecordID {
        var letter = ReadersLetter()
        letter.title = title
        letter.about = about
        return try await perform(Press.write.kind, in: tenant, letter.values)
    }
}
