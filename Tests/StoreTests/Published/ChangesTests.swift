// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// The order of changes that other networks read: each record once, at its last change.
struct ChangesTests {
    private let kinds: Set<String> = ["lab.sample"]

    private func told(_ network: Network, after: Int64 = 0) throws -> [String] {
        try network.changes(after: after, of: kinds, limit: 100).changes.map { change in
            "\(change.item?.title ?? "gone") \(change.version)"
        }
    }

    @Test func aRecordMovesToTheEndWithEachChange() async throws {
        let lab = try await LabNetwork(["one"])
        let (first, second) = (try await lab.put("First"), try await lab.put("Second"))
        for id in [first, second] { try await lab.perform(Lab.show.kind, on: id) }
        await lab.network.settle()
        let end = try lab.network.changes(after: 0, of: kinds, limit: 100).end
        #expect(try told(lab.network).count == 2)
        try await lab.perform(Lab.amend.kind, on: first, ["remark": "Another"])
        try await lab.perform(Lab.hide.kind, on: second)
        await lab.network.settle()
        let rest = try lab.network.changes(after: end, of: kinds, limit: 100)
        #expect(rest.changes.map(\.record) == [first, second])
        #expect(rest.changes.map { $0.item == nil } == [false, true])
        #expect(rest.reached == rest.end && rest.end == end + 2)
        #expect(try lab.network.changes(after: 0, of: ["other.kind"], limit: 1).changes.isEmpty)
    }

    @Test func aStoreOfAReleaseBeforeIsCaughtUpWith() async throws {
        let lab = try await LabNetwork(["one"])
        let (shown, hidden) = (try await lab.put("Shown"), try await lab.put("Hidden"))
        for id in [shown, hidden] { try await lab.perform(Lab.show.kind, on: id) }
        await lab.network.settle()
        let before = try told(lab.network)
        // As a release before leaves it: one that was never noted, one withdrawn without a word.
        let commons = lab.file(Tenant.commons)
        try commons.run("DELETE FROM published_change WHERE record = '\(shown.text)'")
        try commons.run("UPDATE published SET until_at = recorded_at WHERE record = '\(hidden.text)'")
        try await lab.network.mendChanges()
        #expect(try told(lab.network).count == before.count)
        #expect(try told(lab.network).contains { $0.hasPrefix("gone") })
        let end = try lab.network.changes(after: 0, of: kinds, limit: 1).end
        try await lab.network.mendChanges()
        #expect(try lab.network.changes(after: 0, of: kinds, limit: 1).end == end)
    }

    @Test func aNetworkThatIsPutBackHasAnotherOrder() async throws {
        let lab = try await KeepingLab()
        let before = try lab.network.changes(after: 0, of: kinds, limit: 100)
        #expect(!before.changes.isEmpty)
        try lab.network.exportAll(to: lab.place("all"), withSecrets: true)
        for place in lab.others() {
            try lab.takeIn("all", at: place)
            let other = try lab.elsewhere(place)
            let after = try other.network.changes(after: 0, of: kinds, limit: 100)
            #expect(after.origin != before.origin)
            #expect(
                Set(after.changes.compactMap { $0.item?.record })
                    == Set(before.changes.compactMap { $0.item?.record }))
            try await other.network.close()
        }
    }

    @Test func theKeySignsAndItsSuccessorIsVouchedFor() async throws {
        let lab = try await LabNetwork(["one"])
        let first = try await lab.network.signingKeys()
        #expect(try await lab.network.signingKeys().current.publicKey == first.current.publicKey)
        let signature = try first.current.signature(over: [1, 2, 3])
        #expect(first.current.publicKey.verifies(signature, over: [1, 2, 3]))
        #expect(!first.current.publicKey.verifies(signature, over: [1, 2, 4]))
        let renewed = try await lab.network.renewSigningKey()
        let link = try #require(renewed.chain.last)
        let vouched = try #require(link.vouched)
        #expect(link.key == renewed.current.publicKey && link.key != first.current.publicKey)
        #expect(
            first.current.publicKey.verifies(vouched, over: SigningKeys.voucher(of: link.key)))
        #expect(!link.key.verifies(vouched, over: SigningKeys.voucher(of: link.key)))
    }
}
