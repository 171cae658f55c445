// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing
import Web

/// Documents that hang on nothing: how many there may be, and when they go.
@Suite struct UploadTests {
    private static let lamp = [("title", "Lamp out"), ("sort", "lamp"), ("urgent", "true")]
    private static let incomplete = [("title", ""), ("sort", "lamp"), ("urgent", "true")]

    /// A PDF nobody sent before.
    private static func pdf(_ text: String = UUID().uuidString) -> [UInt8] {
        Array("%PDF-1.7 \(text)".utf8)
    }

    private func lying(_ network: RepairNetwork) throws -> Int {
        try network.test.network.documents.list(of: "kerry").count
    }

    /// Sends a document in a form that is not complete, and gives what the form then holds.
    private func sendLoose(
        _ bytes: [UInt8], by client: TestClient, in network: RepairNetwork
    ) async throws -> [(String, String)] {
        let answer = await network.reportWithFiles(
            by: client, Self.incomplete, files: [("photos", "plan.pdf", bytes)])
        try #require(answer.status == 422)
        return answer.hidden(action: RepairNetwork.report)
    }

    @Test func whatHangsOnNothingIsClearedAfterADay() async throws {
        let network = try await RepairNetwork()
        let client = network.test.client()
        let first = Self.pdf()
        let kept = await network.reportWithFiles(by: client, files: [("photos", "a.pdf", first)])
        #expect(kept.status == 303)
        let form = try await sendLoose(Self.pdf(), by: client, in: network)
        #expect(try lying(network) == 2)
        // Only what hangs on something counts as kept.
        #expect(try network.test.network.condition(of: "kerry").documents == first.count)
        network.test.clock.pass(hours: 23)
        await network.test.work()
        #expect(try lying(network) == 2)
        network.test.clock.pass(hours: 26)
        await network.test.work()
        #expect(try lying(network) == 1)
        // Whoever left the form open is asked to choose it again, and nothing else is lost.
        let late = await client.post(RepairNetwork.report, form + Self.lamp)
        #expect(late.status == 422 && late.contains("Add “plan.pdf” again"))
        let page = await client.get(kept.location ?? "")
        let path = try #require(page.text.firstMatch(of: /href="(\/t\/[^"]*\/documents\/[^"]*)"/))
        #expect(await client.get(String(path.1)).status == 200)
    }

    /// Clearing and hanging at the same moment: what a record names is there.
    @Test func whatIsHungOnARecordMeanwhileStays() async throws {
        let network = try await RepairNetwork()
        let store = try network.test.network.tenant("kerry")
        let documents = network.test.network.documents
        for _ in 0..<25 {
            let client = network.test.client()
            let form = try await sendLoose(Self.pdf(), by: client, in: network)
            network.test.clock.pass(hours: 25)
            let now = network.test.clock.now
            async let cleared = store.clearUploads(from: documents, at: now)
            let answer = await client.post(RepairNetwork.report, form + Self.lamp)
            _ = try await cleared
            if answer.status == 303 {
                let page = await client.get(answer.location ?? "")
                let path = page.text.firstMatch(of: /href="(\/t\/[^"]*\/documents\/[^"]*)"/)
                #expect(await client.get(String(path?.1 ?? "")).status == 200)
            } else {
                #expect(answer.status == 422 && answer.contains("again: it was not sent"))
            }
        }
    }

    /// The same document sent anew while it is cleared lies there afterwards.
    @Test func whatIsSentAnewWhileItIsClearedLiesThere() async throws {
        let network = try await RepairNetwork()
        let store = try network.test.network.tenant("kerry")
        let documents = network.test.network.documents
        let client = network.test.client()
        for number in 0..<25 {
            let bytes = Self.pdf("\(number)")
            _ = try await sendLoose(bytes, by: client, in: network)
            network.test.clock.pass(hours: 25)
            let now = network.test.clock.now
            async let cleared = store.clearUploads(from: documents, at: now)
            let form = try await sendLoose(bytes, by: client, in: network)
            _ = try await cleared
            let done = await client.post(RepairNetwork.report, form + Self.lamp)
            #expect(done.status == 303)
            let page = await client.get(done.location ?? "")
            let path = page.text.firstMatch(of: /href="(\/t\/[^"]*\/documents\/[^"]*)"/)
            #expect(await client.get(String(path?.1 ?? "")).status == 200)
        }
    }

