// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing
import Web

/// A folder that may be out of reach.
final class FarShelf: DocumentShelf {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "far-\(UUID())").path
    private let near: FolderShelf
    let isReached = Atomic(true)

    init() { near = FolderShelf(folder) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func reach() throws -> FolderShelf {
        guard isReached.load(ordering: .relaxed) else { throw DocumentFailure.unreachable("it is far") }
        return near
    }

    func incoming(of tenant: String) -> String { near.incoming(of: tenant) }
    func put(_ file: String, as key: DocumentKey) throws { try reach().put(file, as: key) }
    func file(of key: DocumentKey) throws -> String { try reach().file(of: key) }
    func check(_ key: DocumentKey) throws { try reach().check(key) }
    func copy(_ key: DocumentKey, to file: String) throws { try reach().copy(key, to: file) }
    func list(of tenant: String) throws -> [String] { try reach().list(of: tenant) }
    func remove(_ key: DocumentKey) throws { try reach().remove(key) }
    func removeAll(of tenant: String) throws { try reach().removeAll(of: tenant) }
}

/// A document that cannot be had is said so, to whoever may see it.
@Suite struct MissingDocumentTests {
    private let shelf = FarShelf()

    /// A network with one report of a repair, and the address of its document.
    private func repaired() async throws -> (network: RepairNetwork, officer: TestClient, path: String) {
        let network = try await RepairNetwork(documents: shelf)
        let officer = try await network.officer()
        let answer = await network.reportWithFiles(
            by: officer, files: [("photos", "plan.pdf", RepairNetwork.pdf)])
        let page = await officer.get(answer.location ?? "")
        let match = try #require(page.text.firstMatch(of: /href="(\/t\/[^"]*\/documents\/[^"]*)"/))
        return (network, officer, String(match.1))
    }

    @Test func aDocumentThatIsGoneOrAlteredIsSaidSo() async throws {
        let (network, officer, path) = try await repaired()
        let digest = Digest.of(RepairNetwork.pdf)
        let file = try await network.test.network.documents.file(of: digest, for: "kerry")
        for spoil in [
            { try Data("other".utf8).write(to: URL(filePath: file)) },
            { try FileManager.default.removeItem(atPath: file) },
        ] {
            try spoil()
            let page = await officer.get(path)
            #expect(page.status == 404)
            #expect(page.contains("This document is missing"))
            #expect(page.contains("Ask the authority for a copy"))
            #expect(page.contains("class=\"incident\"") && !page.contains("other"))
        }
        // Whoever has no business there learns nothing of it.
        let nowhere = path.replacing(digest, with: String(repeating: "a", count: 64))
        #expect(await officer.get(nowhere).contains("Page not found"))
    }

    @Test func aPlaceThatDoesNotAnswerWillAgain() async throws {
        let (network, officer, path) = try await repaired()
        shelf.isReached.store(false, ordering: .relaxed)
        let page = await officer.get(path)
        #expect(page.status == 503 && page.header("retry-after") == "60")
        #expect(page.contains("does not answer just now") && !page.contains("it is far"))
        let sent = await network.reportWithFiles(
            by: officer, [("title", "Lamp out"), ("sort", "lamp"), ("urgent", "false")],
            files: [("photos", "lamp.png", RepairNetwork.png)])
        #expect(sent.status == 422 && sent.contains("“lamp.png” was not saved"))
        #expect(sent.contains("value=\"Lamp out\""), "what was typed is kept")
        shelf.isReached.store(true, ordering: .relaxed)
        #expect(await officer.get(path).bytes == RepairNetwork.pdf)
    }
}
