// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What one process does for all.
struct HoldingTests {
    @Test func oneHoldsAndTheOtherTakesOverWhenItIsSilent() async throws {
        let test = try TestNetwork()
        let (one, other) = (Holdings(test.network), Holdings(try test.beside().network))
        #expect(try await one.hold("work") == .oursFromNow)
        #expect(try await one.hold("work") == .ours)
        #expect(try await other.hold("work") == .others)
        #expect(try await other.hold("more") == .oursFromNow)
        // Whoever gives a sign of life holds on.
        for _ in 1...4 {
            test.clock.pass(seconds: Holdings.seconds / 2)
            #expect(try await one.hold("work") == .ours)
            #expect(try await other.hold("work") == .others)
        }
        test.clock.pass(seconds: Holdings.seconds + 1)
        #expect(try await other.hold("work") == .oursFromNow)
        #expect(try await one.hold("work") == .others)
    }

    @Test func whatIsLetGoIsFreeAtOnce() async throws {
        let test = try TestNetwork()
        let (one, other) = (Holdings(test.network), Holdings(try test.beside().network))
        _ = try await one.hold("work")
        try await one.release("work")
        #expect(try await other.hold("work") == .oursFromNow)
        try test.network.endLeases()
        #expect(try await one.hold("work") == .oursFromNow)
    }
}
