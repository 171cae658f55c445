// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Testing

/// A shelf is a shelf, wherever it is.
struct ShelfTests {
    /// One of either kind in a folder of its own, and how to spoil what lies there.
    final class Place: Sendable {
        let folder = FileManager.default.temporaryDirectory.appending(path: "shelf-\(UUID())").path
        let objects: ObjectsInMemory?

        init(isFolder: Bool) { objects = isFolder ? nil : ObjectsInMemory() }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        /// As each process has it; what is copied to a machine is its own.
        func store(machine: String = "a", limit: Int = S3Shelf.usualCache) throws -> DocumentStore {
            guard let objects else { return DocumentStore(FolderShelf("\(folder)/documents")) }
            let place = try S3Place("s3://bucket/talka/?endpoint=http://objects:9000", key: "k", secret: "s")
            return DocumentStore(
                S3Shelf(place, cache: "\(folder)/\(machine)", limit: limit, transferring: objects))
        }

        func spoil(_ digest: String, of slug: String) throws {
            let name = "\(slug)/\(digest.prefix(2))/\(digest)"
            if let objects {
                objects.state.withLock { $0.objects["/bucket/talka/\(name)"] = Array("other".utf8) }
            } else {
                try Data("other".utf8).write(to: URL(filePath: "\(folder)/documents/\(name)"))
            }
        }
    }

    private func tenant(_ slug: String) -> Tenant {
        Tenant(slug: slug, name: slug, jurisdiction: "ie", sort: "municipality", isDemo: false, systems: [])
    }

    private func bytes(_ text: String) -> [UInt8] { Array("%PDF-1.7 \(text)".utf8) }

