// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What everyone may read of the past (decision 0010).
struct ReadableTests {
    /// Three versions of which the second says something else, and the moments they stood.
    private struct Told {
        let press: PressNetwork
        let kind: String
        let id: RecordID
        let first: Instant
        let second: Instant

        init(letter: Bool) async throws {
            press = try await PressNetwork()
            kind = letter ? "press.letter" : "press.bulletin"
            id = try await letter
                ? press.write("Secret words") : press.put("a", "Secret words")
            first = press.test.clock.now.adding(milliseconds: -1)
            let amend = letter ? Press.reword.kind : Press.amend.kind
            try await press.perform(amend, on: id, ["title": "Plain words"])
            second = press.test.clock.now.adding(milliseconds: -1)
            await press.test.network.settle()
        }

        func titles(_ text: String? = nil, asOf: Instant?) throws -> [[String]] {
            try [nil, kind].flatMap { kind in
                try RegisterQuery.Order.allCases.map { order in
                    let query = RegisterQuery(kind: kind, text: text, asOf: asOf, order: order)
                    return try press.register.page(query).items.map(\.title)
                }
            }
        }
    }

    @Test("Words that may be taken back are read as they are now, whatever moment is asked for")
    func takenBack() async throws {
        let told = try await Told(letter: true)
        let register = told.press.register
        for asOf: Instant? in [told.first, told.second, nil] {
            #expect(try told.titles(asOf: asOf).allSatisfy { $0 == ["Plain words"] })
            #expect(try told.titles("secret", asOf: asOf).allSatisfy(\.isEmpty))
            #expect(try told.titles("plain", asOf: asOf).allSatisfy { $0.count == 1 })
            let item = try register.item(tenant: "dlr", record: told.id, asOf: asOf)
            #expect(item?.title == "Plain words")
            #expect(item?.publication?.body["title"] == "Plain words")
        }
        let longAgo = told.first.adding(milliseconds: -60_000)
        #expect(try told.titles(asOf: longAgo).allSatisfy(\.isEmpty))
        #expect(try register.item(tenant: "dlr", record: told.id, asOf: longAgo) == nil)
        let versions = try register.versions(tenant: "dlr", record: told.id)
        #expect(versions.map(\.title) == ["Plain words"])
    }

    @Test("Of what is withdrawn nobody reads anything, of any moment", arguments: [true, false])
    func withdrawn(letter: Bool) async throws {
        let told = try await Told(letter: letter)
        let register = told.press.register
        #expect(try register.withdrawnAt(tenant: "dlr", record: told.id) == nil)
        let end = told.press.test.clock.now
        let withdraw = letter ? Press.tear.kind : Press.withdraw.kind
        try await told.press.perform(withdraw, on: told.id)
        await told.press.test.network.settle()
        for asOf: Instant? in [told.first, told.second, nil] {
            for text: String? in [nil, "words", "secret"] {
                #expect(try told.titles(text, asOf: asOf).allSatisfy(\.isEmpty))
            }
            #expect(try register.count(RegisterQuery(asOf: asOf)).value == 0)
            #expect(try register.points(RegisterQuery(asOf: asOf)).isEmpty)
            #expect(try register.item(tenant: "dlr", record: told.id, asOf: asOf) == nil)
            #expect(try register.item(tenant: "dlr", reference: "a", asOf: asOf) == nil)
        }
        #expect(try register.versions(tenant: "dlr", record: told.id).isEmpty)
        #expect(try register.withdrawnAt(tenant: "dlr", record: told.id) == end)
        #expect(try register.withdrawnAt(tenant: "fingal", record: told.id) == nil)
    }

    @Test("What is part of something is public only while that is")
    func parts() async throws {
        let press = try await PressNetwork(["dlr", "fingal"])
        let whole = try await press.put("a", "A bulletin")
        let part = try await press.write("A reply to it", about: whole)
        // A bulletin of another tenant's is not what it could be part of.
        let stray = try await press.write("A reply astray", about: whole, in: "fingal")
        await press.test.network.settle()
        func replies(_ asOf: Instant? = nil) throws -> [String] {
            try press.register.page(RegisterQuery(kind: "press.reply", asOf: asOf))
                .items.map(\.title)
        }
        let then = press.test.clock.now
        #expect(try replies() == ["A reply to it"] && replies(then) == ["A reply to it"])
        #expect(try press.register.item(tenant: "fingal", record: stray) == nil)
        press.test.clock.pass(seconds: 1)
        try await press.perform(Press.withdraw.kind, on: whole)
        await press.test.network.settle()
        #expect(try replies().isEmpty && replies(then).isEmpty)
        #expect(try press.register.page(RegisterQuery()).items.isEmpty)
        #expect(try press.register.item(tenant: "dlr", record: part) == nil)
        #expect(try press.register.item(tenant: "dlr", record: part, asOf: then) == nil)
        #expect(try press.register.versions(tenant: "dlr", record: part).isEmpty)
    }
}
