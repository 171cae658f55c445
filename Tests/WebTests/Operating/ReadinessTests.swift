// SPDX-License-Identifier: EUPL-1.2

import Foundation
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

    @Test(.disabled(if: TestNetwork.isOnPostgres, "the disk is the server's"))
    func itIsNotReadyWhereNothingCanBeWritten() async throws {
        let test = try TestNetwork()
        #expect(await test.client().get("/ready").status == 200)
        // Its folder is gone: nothing can be written there by anybody, whoever runs the tests.
        try FileManager.default.moveItem(atPath: test.directory, toPath: test.directory + "-gone")
        defer { try? FileManager.default.moveItem(atPath: test.directory + "-gone", toPath: test.directory) }
        try await Task.sleep(for: .milliseconds(1_100))
        let answer = await test.client().get("/ready")
        #expect(answer.status == 503 && answer.contains("commons_fails"))
    }
}
