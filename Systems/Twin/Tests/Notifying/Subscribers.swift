// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Store
import Synchronization
import TestKit
import Web

@testable import Twin

/// A network with an open twin, and all the endpoints of the world: what they are sent is kept, and what
/// they answer is the test's.
final class Subscribers: Fetching, Publishing {
    struct Heard: Sendable {
        let address: String
        let headers: [String: String]
        let json: JSON

        /// The entities it tells of.
        var data: [JSON] { json["data"]?.asArray ?? [] }
    }

    private struct State {
        var heard: [Heard] = []
        var published: [(topic: String, json: JSON, options: MQTTOptions)] = []
        var answer: @Sendable (Heard) throws -> Int = { _ in 204 }
        var meanwhile: (@Sendable () async -> Void)?
        var documents: [String: JSON] = [:]
    }

    private let state = Mutex(State())

    var heard: [Heard] { state.withLock { $0.heard } }
    var published: [(topic: String, json: JSON, options: MQTTOptions)] { state.withLock { $0.published } }

    /// What is answered from now on.
    func answer(_ answer: @escaping @Sendable (Heard) throws -> Int) {
        state.withLock { $0.answer = answer }
    }

    /// What happens before the next is answered.
    func meanwhile(_ body: @escaping @Sendable () async -> Void) {
        state.withLock { $0.meanwhile = body }
    }

    func put(_ document: JSON, at address: String) { state.withLock { $0.documents[address] = document } }

    func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        if request.method == "GET" {
            guard let document = state.withLock({ $0.documents[request.address] }) else {
                throw Fault("no host")
            }
            return OutgoingResponse(status: 200, body: document.encoded())
        }
        let headers = Dictionary(
            request.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $0 + ", " + $1 })
        let heard = Heard(
            address: request.address, headers: headers, json: try JSON(parsing: request.body))
        let (answer, meanwhile) = state.withLock { state in
            state.heard.append(heard)
            defer { state.meanwhile = nil }
            return (state.answer, state.meanwhile)
        }
        await meanwhile?()
        return OutgoingResponse(status: try answer(heard))
    }

    func publish(_ message: MQTTMessage, to address: MQTTAddress, _ options: MQTTOptions) async throws {
        let json = try JSON(parsing: message.payload)
        state.withLock { $0.published.append((address.topic, json, options)) }
    }
}

/// An open twin, as programs use it.
final class SubscribedTwin: Sendable {
    let subscribers: Subscribers
    let hub: TwinHub
    let test: TestNetwork

    init(_ subscribers: Subscribers = Subscribers()) throws {
        self.subscribers = subscribers
        hub = TwinHub(isOpen: true, publishing: subscribers)
        let face = try TwinFace.face(hub)
        test = try TestNetwork([.twin], faces: [face], outside: subscribers)
    }

    var work: TwinWork? { hub.work(of: hub.twins.twin(in: test.network.commons)) }

    func send(
        _ method: Web.Method, _ path: String, _ json: JSON? = nil, headers: [String: String] = [:]
    ) async -> TestAnswer {
        await test.client().api(method, "/ngsi-ld/v1/\(path)", json, headers: headers)
    }

    /// Subscribes; `more` is put over what a plain subscription says.
    @discardableResult
    func subscribe(_ id: String = "urn:s:1", _ more: JSON = [:], headers: [String: String] = [:]) async
        -> TestAnswer
    {
        let plain: JSON = [
            "id": .string(id), "type": "Subscription", "entities": [["type": "Room"]],
            "notification": ["endpoint": ["uri": "https://hear.example/n"]],
        ]
        return await send(.post, "subscriptions", plain.merged(with: more), headers: headers)
    }

    func room(_ id: String = "urn:r:1", _ attributes: JSON = ["t": ["value": 1]]) async {
        let plain: JSON = ["id": .string(id), "type": "Room"]
        _ = await send(.post, "entities", plain.merged(with: attributes))
    }

    func set(_ value: Int, of id: String = "urn:r:1", _ name: String = "t") async {
        _ = await send(.patch, "entities/\(id)/attrs", [name: ["value": .integer(value)]])
    }

    /// What was heard once so much was, or all that was after a while.
    @discardableResult
    func heard(_ count: Int) async -> [Subscribers.Heard] {
        await until { subscribers.heard.count >= count }
        // Whatever comes too much is to come now.
        try? await Task.sleep(for: .milliseconds(20))
        return subscribers.heard
    }

    /// Lets time pass, and what falls due be done.
    func pass(seconds: Int) async throws {
        test.clock.pass(seconds: seconds)
        try await work?.tick()
    }

    /// What a second process on the same stores does by itself, after the first was killed: what that held
    /// for all is free after a while.
    func next(after work: TwinWork?) async throws -> TwinWork {
        await work?.settle()
        test.clock.pass(seconds: Holdings.seconds + 1)
        let twin = Twins().twin(in: test.network.commons)
        let next = TwinWork(
            twin, outside: test.site.outside, publishing: subscribers, holdings: Holdings(test.network),
            now: { [clock = test.clock] in clock.now })
        next.begin()
        return next
    }

    func subscription(_ id: String = "urn:s:1", _ query: String = "") async -> JSON {
        await send(.get, "subscriptions/\(id)\(query)").json
    }
}

/// Waits until something is so, as long as that may take on a machine that has much else to do.
func until(_ condition: () async throws -> Bool) async rethrows {
    for _ in 0..<6_000 {
        if try await condition() { return }
        try? await Task.sleep(for: .milliseconds(10))
    }
}
