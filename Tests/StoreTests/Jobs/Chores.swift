// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization
import TestKit

/// A system that has things done later, for tests of jobs.
struct Chore: Record {
    var name = ""
    var times = 0

    static let fields: Fields<Chore> = [
        .text("name", \.name), .integer("times", \.times, in: 0...1_000),
    ]
    static let kind = RecordKind(
        Chore.self, system: "house", name: "chore", plural: "chores", states: ["open"],
        readers: [.anyone], list: ListShape(columns: ["name"], order: "id"))
}

enum House {
    /// Asks for a job in the act itself; fails afterwards if the name says so.
    static let ask = Action<Chore, Chore>("ask", by: [.anyone], to: ["open"]) {
        chore, input, desk in
        chore.name = input.name
        try desk.queue(Job("house.clean", ["record": .string(chore.id.text)]))
        if input.name == "bad" { throw Problems("name", "bad", Phrase("house.bad")) }
    }
    static let tick = Action<Chore, Nothing>("tick", by: [.system("clean")], from: ["open"]) {
        chore, _, _ in chore.times += 1
    }
    static let clean = JobKind("house.clean") { work in
        try await work.perform(tick.kind, on: work.record, once: "clean:\(work.id.text)")
    }
    static let system = System(
        "house", records: [Chore.self], actions: [ask.kind, tick.kind], jobs: [clean])
}

/// What was done, in the order it was.
final class Doings: Sendable {
    private let list = Mutex<[String]>([])
    var all: [String] { list.withLock { $0 } }
    func note(_ text: String) { list.withLock { $0.append(text) } }
}

/// A network whose tenants have chores.
struct HouseNetwork {
    let test: TestNetwork
    var network: Network { test.network }
    var clock: TestClock { test.clock }

    init(_ tenants: [String] = ["one"]) async throws {
        test = try TestNetwork([House.system])
        for tenant in tenants { try await test.open(tenant, systems: ["house"]) }
    }

    func store(_ tenant: String = "one") throws -> TenantStore { try network.tenant(tenant) }

    /// A runner that notes the payload of each job of the kind `house.note`, and then does this.
    func runner(
        _ doings: Doings, in network: Network? = nil, retry: Retry = Retry(attempts: 3, first: 10),
        atOnce: Int = 4, then act: @escaping JobHandler.Run = { _ in }
    ) -> JobRunner {
        let handler = JobHandler("house.note", retry: retry) { work in
            doings.note(work.payload["text"]?.asString ?? "")
            try await act(work)
        }
        return JobRunner(
            network ?? self.network, handlers: [handler], atOnce: atOnce, chance: { 1 })
    }

    @discardableResult
    func queue(
        _ text: String, in tenant: String = "one", key: String? = nil, lane: String? = nil,
        notBefore: Instant? = nil
    ) async throws -> Bool {
        let job = Job(
            "house.note", ["text": .string(text)], key: key, notBefore: notBefore, lane: lane)
        return try await store(tenant).queue(job, at: clock.now)
    }

    func states(_ tenant: String = "one") throws -> [KeptJob.State: Int] {
        try store(tenant).jobCounts()
    }
}
