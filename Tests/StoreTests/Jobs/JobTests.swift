// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What is to be done is done: once if it succeeds, again while it fails, and seen when it never will.
struct JobTests {
    @Test func isDoneAfterTheActThatAsksForIt() async throws {
        let house = try await HouseNetwork()
        let runner = JobRunner(house.network, handlers: JobHandler.all(of: house.network))
        let call = ActionCall(House.ask.kind, by: .visitor, input: ["name": "dust"])
        let id = try await house.network.perform(call, for: "one").row.id
        await runner.settle()
        let store = try house.store()
        let chore = try store.read(as: .visitor) { try $0.find(Chore.self, id) }
        #expect(chore?.times == 1)
        let entries = try store.read(as: .system("test")) { try $0.journal(JournalFilter()) }
        #expect(entries.first?.actor == "system:clean")
        #expect(try house.states() == [.done: 1])
    }

    @Test func isNotAskedForByAnActThatFails() async throws {
        let house = try await HouseNetwork()
        await #expect(throws: Problems.self) {
            let call = ActionCall(House.ask.kind, by: .visitor, input: ["name": "bad"])
            _ = try await house.network.perform(call, for: "one")
        }
        #expect(try house.states() == [:])
    }

    @Test func isTriedAgainLaterAndLaterAndThenGivenUp() async throws {
        let house = try await HouseNetwork()
        let doings = Doings()
        let runner = house.runner(doings) { _ in throw Fault("no broom") }
        try await house.queue("sweep")
        await runner.settle()
        let store = try house.store()
        let waiting = try #require(try store.jobs(.waiting).first)
        #expect(waiting.error == "no broom" && waiting.attempts == 1)
        #expect(waiting.notBefore == house.clock.now.adding(seconds: 10))
        house.clock.pass(seconds: 9)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all.count == 1)
        house.clock.pass(seconds: 1)
        await runner.sweep()
        await runner.settle()
        #expect(try store.jobs(.waiting).first?.notBefore == house.clock.now.adding(seconds: 20))
        house.clock.pass(seconds: 20)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all.count == 3)
        #expect(try house.states()[.dead] == 1)
        #expect(try store.jobs(.dead).first?.error == "no broom")
    }

    @Test func isGivenUpAtOnceWhenItIsHopeless() async throws {
        let house = try await HouseNetwork()
        let runner = house.runner(Doings()) { _ in throw Hopeless("the house is gone") }
        try await house.queue("sweep")
        await runner.settle()
        #expect(try house.store().jobs(.dead).map(\.error) == ["the house is gone"])
    }

    @Test func aDeadOneIsDoneOnceMoreOrForgotten() async throws {
        let house = try await HouseNetwork()
        let doings = Doings()
        let runner = house.runner(doings) { work in
            if doings.all.count < 3 { throw Hopeless("not yet") }
        }
        try await house.queue("a")
        try await house.queue("b")
        await runner.settle()
        let store = try house.store()
        let dead = try store.jobs(.dead)
        #expect(dead.count == 2)
        try await store.retryJob(dead[0].id, at: house.clock.now)
        await runner.settle()
        try await store.dropJob(dead[1].id)
        #expect(try house.states() == [.done: 1])
        await #expect(throws: Refusal.self) { try await store.dropJob(dead[1].id) }
    }

    @Test func isKeptOnceUnderItsKey() async throws {
        let house = try await HouseNetwork()
        let doings = Doings()
        let runner = house.runner(doings)
        #expect(try await house.queue("sweep", key: "monday"))
        #expect(try await !house.queue("sweep", key: "monday"))
        await runner.settle()
        #expect(try await !house.queue("sweep", key: "monday"))
        #expect(try await house.queue("sweep", key: "tuesday"))
        await runner.settle()
        #expect(doings.all == ["sweep", "sweep"])
    }

    @Test func waitsForTheOlderOneInItsLaneAlone() async throws {
        let house = try await HouseNetwork()
        let doings = Doings()
        let runner = house.runner(doings) { work in
            if work.payload["text"]?.asString == "first", work.attempt == 1 { throw Fault("slipped") }
        }
        try await house.queue("first", lane: "stairs")
        try await house.queue("second", lane: "stairs")
        try await house.queue("other", lane: "hall")
        await runner.settle()
        #expect(Set(doings.all) == ["first", "other"] && doings.all.count == 2)
        house.clock.pass(seconds: 10)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all.suffix(2) == ["first", "second"])
    }

    @Test func isNotBegunBeforeItsTime() async throws {
        let house = try await HouseNetwork()
        let doings = Doings()
        let runner = house.runner(doings)
        try await house.queue("late", notBefore: house.clock.now.adding(seconds: 60))
        await runner.settle()
        #expect(doings.all.isEmpty)
        house.clock.pass(seconds: 60)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all == ["late"])
    }

    @Test func oneWithManyKeepsNoOtherWaiting() async throws {
        let house = try await HouseNetwork(["one", "two"])
        for number in 0..<20 { try await house.queue("one \(number)") }
        try await house.queue("two", in: "two")
        let doings = Doings()
        let runner = house.runner(doings, atOnce: 1)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all.count == 21)
        #expect((doings.all.firstIndex(of: "two") ?? 99) <= 10)
    }

    @Test func saysHowFarItIs() async throws {
        let house = try await HouseNetwork()
        let doings = Doings()
        let store = try house.store()
        let runner = house.runner(doings) { work in
            try await work.progress(3, of: 7)
            let seen = try store.jobs(.running).first
            doings.note("\(seen?.done ?? 0) of \(seen?.total ?? 0)")
        }
        try await house.queue("long")
        await runner.settle()
        #expect(doings.all == ["long", "3 of 7"])
    }

    @Test func whatFallsDueByItselfIsDoneOnceAnHourOverAllProcesses() async throws {
        let house = try await HouseNetwork(["one", "two"])
        let beside = try house.test.beside()
        let doings = Doings()
        func runner(_ network: Network) -> JobRunner {
            let handler = JobHandler("house.hourly", every: (.hourly, in: .tenants(with: "house"))) {
                doings.note($0.store.tenant.slug)
            }
            let daily = JobHandler("network.daily", every: (.daily, in: .commons)) {
                doings.note($0.store.tenant.slug)
            }
            return JobRunner(network, handlers: [handler, daily])
        }
        let runners = [runner(house.network), runner(beside.network)]
        for _ in 0..<2 {
            for _ in 0..<2 {
                for runner in runners {
                    await runner.sweep()
                    await runner.settle()
                }
            }
            house.clock.pass(hours: 1)
        }
        #expect(doings.all.sorted() == ["commons", "one", "one", "two", "two"])
    }

    @Test func growsItsWaitsUpToTheLongest() {
        let retry = Retry(attempts: 9, first: 10, longest: 60)
        #expect((1...5).map { retry.wait(after: $0, chance: 1) } == [10, 20, 40, 60, 60])
        #expect((1...5).map { retry.wait(after: $0, chance: 0) } == [5, 10, 20, 30, 30])
        #expect(retry.wait(after: 1_000, chance: 1) == 60)
    }
}
