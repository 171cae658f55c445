// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

struct LetterTests {
    private func write(
        _ lab: LabNetwork, _ text: String, to addressee: String, copies: Int = 1,
        from sender: String = "one"
    ) async throws {
        try await lab.perform(
            Lab.write.kind, in: sender,
            ["to": .text(addressee), "text": .text(text), "copies": .integer(Int64(copies))])
    }

    private func undelivered(_ lab: LabNetwork, in tenant: String = "one") throws -> [String] {
        try lab.file(tenant).rows("SELECT reason FROM undelivered ORDER BY seq").map { $0[0] ?? "" }
    }

    @Test func deliversInOrderAndOnce() async throws {
        let lab = try await LabNetwork(["one", "two", "three"])
        try await write(lab, "Of one", to: "two", copies: 450)
        try await write(lab, "Of three", to: "two", from: "three")
        await lab.network.settle()
        let greetings = try lab.greetings(in: "two")
        #expect(greetings.filter { $0.sender == "one" }.map(\.text) == (1...450).map { "Of one \($0)" })
        #expect(greetings.filter { $0.sender == "three" }.map(\.text) == ["Of three"])
        #expect(try lab.greetings(in: "one").isEmpty && lab.greetings(in: "three").isEmpty)
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
        #expect(try undelivered(lab).isEmpty)
        #expect(try lab.network.verify("two").finding == nil)
    }

    @Test func setsAsideWhatIsRefusedWithTheReason() async throws {
        let lab = try await LabNetwork(["one", "two"])
        try await write(lab, "first", to: "two")
        try await write(lab, "bad", to: "two")
        try await write(lab, "too late", to: "two")
        try await write(lab, "to nobody", to: "nowhere")
        try await write(lab, "to the operator", to: Tenant.commons)
        try await write(lab, "last", to: "two")
        await lab.network.settle()
        #expect(try lab.greetings(in: "two").map(\.text) == ["first", "last"])
        #expect(
            try undelivered(lab) == [
                "text: bad", "lab.late", "nowhere has not taken up lab",
                "commons has not taken up lab",
            ])
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
    }

    @Test func tellsTheSenderWhatCameBack() async throws {
        let lab = try await LabNetwork(["one", "two"])
        try await write(lab, "arrives", to: "two")
        try await write(lab, "bad", to: "two")
        try await write(lab, "to nobody", to: "nowhere")
        await lab.network.settle()
        let remarks = try lab.list(Query()).reduce(into: [:]) { $0[$1.name] = $1.remark ?? "" }
        #expect(remarks == ["arrives": "", "bad": "came back", "to nobody": "came back"])
    }

    @Test(.disabled(if: TestNetwork.isOnPostgres, "it looks at files"))
    func keepsOneAddresseesTroubleFromTheOthers() async throws {
        let lab = try await LabNetwork(["one", "two", "three"])
        try await lab.network.close()
        let path = lab.file("three").path
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        let again = try lab.beside()
        let id = try await again.put("Shown")
        for number in 1...3 { try await write(again, "Letter \(number)", to: "three") }
        try await write(again, "Hello", to: "two")
        try await again.perform(Lab.show.kind, on: id)
        await again.network.settle()
        #expect(try again.greetings(in: "two").map(\.text) == ["Hello"])
        #expect(try again.network.register.page(RegisterQuery(kind: "lab.sample")).items.count == 1)
        // The letters wait, and arrive by themselves once the addressee is back.
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "3")
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        for _ in 0..<200 where try again.file().value("SELECT count(*) FROM outbox") != "0" {
            try await Task.sleep(for: .milliseconds(50))
        }
        let greetings = try again.greetings(in: "three")
        #expect(greetings.map(\.text) == ["Letter 1", "Letter 2", "Letter 3"])
        #expect(try undelivered(again).isEmpty)
    }
}
