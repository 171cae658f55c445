// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// What somebody sees who opens a server with an open twin in a browser.
struct OpenTwinPageTests {
    @Test func theFirstPageSaysWhereTheTwinIsAndWhatItHolds() async throws {
        let twin = try OpenTwin()
        let empty = await twin.test.client().get("/")
        #expect(empty.status == 200 && empty.contains("An open digital twin"))
        #expect(empty.contains("/ngsi-ld/v1/types&#39;") || empty.contains("/ngsi-ld/v1/types'"))
        #expect(empty.contains("There is nothing in the twin yet"))
        for number in 1...3 { _ = await twin.ask(.post, "entities", OpenTwin.car(number)) }
        _ = await twin.ask(.post, "entities", OpenTwin.car(1), headers: ["ngsild-tenant": "depot"])
        let page = await twin.test.client().get("/")
        #expect(page.contains("href=\"/ngsi-ld/v1/entities?type=Car&amp;limit=20\">Car</a>"))
        #expect(page.contains("<dd class=\"value\">3</dd>"))
        #expect(page.contains("with the header NGSILD-Tenant: depot"))
        #expect(!page.contains("Who else is on this server"))
        let cars = await twin.test.client().get("/ngsi-ld/v1/entities?type=Car&limit=20")
        #expect(cars.json.asArray?.count == 3)
    }

    @Test func whereItIsNotOpenTheFirstPageIsTheSites() async throws {
        let site = try await TwinSite()
        #expect(!(await site.test.client().get("/").contains("An open digital twin")))
        _ = try await site.open(["open": "all"])
        // A tenant that opened its twin leads to it.
        let page = await site.test.client().get("/t/clare")
        #expect(page.contains("href=\"/t/clare/twin\""))
    }
}
