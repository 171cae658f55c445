// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization
import TestKit
import Testing
import Web

/// What happens when more is asked than there are places for.
@Suite struct PlacesTests {
    /// Holds up whoever comes through until it is opened.
    private final class Gate: Sendable {
        private struct State {
            var waiting: [CheckedContinuation<Void, Never>] = []
            var isOpen = false
        }
        private let state = Mutex(State())

        var count: Int { state.withLock { $0.waiting.count } }

        func pass() async {
            await withCheckedContinuation { one in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiting.append(one) }
                    return state.isOpen
                }
                if isOpen { one.resume() }
            }
        }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for one in waiting { one.resume() }
        }

        func holds(_ count: Int) async throws {
            while self.count < count { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private let gate = Gate()
    private let test: TestNetwork

    init() throws {
        var configuration = Configuration()
        configuration.limits = Limits(requests: 4)
        configuration.limits.waiting = 0
        configuration.limits.threads = 2
        let slow = Self.slow(gate)
        let form = Route(.post, "/form", .everyone) { request in
            _ = try await request.body.bytes()
            return .json(["done": true])
        }
        let export = Route(.get, "/export", .everyone) { [gate] _ in
            Response(body: .stream { writer in
                await gate.pass()
                try await writer.write([1])
            })
        }
        let door = Door("/door") { _ in .json(["done": true]) }
        let face = Face(System("doors", records: [], actions: []), routes: [], doors: [door])
        test = try TestNetwork(faces: [face], derived: [slow, form, export], configuration: configuration)
    }

    private static func slow(_ gate: Gate) -> Route {
        Route(.get, "/slow", .everyone) { _ in
            await gate.pass()
            return .json(["done": true])
        }
    }

    /// So many visitors whom the gate holds up; what they are answered in the end.
    private func flood(_ count: Int, headers: [String: String] = [:]) async throws -> Task<[Int], Never> {
        let (test, gate) = (test, gate)
        let task = Task {
            await withTaskGroup(of: Int.self) { group in
                for _ in 0..<count {
                    group.addTask { await test.client().get("/slow", headers: headers).status }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        try await gate.holds(min(count, 3))
        return task
    }

    @Test func whoFindsNoPlaceIsToldToComeBack() async throws {
        let held = try await flood(3)
        let answer = await test.client().get("/sign-in")
        #expect(answer.status == 503)
        #expect(answer.header("retry-after") == "5")
        #expect(answer.contains("very busy"))
        let api = await test.client().api(.get, "/api/openapi.json")
        #expect(api.status == 503 && api.contains("overloaded"))
        let program = await test.client().api(.get, "/door/x")
        #expect(program.status == 503 && program.header("retry-after") == "5")
        #expect(program.header("content-type") == "application/problem+json")
        gate.open()
        #expect(await held.value == [200, 200, 200])
        #expect(await test.client().get("/sign-in").status == 200)
    }

    @Test func whetherItIsWellIsToldMeanwhile() async throws {
        let held = try await flood(3)
        #expect(await test.client().get("/health").status == 200)
        #expect(await test.client().get("/ready").status == 200)
        gate.open()
        _ = await held.value
    }

    @Test func officersWorkOnWhileThePublicAsksTooMuch() async throws {
        try await test.open("kildare")
        let officer = try await test.client("Orla", roles: ["kildare": [.officer]])
        let held = try await flood(3)
        #expect(await test.client().get("/sign-in").status == 503)
        #expect(await officer.get("/work").status == 200)
        gate.open()
        _ = await held.value
    }

    @Test func aForgedOrAResidentsSessionKeepsNoReservedPlace() async throws {
        let resident = try await test.client("Rory")
        let held = try await flood(3)
        let forged = ["cookie": "talka_session=\(String(repeating: "a", count: 64))"]
        #expect(await test.client().get("/sign-in", headers: forged).status == 503)
        #expect(await resident.get("/account").status == 503)
        gate.open()
        _ = await held.value
    }

    /// Who is known to hold no role is not let in on the chance of one, and turned away then.
    @Test func aResidentWaitsLikeEverybodyElse() async throws {
        var configuration = test.site.configuration
        configuration.limits.waiting = 4
        configuration.limits.patience = .seconds(600)
        let patient = try TestNetwork(derived: [Self.slow(gate)], configuration: configuration)
        let resident = try await patient.client("Rory")
        #expect(await resident.get("/account").status == 200)
        var held: [Task<Int, Never>] = []
        for _ in 0..<3 { held.append(Task { await patient.client().get("/slow").status }) }
        try await gate.holds(3)
        let answer = Task { await resident.get("/account").status }
        try await Task.sleep(for: .milliseconds(50))
        gate.open()
        #expect(await answer.value == 200)
        for one in held { #expect(await one.value == 200) }
    }

    /// An export that is being sent holds no place in which others are answered, but there are few.
    @Test func whoAsksForManyExportsKeepsNobodyElseWaiting() async throws {
        try await test.open("kildare")
        let officer = try await test.client("Orla", roles: ["kildare": [.officer]])
        let (test, gate) = (test, gate)
        let held = Task { await test.client().get("/export").bytes }
        try await gate.holds(1)
        let second = Task { await test.client().get("/export").bytes }
        try await gate.holds(2)
        let refused = await test.client().get("/export")
        #expect(refused.status == 503 && refused.header("retry-after") == "5")
        #expect(await test.client().send(.head, "/export").status == 200)
        #expect(await test.client().get("/sign-in").status == 200)
        #expect(await officer.get("/work").status == 200)
        gate.open()
        #expect(await held.value == [1])
        #expect(await second.value == [1])
        #expect(await test.client().get("/export").bytes == [1])
    }

    @Test func anExportNobodySendsGivesItsPlaceBack() async throws {
        for _ in 0..<20 {
            let request = Request(.get, "/export", headers: [:], now: test.clock.now, site: test.site)
            #expect(await test.site.answer(request).status == 200)
        }
    }

    @Test func aSlowSenderHoldsNoPlace() async throws {
        let (test, gate) = (test, gate)
        var senders: [Task<Int, Never>] = []
        for number in 1...5 {
            senders.append(Task {
                let body = RequestBody {
                    return {
                        await gate.pass()
                        return nil
                    }
                }
                let request = Request(
                    .post, "/form", headers: ["host": "talka.test"], body: body,
                    now: test.clock.now, site: test.site)
                return await test.site.answer(request).status
            })
            try await gate.holds(number)
        }
        #expect(await test.client().get("/sign-in").status == 200)
        gate.open()
        for sender in senders { #expect(await sender.value == 200) }
    }
}
