// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

struct GrantTests {
    private let person = RecordID.new(at: Instant(milliseconds: 1))
    private let other = RecordID.new(at: Instant(milliseconds: 2))

    private var actors: [(String, Actor)] {
        [
            ("visitor", .visitor), ("person", Actor(.person(person))),
            ("other", Actor(.person(other))), ("officer", Actor(.person(other), roles: [.officer])),
            ("auditor", Actor(.person(other), roles: [.auditor])), ("clock", .system("clock")),
        ]
    }

    private func holders(_ grant: Grant) -> [String] {
        let values: Values = ["holder": person.stored]
        return actors.filter { grant.holds(for: $0.1, on: values) }.map(\.0)
    }

    @Test func holdForThoseTheyName() {
        #expect(holders(.anyone).count == 6)
        #expect(holders(.signedIn) == ["person", "other", "officer", "auditor"])
        #expect(holders(.role(.officer)) == ["officer"])
        #expect(holders(.party(field: "holder")) == ["person"])
        #expect(holders(.party(field: "nothing")) == [])
        #expect(holders(.system("clock")) == ["clock"])
        #expect(holders(.system("post")) == [])
        #expect(!Grant.party(field: "holder").holds(for: Actor(.person(person)), on: nil))
    }

    @Test func showFieldsToThoseTheyConcern() {
        let values: Values = [
            "holder": person.stored, "title": "Tea", "phone": "085", "note": "n", "id": "x", "no": 1,
        ]
        func seen(_ actor: Actor) -> [String] { Item.kind.visible(values, to: actor).keys.sorted() }
        #expect(seen(.visitor) == ["title"])
        #expect(seen(Actor(.person(other))) == ["title"])
        #expect(seen(Actor(.person(person))) == ["phone", "title"])
        #expect(seen(actors[3].1) == ["holder", "note", "phone", "title"])
        #expect(seen(.system("clock")).contains("note"))
    }

    @Test func boundLists() {
        #expect(Item.kind.scope(for: .visitor) == .nothing)
        #expect(Item.kind.scope(for: Actor(.person(person))) == own(person))
        #expect(Item.kind.scope(for: actors[3].1) == .everything)
        #expect(Item.kind.scope(for: actors[4].1) == own(other))
        #expect(Item.kind.scope(for: .system("clock")) == .everything)
    }

    private func own(_ person: RecordID) -> ListScope {
        .some([ListScope.Way([.field("holder", person.stored)], isOwn: true)])
    }

    @Test func holdOnSomeRecordsAlone() {
        let open = Grant.on(field: "seen_by", ["all", "members"], .role(.member))
        let member = Actor(.person(person), roles: [.member])
        #expect(open.holds(for: member, on: ["seen_by": "all"]))
        #expect(!open.holds(for: member, on: ["seen_by": "none"]))
        #expect(!open.holds(for: member, on: nil))
        #expect(!open.holds(for: Actor(.person(person)), on: ["seen_by": "all"]))
        let link = Grant.holder(field: "key")
        #expect(link.holds(for: Actor(.holder("abc")), on: ["key": "abc"]))
        #expect(!link.holds(for: Actor(.holder("abc")), on: ["key": "abd"]))
        #expect(!link.holds(for: Actor(.holder("abc")), on: nil))
        #expect(!Grant.signedIn.holds(for: Actor(.holder("abc")), on: nil))
    }

    @Test func readersAreAskedOnTheRecord() {
        let values: Values = ["holder": person.stored]
        #expect(Item.kind.permits(Actor(.person(person)), toRead: values))
        #expect(!Item.kind.permits(Actor(.person(other)), toRead: values))
        #expect(!Item.kind.permits(.visitor, toRead: values))
        #expect(Item.kind.permits(.system("any"), toRead: [:]))
    }
}
