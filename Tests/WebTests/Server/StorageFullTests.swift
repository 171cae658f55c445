// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// A full disk is the operator's to mend, and is said so.
struct StorageFullTests {
    @Test func itIsNoRiddleWithANumber() async throws {
        let full = Route(.get, "/full", .everyone) { _ in
            throw Fault("no room left", isStorageFull: true)
        }
        let test = try TestNetwork(derived: [full])
        let page = await test.client().get("/full")
        #expect(page.status == 503 && page.contains("The storage is full"))
        #expect(!page.contains("class=\"incident\"") && !page.contains("no room left"))
        let answer = await test.client().get("/full", headers: ["accept": "application/json"])
        #expect(answer.status == 503)
    }
}
