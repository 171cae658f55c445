// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import TestKit
import Twin
import Web

/// A network with one tenant that has a twin, and who uses it.
struct TwinSite {
    let test: TestNetwork
    let token: String
    static let home = "/t/clare/twin"

    /// - Parameter outside: who is asked and told outside; nil: nobody.
    init(_ hub: TwinHub = TwinHub(), outside: (any Fetching)? = nil) async throws {
        let faces = [try TwinFace.face(hub)]
        test = try TestNetwork(
            [.twin], faces: faces, derived: DerivedRoutes.all(for: faces), outside: outside)
        try await test.open("clare", systems: ["twin"])
        token = try await test.token("Orla", in: "clare", roles: [.officer])
    }

    func officer() async throws -> TestClient { try await test.client("Orla", roles: ["clare": [.officer]]) }
    func manager() async throws -> TestClient { try await test.client("Mona", roles: ["clare": [.manager]]) }

    /// Writes entities as a program does.
    @discardableResult
    func write(
        _ entities: String, _ path: String = "entityOperations/upsert?options=update"
    ) async -> TestAnswer {
        await test.client().send(
            .post, "/ngsi-ld/v1/\(path)",
            headers: ["authorization": "Bearer \(token)", "content-type": "application/json"],
            body: Array(entities.utf8))
    }

    /// Two lamps and a bin; one lamp is dimmed three times, a minute apart.
    func fill() async {
        await write(
            """
            [{"id":"urn:lamp:1","type":"Lamp","power":{"type":"Property","value":40,"unitCode":"WTT"},
              "street":{"type":"Relationship","object":"urn:street:1"},
              "location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[-8.98,52.84]}}},
             {"id":"urn:lamp:2","type":"Lamp","power":{"type":"Property","value":90,"unitCode":"WTT"},
              "location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[-8.97,52.85]}}},
             {"id":"urn:street:1","type":"Street","name":{"type":"Property","value":"O’Connell <Street>"}}]
            """)
        for power in [41, 42, 43] {
            test.clock.pass(seconds: 60)
            await write(#"[{"id":"urn:lamp:1","type":"Lamp","power":{"type":"Property","value":\#(power)}}]"#)
        }
    }

    /// Asks as a program does.
    func ask(_ path: String, in branch: String? = nil) async -> TestAnswer {
        var headers = ["authorization": "Bearer \(token)"]
        headers["ngsild-snapshot"] = branch
        return await test.client().get("/ngsi-ld/v1/\(path)", headers: headers)
    }

    /// Changes a lamp in a branch.
    func dim(_ lamp: String, to power: Int, in branch: String? = nil) async {
        var headers = ["authorization": "Bearer \(token)", "content-type": "application/json"]
        headers["ngsild-snapshot"] = branch
        _ = await test.client().send(
            .patch, "/ngsi-ld/v1/entities/\(lamp)", headers: headers,
            body: Array(#"{"power":{"type":"Property","value":\#(power)}}"#.utf8))
    }

    /// Lets anybody read, all or some types.
    func open(_ values: KeyValuePairs<String, String>) async throws -> TestAnswer {
        try await manager().submit("\(Self.home)/opening", values)
    }
}
