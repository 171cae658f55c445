// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// Something a town deals with. Each act leaves its mark on it, so that it can be counted.
struct Matter: Record {
    var title = ""
    var mark = ""
    var amount = 0
    var openedOn: Day?
    /// Days between which it rested: `2026-01-12/2026-01-14,2026-02-01/`.
    var rests = ""
    var dueOn: Day?

    static let fields: Fields<Matter> = [
        .text("title", \.title), .text("mark", \.mark), .integer("amount", \.amount, in: 0...1_000_000),
        .day("opened_on", \.openedOn), .longText("rests", \.rests), .day("due_on", \.dueOn),
    ]

    static let kind = RecordKind(
        Matter.self, system: "town", name: "matter", plural: "matters",
        states: ["open", "resting", "closed"], readers: [.role(.officer)],
        list: ListShape(columns: ["title"], order: "id"))

    /// Ten working days from the day after it was opened, without those on which it rested.
    static func settle(_ matter: inout Stored<Matter>, at moment: Moment) {
        guard let openedOn = matter.openedOn, let period = try? moment.rules[.answer, on: openedOn]
        else { return }
        var clock = Reckoning(moment.calendar, explaining: false)
        clock.start(on: openedOn, counting: .theDayAfter, saying: "opened")
        clock.add(period)
        for rest in matter.rests.split(separator: ",") {
            let days = rest.split(separator: "/").map { Day(iso: String($0)) }
            if let from = days.first ?? nil { clock.pause(from: from, saying: "rests") }
            if days.count == 2, let until = days[1] { clock.resume(on: until, saying: "goes on") }
        }
        matter.dueOn = clock.dueOn
    }

    static func publication(of matter: Stored<Matter>, at _: Moment) -> Publication? {
        guard matter.state != "closed" else { return nil }
        return Publication(
            kind: "town.matter", reference: matter.mark, title: matter.title, summary: "",
            status: matter.state.rawValue, day: matter.openedOn, body: ["mark": .string(matter.mark)])
    }
}

/// What has come of a letter, a job or a day.
struct Receipt: Record {
    var sender = ""
    var mark = ""
    /// The sender's own matter.
    var own: RecordID?
    static let fields: Fields<Receipt> = [
        .text("sender", \.sender), .text("mark", \.mark), .link("own", \.own, to: "town.matter"),
    ]
    static let kind = RecordKind(
        Receipt.self, system: "town", name: "receipt", plural: "receipts", states: ["kept"],
        readers: [.role(.officer)], list: ListShape(columns: ["mark"], order: "id"))
}

extension RuleKey<Period> {
    static let answer = RuleKey("answer")
}

/// The system the simulated tenants have, and the law. Made once for all runs.
struct Town: Sendable {
    let chores = Chores()
    let law: Law
    let shape: NetworkShape

    init() throws {
        law = try Self.law()
        shape = NetworkShape([.network, Self.system(chores)], { World.beginning })
    }

    static let officers: [Grant] = [.role(.officer)]

    struct Said: Form {
        var mark = ""
        var title = ""
        var amount = 0
        /// To whom a letter goes; how a job goes.
        var to = ""
        static let fields: Fields<Said> = [
            .text("mark", \.mark), .text("title", \.title), .integer("amount", \.amount, in: 0...1_000_000),
            .text("to", \.to),
        ]
    }

    static let open = Action<Matter, Said>("open", by: officers, to: ["open"]) { matter, said, desk in
        matter.openedOn = desk.moment.today
        try note(said, on: &matter)
    }
    static let amend = Action<Matter, Said>("amend", by: officers, from: ["open", "resting"]) {
        matter, said, _ in try note(said, on: &matter)
    }
    static let rest = Action<Matter, Said>("rest", by: officers, from: ["open"], to: ["resting"]) {
        matter, said, desk in
        try note(said, on: &matter)
        matter.rests += (matter.rests.isEmpty ? "" : ",") + "\(desk.moment.today)/"
    }
    static let goOn = Action<Matter, Said>("go_on", by: officers, from: ["resting"], to: ["open"]) {
        matter, said, desk in
        try note(said, on: &matter)
        matter.rests += "\(desk.moment.today)"
    }
    static let close = Action<Matter, Said>(
        "close", by: officers, from: ["open", "resting"], to: ["closed"]
    ) { matter, said, _ in try note(said, on: &matter) }
    static let write = Action<Matter, Said>("write", by: officers, from: ["open"]) {
        matter, said, desk in
        try note(said, on: &matter)
        try desk.send(
            Letter(
                id: desk.newID(), to: said.to, kind: "town.letter",
                body: ["mark": .string(said.mark), "own": .string(matter.id.text)]))
    }
    static let ask = Action<Matter, Said>("ask", by: officers, from: ["open"]) { matter, said, desk in
        try note(said, on: &matter)
        try desk.queue(
            Job("town.chore", ["mark": .string(said.mark), "how": .string(said.to)]))
    }

    private static func note(_ said: Sent<Said>, on matter: inout Stored<Matter>) throws {
        if said.title.isEmpty { throw Problems("title", "required", Phrase("town.title")) }
        (matter.mark, matter.title, matter.amount) = (said.mark, said.title, said.amount)
    }

    static let receive = Action<Receipt, Receipt>(
        "receive", by: [.system("post")], to: ["kept"], isInternal: true
    ) { receipt, input, _ in
        if input.mark.hasSuffix("-bad") { throw Problems("mark", "bad", Phrase("town.bad")) }
        receipt.fields = input.fields
    }
    static let comeBack = Action<Matter, Nothing>(
        "come_back", by: [.system("post")], from: ["open", "resting"], isInternal: true
    ) { matter, _, _ in matter.mark = "back" }
    static let keep = Action<Receipt, Receipt>(
        "keep", by: [.system("chore"), .system("daily")], to: ["kept"], isInternal: true
    ) { receipt, input, _ in receipt.fields = input.fields }

    private static func system(_ chores: Chores) -> System {
        System(
            "town", records: [Matter.self, Receipt.self],
            actions: [
                open.kind, amend.kind, rest.kind, goOn.kind, close.kind, write.kind, ask.kind,
                receive.kind, comeBack.kind, keep.kind,
            ],
            published: [PublishedKind("town.matter", path: "/register/town", columns: [])],
            letters: [
                LetterKind("town.letter", takenInBy: receive.kind, givenBackBy: (comeBack.kind, "own"))
            ],
            jobs: [
                JobKind("town.chore", retry: Retry(attempts: 60, first: 1, longest: 30)) {
                    try await chores.run($0)
                },
                JobKind("town.daily", retry: Retry(attempts: 60, first: 1, longest: 30), every: .daily) {
                    let day = "\($0.moment.today)"
                    try await $0.perform(
                        keep.kind, on: nil, input: ["sender": "day", "mark": .text(day)], once: day)
                },
            ])
    }

    /// Ireland's calendar, and the one rule there is.
    private static func law() throws -> Law {
        let file = Jurisdiction.folder.appending(path: "ie.json")
        let ireland = try Jurisdiction(parsing: String(contentsOf: file, encoding: .utf8))
        var book = RuleBook()
        try book.add(
            Rules(
                parsing: """
                    {"jurisdiction": "ie", "system": "town", "rules": [
                      {"key": "answer", "kind": "period", "values": [
                        {"from": "1990-01-01", "value": {"workingDays": 10}, "source": "a bye-law"}]}]}
                    """))
        return Law(book: book, first: ireland, others: [])
    }
}