    @Test func nobodySendsMoreThanTheirShareThatHangsOnNothing() async throws {
        let network = try await RepairNetwork()
        let store = try network.test.network.tenant("kerry")
        let rory = try await network.test.client("Rory")
        let person = try await network.test.person("Rory")
        let now = network.test.clock.now
        // As if they had sent a gigabyte before.
        let large = FileReference(
            digest: String(repeating: "a", count: 64), name: "a.pdf", type: "application/pdf",
            size: 1 << 30)
        try await store.uploads.note(large, by: Actor(.person(person)), at: now)
        let refused = await network.reportWithFiles(
            by: rory, files: [("photos", "plan.pdf", RepairNetwork.pdf)])
        #expect(refused.status == 422)
        #expect(refused.contains("“plan.pdf” was not saved: too much was sent"))
        #expect(try lying(network) == 0)
        // Others have their own, and the day after tomorrow it is forgotten.
        let other = try await network.test.client("Nora")
        let taken = await network.reportWithFiles(
            by: other, files: [("photos", "plan.pdf", RepairNetwork.pdf)])
        #expect(taken.status == 303)
        network.test.clock.pass(days: 2)
        let again = try await network.test.client("Rory")
        let later = await network.reportWithFiles(
            by: again, files: [("photos", "plan.pdf", RepairNetwork.png)])
        #expect(later.status == 303)
    }

    /// Of one sender four are taken in at once, so that what never ends fills no disk.
    @Test func onlySomeArriveAtOnce() async throws {
        let network = try await RepairNetwork()
        let tenant = try network.test.network.tenant("kerry").tenant
        let documents = network.test.network.documents
        var arriving = try (0..<4).map { _ in try documents.receive(for: tenant, from: .init("192.0.2.7")) }
        let refused = await network.reportWithFiles(
            by: network.test.client(), files: [("photos", "plan.pdf", RepairNetwork.pdf)])
        #expect(refused.status == 422)
        #expect(refused.contains("too many documents are being sent at once"))
        arriving.removeFirst().discard()
        let taken = await network.reportWithFiles(
            by: network.test.client(), files: [("photos", "plan.pdf", RepairNetwork.pdf)])
        #expect(taken.status == 303)
        for one in arriving { one.discard() }
    }

    /// However many strangers send what never ends, officers still send their documents.
    @Test func strangersKeepNoOfficerOut() async throws {
        let network = try await RepairNetwork()
        let tenant = try network.test.network.tenant("kerry").tenant
        let documents = network.test.network.documents
        var arriving: [IncomingDocument] = []
        for address in 0..<20 {
            for _ in 0..<4 {
                let one = try? documents.receive(for: tenant, from: .init("192.0.2.\(address)"))
                if let one { arriving.append(one) }
            }
        }
        #expect(arriving.count == 48)
        let stranger = await network.reportWithFiles(
            by: network.test.client(), files: [("photos", "plan.pdf", RepairNetwork.pdf)])
        #expect(stranger.status == 422)
        let officer = try await network.test.client("Orla", roles: ["kerry": [.officer]])
        let taken = await network.reportWithFiles(
            by: officer, files: [("photos", "plan.pdf", RepairNetwork.pdf)])
        #expect(taken.status == 303)
        for one in arriving { one.discard() }
    }

    @Test func whatNeverArrivedWholeGoes() async throws {
        let network = try await RepairNetwork()
        let folder = "\(network.test.directory)/documents/kerry/incoming"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, age) in [("old", "2026-01-10T00:00:00Z"), ("new", "2026-01-14T00:00:00Z")] {
            let date = try #require(Instant(iso: age))
            let isMade = FileManager.default.createFile(
                atPath: "\(folder)/\(name)", contents: Data([1]),
                attributes: [
                    .modificationDate: Date(
                        timeIntervalSince1970: Double(date.milliseconds) / 1_000)
                ])
            #expect(isMade)
        }
        network.test.clock.set("2026-01-14T01:00:00Z")
        await network.test.work()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["new"])
    }
}
