// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What is found for words that were mistyped.
@Suite struct SpellingTests {
    @Test(arguments: [
        ("plannign", "planning"), ("plnning", "planning"), ("planninng", "planning"),
        ("olanning", "planning"), ("pkanning permision", "planning permission"),
        ("permisison for hosing", "permission for housing"), ("municpality", "municipality"),
        ("munciplity", "municipality"), ("minucipality", "municipality"),
        ("muncipal", "municipality"), ("Kildaer", "kildare"), ("laoghiare", "laoghaire"),
        ("savivaldibė", "savivaldybe"),
    ])
    func slipsAreMended(typed: String, meant: String) async throws {
        let press = try await PressNetwork()
        try await press.put("1", "Planning permission for housing in Kildare")
        try await press.put("2", "The municipality of Dún Laoghaire")
        try await press.put("3", "Savivaldybė ir jos planai")
        await press.test.network.settle()
        let query = RegisterQuery(text: typed)
        #expect(try press.register.page(query).items.isEmpty)
        #expect(try press.register.corrected(query) == meant)
        let found = try press.register.page(RegisterQuery(text: meant)).items
        #expect(found.count == 1)
    }

    @Test(arguments: ["xylophone", "plan", "ox", "26/99", "zzzz planning", "", "…"])
    func whatIsNearNothingIsNotMended(typed: String) async throws {
        let press = try await PressNetwork()
        try await press.put("1", "Planning permission for housing in Kildare")
        await press.test.network.settle()
        let query = RegisterQuery(text: typed)
        #expect(try press.register.corrected(query) == nil)
    }

    @Test func twoWordsThatAreThereButNotTogether() async throws {
        let press = try await PressNetwork()
        try await press.put("1", "A school in Naas")
        try await press.put("2", "A pool in Athy")
        try await press.put("3", "A stool in Athy")
        await press.test.network.settle()
        #expect(try press.register.corrected(RegisterQuery(text: "school athy")) == nil)
        #expect(try press.register.corrected(RegisterQuery(text: "stoool athy")) == "stool athy")
    }

    @Test func aCorrectionMeetsTheFilters() async throws {
        let press = try await PressNetwork(["dlr", "fingal"])
        try await press.put("1", "A playground", in: "dlr")
        try await press.put("2", "Playgrounds", in: "fingal")
        await press.test.network.settle()
        let found = try press.register.corrected(RegisterQuery(tenant: "fingal", text: "plagrounds"))
        #expect(found == "playgrounds")
        #expect(try press.register.corrected(RegisterQuery(tenant: "meath", text: "plagrounds")) == nil)
    }

    @Test func whatWasTakenBackIsNotOffered() async throws {
        let press = try await PressNetwork()
        let letter = try await press.write("About the zeppelin")
        await press.test.network.settle()
        #expect(try press.register.corrected(RegisterQuery(text: "zepelin")) == "zeppelin")
        try await press.perform(Press.tear.kind, on: letter)
        await press.test.network.settle()
        #expect(try press.register.corrected(RegisterQuery(text: "zepelin")) == nil)
    }

    @Test func aStoreOfAnEarlierReleaseLearnsItsWords() async throws {
        let press = try await PressNetwork()
        try await press.put("1", "An extension in Naas")
        await press.test.network.settle()
        let path = "\(press.test.directory)/commons.sqlite"
        let file = StoreFile("commons", at: press.test.address, path: path)
        try file.run("DELETE FROM search_piece")
        try file.run("DELETE FROM search_word")
        try file.run("DELETE FROM migration")
        let register = try press.test.beside().network.register
        #expect(try register.corrected(RegisterQuery(text: "extenson")) == "extension")
        #expect(try register.page(RegisterQuery(text: "extension")).items.count == 1)
    }

    @Test func wordsOfATenantThatLeavesAreForgotten() async throws {
        let press = try await PressNetwork(["dlr", "fingal"])
        try await press.put("1", "A velodrome", in: "dlr")
        try await press.put("2", "A playground", in: "dlr")
        try await press.put("3", "A playground", in: "fingal")
        await press.test.network.settle()
        let copy = "\(press.test.directory)/copy"
        try press.test.network.export("dlr", to: copy)
        try await press.test.network.leave("dlr", having: Copies(copy))
        let path = "\(press.test.directory)/commons.sqlite"
        let file = StoreFile("commons", at: press.test.address, path: path)
        #expect(try file.value("SELECT count(*) FROM search_word WHERE word = 'velodrome'") == "0")
        #expect(try file.value("SELECT count(*) FROM search_piece WHERE word = 'velodrome'") == "0")
        #expect(try file.value("SELECT count(*) FROM search_word WHERE word = 'playground'") == "1")
    }
}
