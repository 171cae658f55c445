// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization
import TestKit
import Testing

@testable import Twin

/// A disk without room: what cannot be written is refused and leaves no trace, and afterwards all goes on.
struct FullDiskTests {
    private static func entity(_ number: Int, at moment: Stamp) -> Entity {
        var entity = Entity(id: "urn:e:\(number)", types: ["T"], createdAt: moment, modifiedAt: moment)
        entity.attributes = [Attribute("a", [Instance(.property(.integer(number)), at: moment)])]
        return entity
    }

    private func write(_ numbers: Range<Int>, to twin: Twin, at now: Instant) async -> [Fault?] {
        await withTaskGroup(of: Fault?.self) { group in
            for number in numbers {
                group.addTask {
                    do {
                        try await twin.perform(by: "test", at: now) {
                            try $0.create(Self.entity(number, at: $0.now))
                        }
                        return nil
                    } catch { return error as? Fault ?? Fault("\(error)") }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func whatCannotBeWrittenIsRefusedAndLeavesNoTrace() async throws {
        let (disk, clock) = (TestDisk(), TestClock("2026-01-12T09:00:00Z"))
        let network = try disk.network([.twin], at: clock)
        let twin = Twins().twin(in: network.commons)
        let told = Mutex(0)
        _ = twin.listen { changes, _ in told.withLock { $0 += changes.count } }
        #expect(await write(0..<3, to: twin, at: clock.now).allSatisfy { $0 == nil })
        disk.fill(true)
        let faults = await write(3..<40, to: twin, at: clock.now)
        #expect(faults.count == 37 && faults.allSatisfy { $0?.isStorageFull == true })
        #expect(try twin.view().count == 3 && told.withLock { $0 } == 3)
        for fault in faults.compactMap(\.self) { #expect(TwinDoor.answer(to: fault).status == 507) }
        disk.fill(false)
        #expect(await write(3..<40, to: twin, at: clock.now).allSatisfy { $0 == nil })
        #expect(try twin.view().count == 40 && told.withLock { $0 } == 40)
        #expect(try Twins().twin(in: network.commons).view().count == 40)
        #expect(try network.verify(Tenant.commons, [TwinFace.check]).finding == nil)
        try await network.close()
    }

    @Test func whoComesWhileAStoreCannotBeUsedIsToldWhenToComeAgain() {
        let lost = TwinDoor.answer(to: Fault("the file cannot be opened", isUnavailable: true))
        #expect(lost.status == 503 && lost.header("retry-after") == "5")
        let gone = TwinDoor.answer(to: Refusal.outOfService(Phrase("store.missing")))
        #expect(gone.status == 503 && gone.header("retry-after") == "60")
        let full = TwinDoor.answer(to: Refusal.tooMany(retryAfter: 7))
        #expect(full.status == 429 && full.header("retry-after") == "7")
    }
}