    private func read(_ store: DocumentStore, _ digest: String) async throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: await store.file(of: digest, for: "one"))))
    }

    private func failure(_ work: () async throws -> Void) async -> String {
        do {
            try await work()
            return ""
        } catch { return "\(error)" }
    }

    @Test(arguments: [true, false])
    func whatOneProcessKeepsAnotherReads(_ isFolder: Bool) async throws {
        let place = Place(isFolder: isFolder)
        let (here, there) = (try place.store(), try place.store(machine: "b"))
        let kept = try here.keep(bytes("a"), name: "a.pdf", for: tenant("one"))
        let other = try there.keep(bytes("b"), name: "b.pdf", for: tenant("one"))
        #expect(try await read(there, kept.digest) == bytes("a"))
        #expect(try await read(here, other.digest) == bytes("b"))
        #expect(try here.keep(bytes("a"), name: "again.pdf", for: tenant("one")).digest == kept.digest)
        #expect(try there.list(of: "one") == [kept.digest, other.digest].sorted())
        try there.check(kept.digest, of: "one")
    }

    @Test(arguments: [true, false])
    func tenantsLieApart(_ isFolder: Bool) async throws {
        let store = try Place(isFolder: isFolder).store()
        let digests = try ["a", "b", "c", "d", "e"].map {
            try store.keep(bytes($0), name: "\($0).pdf", for: tenant("one")).digest
        }
        _ = try store.keep(bytes("a"), name: "a.pdf", for: tenant("one-more"))
        #expect(try store.list(of: "one") == digests.sorted())
        #expect(try store.list(of: "on").isEmpty)
        #expect(await failure { _ = try await store.file(of: digests[1], for: "one-more") }.contains("gone"))
        try store.remove(digests[1], of: "one")
        try store.remove(digests[1], of: "one")
        #expect(await failure { _ = try await store.file(of: digests[1], for: "one") }.contains("gone"))
        try store.removeAll(of: "one")
        #expect(try store.list(of: "one").isEmpty)
        #expect(try store.list(of: "one-more") == [digests[0]])
        try store.removeAll(of: "never")
    }

    @Test(arguments: [true, false])
    func whatWasAlteredIsNeverRead(_ isFolder: Bool) async throws {
        let place = Place(isFolder: isFolder)
        let digest = try place.store().keep(bytes("a"), name: "a.pdf", for: tenant("one")).digest
        try place.spoil(digest, of: "one")
        let other = try place.store(machine: "b")
        #expect(await failure { _ = try await other.file(of: digest, for: "one") }.contains("altered"))
        #expect(await failure { try other.check(digest, of: "one") }.contains("altered"))
        let copy = "\(place.folder)/x"
        #expect(await failure { try other.copy(digest, of: "one", to: copy) }.contains("altered"))
        // Whoever sends it once more puts it right.
        _ = try other.keep(bytes("a"), name: "a.pdf", for: tenant("one"))
        #expect(try await read(place.store(machine: "c"), digest) == bytes("a"))
    }

    @Test(arguments: [true, false])
    func documentsAreCopiedOut(_ isFolder: Bool) throws {
        let place = Place(isFolder: isFolder)
        let store = try place.store()
        let digest = try store.keep(bytes("a"), name: "a.pdf", for: tenant("one")).digest
        try store.copy(digest, of: "one", to: "\(place.folder)/out")
        #expect(try Data(contentsOf: URL(filePath: "\(place.folder)/out")) == Data(bytes("a")))
    }

    @Test func aSpoiltCopyIsMadeAnew() async throws {
        let place = Place(isFolder: false)
        let store = try place.store()
        let digest = try store.keep(bytes("a"), name: "a.pdf", for: tenant("one")).digest
        let path = try await store.file(of: digest, for: "one")
        try Data("other".utf8).write(to: URL(filePath: path))
        #expect(try await read(store, digest) == bytes("a"))
    }

    @Test func copiesAreAskedForOnce() async throws {
        let place = Place(isFolder: false)
        let digest = try place.store().keep(bytes("a"), name: "a.pdf", for: tenant("one")).digest
        let other = try place.store(machine: "b")
        for _ in 0..<3 { _ = try await read(other, digest) }
        let asked = place.objects?.state.withLock { $0.asked } ?? []
        #expect(asked.filter { $0.hasPrefix("GET") }.count == 1)
    }

    @Test func oldCopiesMakeRoomAndAreNotUsed() async throws {
        let place = Place(isFolder: false)
        let digests = try (0..<6).map {
            try place.store().keep(bytes("\($0)"), name: "a.pdf", for: tenant("one")).digest
        }
        let small = try place.store(machine: "b", limit: 30)
        var paths: [String] = []
        for digest in digests {
            let path = try await small.file(of: digest, for: "one")
            paths.append(path)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -3_600)], ofItemAtPath: path)
        }
        #expect(paths.filter(FileManager.default.fileExists(atPath:)).count <= 3)
        let path = try await place.store(machine: "c").file(of: digests[0], for: "one")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: path)
        let before = place.objects?.state.withLock { $0.asked.count } ?? 0
        _ = try await place.store(machine: "c").file(of: digests[0], for: "one")
        #expect(place.objects?.state.withLock { $0.asked.count } == before + 1)
    }

    @Test func aStoreThatFailsOnceIsAskedAgain() async throws {
        let place = Place(isFolder: false)
        let objects = try #require(place.objects)
        let store = try place.store()
        objects.state.withLock { $0.troubles = [nil] }
        let digest = try store.keep(bytes("a"), name: "a.pdf", for: tenant("one")).digest
        objects.state.withLock { $0.troubles = [(503, "<Code>SlowDown</Code>")] }
        try store.check(digest, of: "one")
    }

    @Test func whatIsNotAnsweredAsItShouldIsSaid() async throws {
        let place = Place(isFolder: false)
        let objects = try #require(place.objects)
        let store = try place.store()
        for trouble in [
            nil, (500, ""), (403, "<Error><Code>AccessDenied</Code><Message>key k</Message></Error>"),
            (404, "<Error><Code>NoSuchBucket</Code></Error>"), (301, ""), (404, "<html>"),
        ] as [(Int, String)?] {
            for work in [
                { _ = try store.keep(bytes("a"), name: "a.pdf", for: tenant("one")) },
                { try store.check(String(repeating: "a", count: 64), of: "one") },
                { _ = try store.list(of: "one") },
            ] as [() throws -> Void] {
                objects.state.withLock { $0.troubles = [trouble, trouble] }
                let said = await failure { try work() }
                #expect(said.hasPrefix("documents cannot be reached"), "\(said)")
                #expect(!said.contains("key k"))
            }
            objects.state.withLock { $0.troubles = [] }
        }
        let left = try FileManager.default.subpathsOfDirectory(atPath: place.folder)
            .filter { $0.contains("incoming/") }
        #expect(left.isEmpty, "what could not be kept is not left behind")
    }

    @Test(arguments: [
        "s3://", "s3://b", "s3://bucket?endpoint=ftp://x", "s3://bucket?endpoint=https://u:p@x", "s3://bucket?region=",
        "s3://bucket?endpoint=https://x/path", "s3://bucket?key=secret", "s3://Bucket!", "folder:", "data", "",
    ])
    func placesThatCannotBeMeantAreSaid(_ text: String) {
        #expect(throws: Fault.self) { try DocumentSetting(text, key: "k", secret: "s") }
        #expect(throws: Fault.self) { try DocumentSetting("s3://bucket", key: nil, secret: "s") }
        #expect(throws: Never.self) { try DocumentSetting("s3://bucket", key: "k", secret: "s") }
    }
}
