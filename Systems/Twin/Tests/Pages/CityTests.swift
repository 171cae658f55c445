// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing
import Twin
import Web

/// The demonstration's city.
struct CityTests {
    @Test func threeHundredSensorsTellOfTwoDaysAndAnybodyMayWrite() async throws {
        let hub = TwinHub()
        let test = try TestNetwork([.twin], faces: [try TwinFace.face(hub)])
        try await test.open(TwinCity.slug, jurisdiction: "lu", systems: ["twin"])
        try await TwinCity(hub).tell(in: test.network)
        // Telling it again changes nothing.
        try await TwinCity(hub).tell(in: test.network)
        let client = test.client()
        let tenant = ["ngsild-tenant": "twin"]
        let all = await client.get("/ngsi-ld/v1/entities?type=*&limit=0&count=true", headers: tenant)
        #expect(all.header("ngsild-results-count") == "300")
        let air = await client.get(
            "/ngsi-ld/v1/temporal/entities/urn:ngsi-ld:AirQualityObserved:Neistad:01?attrs=no2"
                + "&timerel=before&timeAt=2026-01-12T09:00:00Z&options=temporalValues", headers: tenant)
        #expect(air.json["no2"]?["values"]?.asArray?.count == 48)
        let before = await client.get(
            "/ngsi-ld/v1/entities/urn:ngsi-ld:OnStreetParking:Neistad:01?asOf=2026-01-11T03:30:00Z",
            headers: tenant)
        #expect(before.json["availableSpotNumber"]?["observedAt"] == "2026-01-11T03:00:00Z")
        let write = await client.send(
            .post, "/ngsi-ld/v1/entities",
            headers: ["ngsild-tenant": "twin", "content-type": "application/json"],
            body: Array(#"{"id":"urn:mine:1","type":"Mine"}"#.utf8))
        #expect(write.status == 201)
        let page = await client.get("/t/twin/twin")
        #expect(page.contains("AirQualityObserved") && page.contains("TrafficFlowObserved"))
        #expect(page.contains("WasteContainer") && page.contains("OnStreetParking"))
        let chart = await client.get("/t/twin/twin/entities/urn:ngsi-ld:AirQualityObserved:Neistad:01")
        #expect(chart.text.components(of: "class=\"progress-chart\"") == 6)
    }

    @Test func theCityIsTheSameEveryTime() async throws {
        var told: [String] = []
        for _ in 0..<2 {
            let hub = TwinHub()
            let test = try TestNetwork([.twin], faces: [try TwinFace.face(hub)])
            try await test.open(TwinCity.slug, jurisdiction: "lu", systems: ["twin"])
            try await TwinCity(hub).tell(in: test.network, hours: 3)
            told.append(await test.client().get("/t/twin/twin/entities.csv").text)
        }
        #expect(told[0] == told[1] && told[0].contains("urn:ngsi-ld:WasteContainer:Neistad:90"))
    }
}
