// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization
import TestKit
import Twin
import Web

/// Two open twins that reach each other, and a source that says whatever a test puts there.
struct TwinPair {
    static let north = "https://north.example"
    static let south = "https://south.example"

    let internet = StandIn()
    let north: TestNetwork
    let south: TestNetwork

    init() throws {
        north = try Self.network(internet, at: Self.north)
        south = try Self.network(internet, at: Self.south)
        internet.inner.put(north, at: Self.north)
        internet.inner.put(south, at: Self.south)
    }

    static func network(_ internet: StandIn, at address: String) throws -> TestNetwork {
        var configuration = Configuration()
        configuration.address = address
        return try TestNetwork(
            [.twin], faces: [try TwinFace.face(TwinHub(isOpen: true))], configuration: configuration,
            outside: internet)
    }

    /// Asks a twin something.
    func ask(
        _ method: Web.Method, _ path: String, _ json: JSON? = nil, headers: [String: String] = [:],
        at test: TestNetwork? = nil
    ) async -> TestAnswer {
        await (test ?? north).client().api(method, "/ngsi-ld/v1/\(path)", json, headers: headers)
    }

    /// Registers the south at the north.
    func register(
        _ members: JSONObject = [:], information: JSON = [["entities": [["type": "Bin"]]]],
        id: String = "urn:r:south"
    ) async -> TestAnswer {
        var json: JSONObject = [
            "id": .string(id), "type": "ContextSourceRegistration", "endpoint": .string(Self.south),
            "information": information,
        ]
        for (key, value) in members { json[key] = value }
        return await ask(.post, "csourceRegistrations", .object(json))
    }

    static func bin(_ id: String, _ attributes: JSONObject = ["fill": ["type": "Property", "value": 1]])
        -> JSON
    {
        var json: JSONObject = ["id": .string(id), "type": "Bin"]
        for (key, value) in attributes { json[key] = value }
        return .object(json)
    }

    static func property(_ value: JSON) -> JSON { ["type": "Property", "value": value] }
}

/// The Internet of a test, with places that answer what they are told to.
final class StandIn: Fetching {
    typealias Answering = @Sendable (OutgoingRequest) throws -> OutgoingResponse

    let inner = TestInternet()
    private let places = Mutex<[String: Answering]>([:])
    private let seen = Mutex<[OutgoingRequest]>([])

    func put(_ address: String, _ answering: @escaping Answering) {
        places.withLock { $0[address] = answering }
    }

    /// What was asked, in order.
    var asked: [OutgoingRequest] { seen.withLock { $0 } }

    func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
        seen.withLock { $0.append(request) }
        let place = places.withLock { places in
            places.first { request.address.hasPrefix($0.key) }?.value
        }
        if let place { return try place(request) }
        return try await inner.send(request)
    }

    /// Waits until so many requests went to a place.
    func wait(for count: Int, at address: String) async -> [OutgoingRequest] {
        await until { asked.filter { $0.address.hasPrefix(address) }.count >= count }
        return asked.filter { $0.address.hasPrefix(address) }
    }
}

extension OutgoingRequest {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
}
