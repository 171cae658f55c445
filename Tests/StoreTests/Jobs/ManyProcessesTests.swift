// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// Several processes serve one network: each job runs in one of them at a time, and what one that
/// died was doing is done by another.
struct ManyProcessesTests {
    @Test func twoRaceAndEachJobIsDoneOnce() async throws {
        let house = try await HouseNetwork(["one", "two"])
        let beside = try house.test.beside()
        let doings = Doings()
        let runners = [house.runner(doings), house.runner(doings, in: beside.network)]
        for number in 0..<40 {
            try await house.queue("job \(number)", in: number % 2 == 0 ? "one" : "two")
        }
        await withTaskGroup(of: Void.self) { group in
            for runner in runners {
                group.addTask {
                    for _ in 0..<5 {
                        await runner.sweep()
                        await runner.settle()
                    }
                }
            }
        }
        #expect(doings.all.count == 40)
        #expect(Set(doings.all).count == 40)
        #expect(try house.states() == [.done: 20])
    }

    /// Takes a job and never ends it, as a process does that is killed.
    private func die(holding text: String, in house: HouseNetwork) async throws -> JobRunner {
        let begun = AsyncStream<Void>.makeStream()
        let runner = house.runner(Doings(), in: try house.test.beside().network) { _ in
            begun.continuation.yield()
            try? await Task.sleep(for: .seconds(3_600))
        }
        try await house.queue(text)
        await runner.sweep()
        for await _ in begun.stream { break }
        return runner
    }

    @Test func anotherTakesOverOnceTheLeaseHasEnded() async throws {
        let house = try await HouseNetwork()
        let dead = try await die(holding: "sweep", in: house)
        let doings = Doings()
        let runner = house.runner(doings)
        house.clock.pass(seconds: 59)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all.isEmpty)
        house.clock.pass(seconds: 2)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all == ["sweep"])
        #expect(try house.states() == [.done: 1])
        // The first comes to itself too late, and changes nothing.
        await dead.stop(within: .zero)
        #expect(try house.states() == [.done: 1])
    }

    @Test func whatKillsEveryProcessIsGivenUp() async throws {
        let house = try await HouseNetwork()
        for number in 0..<3 {
            if number == 0 {
                _ = try await die(holding: "poison", in: house)
            } else {
                let begun = AsyncStream<Void>.makeStream()
                let runner = house.runner(Doings(), in: try house.test.beside().network) { _ in
                    begun.continuation.yield()
                    try? await Task.sleep(for: .seconds(3_600))
                }
                await runner.sweep()
                for await _ in begun.stream { break }
            }
            house.clock.pass(seconds: 61)
        }
        let doings = Doings()
        let last = house.runner(doings)
        await last.sweep()
        await last.settle()
        #expect(doings.all.isEmpty)
        #expect(try house.states() == [.dead: 1])
    }

    @Test func whatTheEndOfAProcessBreaksOffIsBegunAgain() async throws {
        let house = try await HouseNetwork()
        let begun = AsyncStream<Void>.makeStream()
        let polite = house.runner(Doings(), in: try house.test.beside().network) { _ in
            begun.continuation.yield()
            try await Task.sleep(for: .seconds(3_600))
        }
        try await house.queue("mop")
        await polite.sweep()
        for await _ in begun.stream { break }
        await polite.stop(within: .zero)
        #expect(try house.store().jobs(.waiting).map(\.attempts) == [0])
        let doings = Doings()
        let runner = house.runner(doings)
        await runner.sweep()
        await runner.settle()
        #expect(doings.all == ["mop"])
    }

    @Test func whatADeadProcessWroteIsCarriedByOneOfTheOthers() async throws {
        let lab = try await LabNetwork(["one", "two"])
        try await lab.perform(Lab.write.kind, ["to": "two", "text": "Hello", "copies": 1])
        await lab.network.settle()
        // As if it had been written by a process that died before it was carried.
        try lab.file().run(
            "INSERT INTO outbox (at, addressee, content) SELECT at, 'two', "
                + "'{\"letter\":{\"body\":{\"text\":\"Left\"},\"id\":\"x\",\"kind\":\"lab.greeting\"}}' "
                + "FROM journal WHERE seq = 1")
        let beside = try lab.beside()
        let first = JobRunner(lab.network, handlers: [])
        let second = JobRunner(beside.network, handlers: [])
        lab.test.clock.pass(seconds: 10)
        await first.sweep()
        await lab.network.settle()
        #expect(try lab.greetings(in: "two").map(\.text) == ["Hello", "Left"])
        // While the first looks, the second does not.
        let leases = try lab.file(Tenant.commons).rows("SELECT name, holder FROM lease")
        await second.sweep()
        #expect(try lab.file(Tenant.commons).rows("SELECT name, holder FROM lease") == leases)
        lab.test.clock.pass(seconds: 16)
        await second.sweep()
        #expect(try lab.file(Tenant.commons).rows("SELECT name, holder FROM lease") != leases)
    }
}
