// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Web

@testable import Twin

/// Two towns with parks and a twin each, of which one is open.
struct ParkTwins {
    let subscribers = Subscribers()
    let hub: TwinHub
    let test: TestNetwork
    let token: String
    static let open = "clare"
    static let closed = "mayo"

    init() async throws {
        hub = TwinHub(publishing: subscribers)
        let faces = [try TwinFace.face(hub)]
        test = try TestNetwork(
            [.twin, Parks.system, Gazetteer.system], faces: faces, derived: DerivedRoutes.all(for: faces),
            outside: subscribers)
        for slug in [Self.open, Self.closed] { try await test.open(slug, systems: ["twin", "parks"]) }
        token = try await test.token("Orla", in: Self.open, roles: [.officer])
        try await OpenedTwins(hub).open([Self.open], in: test.network)
    }

    // MARK: The towns

    func store(_ slug: String = open) throws -> TenantStore { try test.network.tenant(slug) }

    @discardableResult
    func act(
        _ action: ActionKind, on record: RecordID? = nil, _ input: Values = [:], at slug: String = open
    ) async throws -> RecordID {
        try await store(slug).perform(
            ActionCall(action, by: .visitor, on: record, input: input), at: test.clock.now
        ).row.id
    }

    /// An oak of which there is something to say in each field.
    @discardableResult
    func plant(at slug: String = open, keeper: RecordID? = nil) async throws -> RecordID {
        var tree = Tree()
        (tree.name, tree.about, tree.code, tree.language) = ("Brian’s oak", "Old and hollow.", "T-1", "en")
        (tree.height, tree.age, tree.sort, tree.isOld) = (Decimal(string: "17.5"), 300, .oak, true)
        (tree.plantedOn, tree.type) = (Day(iso: "1726-03-17"), "landmark")
        tree.place = try Geometry(json: ["type": "Point", "coordinates": [-8.98, 52.84]])
        (tree.park, tree.log) = (RecordID("019b2c5e-0000-7000-8000-000000000001"), ["pruned": 3])
        (tree.keeper, tree.keeperName, tree.note) = (keeper, "Una Ní Bhriain", "Mind the wasps.")
        return try await act(Parks.plant.kind, tree.values, at: slug)
    }

    func pass(_ seconds: Int = 60) { test.clock.pass(seconds: seconds) }

    // MARK: Their twins

    func twin(_ slug: String = open) throws -> Twin { hub.twins.twin(in: try store(slug)) }

    /// What the twin does by itself, begun as in a process that serves.
    func work(_ slug: String = open) async throws -> TwinWork {
        await test.work()
        guard let work = hub.work(of: try twin(slug)) else { throw Fault("nothing was begun") }
        return work
    }

    /// Brings in what there is until something holds, or a good while is over.
    func until(_ isSo: () async throws -> Bool) async throws -> Bool {
        let work = try await work()
        for _ in 0..<12_000 {
            try await work.follower?.tick()
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Brings in all there is.
    func follow() async throws {
        let end = try PublicRecords(of: store(), in: test.network).end()
        let work = try await work()
        _ = try await until {
            work.follower?.place.map { $0.own >= end.own && $0.commons >= end.commons } ?? false
        }
    }

    static func urn(_ record: RecordID) -> String { "urn:uuid:\(record.text)" }

    func send(
        _ method: Web.Method, _ path: String, _ json: JSON? = nil, headers: [String: String] = [:]
    ) async -> TestAnswer {
        await test.client().api(
            method, "/ngsi-ld/v1/\(path)", json, token: token,
            headers: headers.merging(["ngsild-tenant": Self.open]) { $1 })
    }

    func entity(
        _ record: RecordID, _ query: String = "", headers: [String: String] = [:]
    ) async -> TestAnswer {
        await send(.get, "entities/\(Self.urn(record))\(query)", headers: headers)
    }

    func subscribe(to type: String) async {
        let json: JSON = [
            "id": "urn:s:1", "type": "Subscription", "entities": [["type": .string(type)]],
            "notificationTrigger": ["entityCreated", "entityUpdated", "entityDeleted"],
            "notification": ["endpoint": ["uri": "https://hear.example/n"]],
        ]
        _ = await send(.post, "subscriptions", json)
    }

    /// What subscribers heard once so much was, or all after a good while.
    func heard(_ count: Int) async throws -> [Subscribers.Heard] {
        _ = try await until { subscribers.heard.count >= count }
        return subscribers.heard
    }
}
