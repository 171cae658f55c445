// SPDX-License-Identifier: EUPL-1.2

import TestKit
import Testing
import Web

@Suite struct ReadinessTests {
    @Test func itIsReadyUntilItBeginsToEnd() async throws {
        let test = try TestNetwork()
        #expect(await test.client().get("/ready").status == 200)
        test.site.readiness.end()
        let ending = await test.client().get("/ready")
        #expect(ending.status == 503)
        #expect(ending.contains("shutting_down"))
        // What is sent to it all the same is answered.
        #expect(await test.client().get("/sign-in").status == 200)
        #expect(await test.client().get("/health").status == 200)
    }

    @Test func itIsNotReadyWithoutItsCommons() async throws {
        let test = try TestNetwork()
        try await test.network.close()
        let answer = await test.client().get("/ready")
        #expect(answer.status == 503)
        #expect(answer.contains("commons_fails"))
        #expect(await test.client().get("/health").status == 200)
    }
}
