// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Store
import Synchronization
import TestKit
import Testing

/// Whatever stops between an act and its being carried, it is carried in the end, once.
struct CarryingTests {
    /// A lab whose act was committed and then not carried, as after a crash between the two: the
    /// network that should have carried it is gone.
    private func crashed(_ tenants: [String] = ["one"], _ act: (TenantStore) async throws -> Void)
        async throws -> LabNetwork
    {
        let lab = try await LabNetwork(tenants)
        try await lab.network.close()
        let store = try orphan(of: lab)
        try await act(store)
        return try lab.beside()
    }

    /// A tenant's store whose network has been given up.
    private func orphan(of lab: LabNetwork) throws -> TenantStore {
        let clock = lab.test.clock
        let network = try Network(
            at: lab.network.address, systems: [.network, Lab.system],
            law: try TestNetwork.law(), timepiece: { clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try network.tenant("one")
    }

    private func perform(
        _ action: ActionKind, _ store: TenantStore, on record: RecordID? = nil, _ values: Values = [:]
    ) async throws -> RecordID {
        let now = try #require(Instant(iso: "2026-01-12T09:30:00Z"))
        let call = ActionCall(action, by: LabNetwork.officer, on: record, input: values)
        return try await store.perform(call, at: now).row.id
    }

    private func published(_ lab: LabNetwork, untilNow: Bool = true) throws -> [RegisterItem] {
        try lab.network.register.page(RegisterQuery(kind: "lab.sample", limit: 1_000)).items
    }

    @Test func carriesWhatACrashLeftBehind() async throws {
        let lab = try await crashed { store in
            let id = try await perform(Lab.put.kind, store, Sample.full("Left").values)
            _ = try await perform(Lab.show.kind, store, on: id)
        }
        #expect(try published(lab).isEmpty)
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "1")
        try lab.network.openAll()
        await lab.network.settle()
        #expect(try published(lab).map(\.title) == ["Left"])
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
    }

    @Test func carriesOnceWhatWasTakenInButNotForgotten() async throws {
        let lab = try await LabNetwork(["one", "two"])
        try await lab.network.close()
        let store = try orphan(of: lab)
        let id = try await perform(Lab.put.kind, store, Sample.full("Once").values)
        for action in [Lab.show.kind, Lab.hide.kind, Lab.show.kind, Lab.hide.kind] {
            _ = try await perform(action, store, on: id)
        }
        _ = try await perform(Lab.write.kind, store, ["to": "two", "text": "Hello", "copies": 3])
        let rows = try lab.file().rows("SELECT seq, at, addressee, content FROM outbox ORDER BY seq")
        #expect(rows.count == 7)
        let again = try lab.beside()
        try again.network.openAll()
        await again.network.settle()
        #expect(try again.greetings(in: "two").count == 3)
        // The sender crashed before it noted that everything had arrived.
        for row in rows {
            let values = row.map { "'\(($0 ?? "").replacing("'", with: "''"))'" }
            try lab.file().run("INSERT INTO outbox VALUES (\(values.joined(separator: ", ")))")
        }
        let third = try again.beside()
        try third.network.openAll()
        await third.network.settle()
        #expect(try third.greetings(in: "two").count == 3)
        #expect(try published(third).isEmpty)
        let commons = third.file(Tenant.commons)
        #expect(try commons.value("SELECT count(*) FROM published") == "2")
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
        #expect(try lab.file().value("SELECT count(*) FROM undelivered") == "0")
    }

    @Test func publishesWithdrawsAndPublishesAnew() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put("Shown")
        await lab.network.settle()
        #expect(try published(lab).isEmpty)
        try await lab.perform(Lab.show.kind, on: id)
        let shownAt = try #require(try lab.find(id)?.recordedAt)
        await lab.network.settle()
        #expect(try published(lab).map(\.version) == [2])
        try await lab.perform(Lab.hide.kind, on: id)
        await lab.network.settle()
        #expect(try published(lab).isEmpty)
        try await lab.perform(Lab.show.kind, on: id)
        await lab.network.settle()
        #expect(try published(lab).map(\.version) == [4])
        let then = try lab.network.register.page(RegisterQuery(kind: "lab.sample", asOf: shownAt))
        #expect(then.items.map(\.version) == [2])
    }

    @Test func publishesWhatADayHasChangedWithTheNextAct() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put("Dated")
        try await lab.perform(Lab.show.kind, on: id)
        await lab.network.settle()
        #expect(try published(lab).map(\.status) == ["on 2026-01-12"])
        lab.test.clock.pass(days: 3)
        // The act changes nothing that is published but the day.
        try await lab.perform(Lab.amend.kind, on: id, ["hint": "unseen"])
        await lab.network.settle()
        #expect(try published(lab).map(\.status) == ["on 2026-01-15"])
    }

