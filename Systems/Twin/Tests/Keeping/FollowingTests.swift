// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization
import TestKit
import Testing
import Web

@testable import Twin

/// Several processes on one store: what one writes the others see and tell, and one tells for all.
struct FollowingTests {
    /// A second process on the stores of an open twin.
    private struct Beside {
        let hub: TwinHub
        let test: TestNetwork

        init(_ twin: SubscribedTwin) throws {
            hub = TwinHub(isOpen: true, publishing: twin.subscribers)
            test = try twin.test.beside(faces: [try TwinFace.face(hub)])
        }

        var twin: Twin { hub.twins.twin(in: test.network.commons) }
        var work: TwinWork? { hub.work(of: twin) }

        func send(_ method: Web.Method, _ path: String, _ json: JSON? = nil) async -> TestAnswer {
            await test.client().api(method, "/ngsi-ld/v1/\(path)", json)
        }
    }

    private func becomes(_ isSo: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<6_000 {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    @Test func whatOneWritesTheOtherSeesAndTells() async throws {
        let one = try SubscribedTwin()
        await one.room()
        let other = try Beside(one)
        #expect(await other.send(.get, "entities/urn:r:1").json["t"]?["value"] == 1)
        let heard = Mutex<[JSON?]>([])
        let end = other.twin.listen { changes, _ in
            let values = changes.map { change -> JSON? in
                guard case .property(let value)? = change.new?.attributes.first?.standard?.value else {
                    return nil
                }
                return value
            }
            heard.withLock { $0 += values }
        }
        defer { end() }
        for value in 2...4 { await one.set(value) }
        // Nobody asks for it: it follows by itself.
        #expect(try await becomes { heard.withLock { $0 } == [2, 3, 4] })
        #expect(await other.send(.get, "entities/urn:r:1").json["t"]?["value"] == 4)
        // Both write, and both have all of it, in the same order.
        for value in 5...8 {
            if value.isMultiple(of: 2) { await one.set(value) } else {
                _ = await other.send(.patch, "entities/urn:r:1/attrs", ["t": ["value": .integer(value)]])
            }
        }
        let path = "temporal/entities/urn:r:1"
        #expect(
            try await becomes {
                let (here, there) = (await one.send(.get, path).json, await other.send(.get, path).json)
                let values = here["t"]?.asArray?.map { $0["value"] }
                return here == there && values == (1...8).map { .integer($0) }
            })
        #expect(try one.test.network.verify(Tenant.commons, [TwinFace.check]).finding == nil)
    }

    @Test func subscribersAreToldOnceInAll() async throws {
        let one = try SubscribedTwin()
        await one.subscribe()
        await one.room()
        await one.heard(1)
        let other = try Beside(one)
        #expect(await other.send(.get, "entities/urn:r:1").status == 200)
        try await other.work?.tick()
        for value in 2...5 {
            if value.isMultiple(of: 2) { await one.set(value) } else {
                _ = await other.send(.patch, "entities/urn:r:1/attrs", ["t": ["value": .integer(value)]])
            }
        }
        #expect(try await becomes { one.subscribers.heard.count >= 5 })
        let values = await one.heard(6).map { $0.data.first?["t"]?["value"] }
        #expect(values == [1, 2, 3, 4, 5])
        // What became of it both say.
        try await one.work?.tick()
        for answer in [await one.subscription(), await other.send(.get, "subscriptions/urn:s:1").json] {
            #expect(answer["notification"]?["timesSent"] == 5)
        }
    }

    @Test func whatOnePromisedTheOtherKeeps() async throws {
        let one = try SubscribedTwin()
        await one.subscribe()
        await one.room()
        await one.heard(1)
        let other = try Beside(one)
        #expect(await other.send(.get, "entities/urn:r:1").status == 200)
        one.subscribers.answer { _ in throw Fault("nobody answers") }
        await one.set(2)
        await one.heard(2)
        // The one that held it is killed.
        await one.work?.settle()
        one.subscribers.answer { _ in 204 }
        try await other.work?.tick()
        #expect(one.subscribers.heard.count == 2)
        one.test.clock.pass(seconds: Holdings.seconds + 1)
        try await other.work?.tick()
        #expect(try await becomes { one.subscribers.heard.last?.data.first?["t"]?["value"] == 2 })
        _ = await other.send(.patch, "entities/urn:r:1/attrs", ["t": ["value": 3]])
        #expect(try await becomes { one.subscribers.heard.last?.data.first?["t"]?["value"] == 3 })
    }

    /// A process that begins goes on with what was promised before anybody asks for the twin.
    @Test func aProcessThatBeginsGoesOnByItself() async throws {
        let one = try SubscribedTwin()
        await one.subscribe()
        await one.room()
        await one.heard(1)
        one.subscribers.answer { _ in 503 }
        await one.set(2)
        await one.heard(2)
        try await one.work?.tick()
        await one.work?.settle()
        one.subscribers.answer { _ in 204 }
        one.test.clock.pass(seconds: Holdings.seconds + 1)
        let other = try Beside(one)
        await other.test.work()
        #expect(try await becomes { one.subscribers.heard.last?.data.first?["t"]?["value"] == 2 })
        // And one that ends as it should lets others go on at once.
        await other.hub.end()
        let third = try Beside(one)
        await third.test.work()
        _ = await third.send(.patch, "entities/urn:r:1/attrs", ["t": ["value": 3]])
        #expect(try await becomes { one.subscribers.heard.last?.data.first?["t"]?["value"] == 3 })
    }
}