    @Test func sendsNothingWhereNothingPublicChanged() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put("Same")
        try await lab.perform(Lab.show.kind, on: id)
        try await lab.perform(Lab.amend.kind, on: id, ["hint": "unseen"])
        await lab.network.settle()
        #expect(try published(lab).map(\.version) == [2])
    }

    @Test func setsAsideWhatIsNoPublication() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put("Good")
        await lab.network.settle()
        for content in ["not json", "{}", "{\"publication\":{\"tenant\":\"one\"}}"] {
            try lab.file().run(
                "INSERT INTO outbox (at, addressee, content) VALUES ('2026', '*', '\(content)')")
        }
        try await lab.perform(Lab.show.kind, on: id)
        await lab.network.settle()
        #expect(try published(lab).map(\.title) == ["Good"])
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
        #expect(try lab.file().value("SELECT count(*) FROM undelivered") == "3")
    }

    @Test func publishesManyInOrder() async throws {
        let lab = try await LabNetwork()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let id = try await lab.put("Sample \(number)")
                    try await lab.perform(Lab.show.kind, on: id)
                    try await lab.perform(Lab.amend.kind, on: id, ["remark": "amended"])
                }
            }
            try await group.waitForAll()
        }
        await lab.network.settle()
        let items = try published(lab)
        #expect(items.count == 300 && items.allSatisfy { $0.summary == "amended" && $0.version == 3 })
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
    }

    /// A server that ends must not carry for ever what others go on writing.
    @Test(.disabled(if: TestNetwork.isOnPostgres, "the seam is of the other engine"))
    func aTenantThatNeverRestsKeepsNobodyWaiting() async throws {
        let lab = try await crashed { store in
            let id = try await perform(Lab.put.kind, store, Sample.full("Busy").values)
            _ = try await perform(Lab.show.kind, store, on: id)
        }
        try await lab.network.close()
        let neighbour = Neighbour(lab.file())
        let network = try Network(
            in: lab.test.directory, trial: neighbour,
            shape: NetworkShape([.network, Lab.system], { lab.test.clock.now }),
            law: try TestNetwork.law(), timepiece: { lab.test.clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try network.openAll()
        try await network.close()
        // What it found is carried; what came meanwhile waits, and not in vain.
        let left = try lab.file().value("SELECT count(*) FROM outbox")
        #expect(left == "1" && neighbour.count < 5)
        let after = try lab.beside()
        try after.network.openAll()
        await after.network.settle()
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
    }
}

/// Another server that writes as fast as this one carries: whenever the commons has taken something
/// in, the tenant has sent the same once more.
private final class Neighbour: Trial {
    private let file: StoreFile
    private let written = Mutex(0)
    var count: Int { written.withLock { $0 } }

    init(_ file: StoreFile) { self.file = file }

    var now: ContinuousClock.Instant { .now }

    func before(_ sql: String, in store: String) throws {}

    func after(_ sql: String, in store: String) throws {
        guard store == Tenant.commons, sql.hasPrefix("INSERT INTO received"), count < 50 else { return }
        written.withLock { $0 += 1 }
        try file.run(
            "INSERT INTO outbox (at, addressee, content) "
                + "SELECT at, addressee, content FROM outbox ORDER BY seq DESC LIMIT 1")
    }

    func run(_ writes: @escaping @Sendable () -> Void) { Task { writes() } }
}
