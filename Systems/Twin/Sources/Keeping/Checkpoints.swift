// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Synchronization

/// The checkpoints of a ledger: read at a start, and written while the twin goes on.
struct Checkpoints: Sendable {
    /// How many parts are read before they are unpacked, on all processors at once.
    private static let atOnce = 64

    let ledger: Ledger

    /// Those that are there and say what they said, the oldest first.
    func all() throws -> [Checkpoint] {
        try ledger.keys(beginning: Checkpoint.start).compactMap { key in
            guard let checkpoint = try ledger.kept(key).flatMap(Checkpoint.init), checkpoint.key == key else {
                ledger.warn("a checkpoint of a twin is not what it was, and is passed over: \(key)")
                return nil
            }
            return checkpoint
        }
    }

    /// What the twin held at the newest sound checkpoint; nil: there is none.
    /// - Parameter line: the last line that may be in it.
    func newest(upTo line: Int = .max) throws -> Contents? {
        for checkpoint in try all().reversed() where checkpoint.line <= line {
            do { return try contents(of: checkpoint) } catch is PackReader.Damaged {
                ledger.warn("a checkpoint of a twin is not sound, and is passed over: \(checkpoint.key)")
            }
        }
        return nil
    }

    /// - Throws: `PackReader.Damaged` if it is not sound, or not of this ledger.
    func contents(of checkpoint: Checkpoint) throws -> Contents {
        guard let line = try ledger.line(checkpoint.line), line.digest == checkpoint.digest else {
            throw PackReader.Damaged()
        }
        var contents = Contents(
            end: checkpoint.end, horizons: checkpoint.horizons, latest: checkpoint.latest, last: line)
        for start in stride(from: 0, to: checkpoint.entities.count, by: Self.atOnce) {
            let digests = checkpoint.entities[start...].prefix(Self.atOnce)
            for (number, kept) in try unpacked(try digests.map(part)) {
                guard number < checkpoint.end else { throw PackReader.Damaged() }
                contents.restore(kept, at: number)
            }
        }
        for digest in checkpoint.documents {
            for change in try CheckpointUnpacking.documents(part(digest)) { contents.note(change) }
        }
        return contents
    }

    private func part(_ digest: String) throws -> [UInt8] {
        guard let bytes = try CheckpointPart.bytes(digest, in: ledger) else { throw PackReader.Damaged() }
        return bytes
    }

    private func unpacked(_ parts: [[UInt8]]) throws -> [(number: Int, kept: KeptEntity)] {
        let results = Mutex([Int: [(number: Int, kept: KeptEntity)]]())
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
            guard let list = try? CheckpointUnpacking.entities(parts[index]) else { return }
            results.withLock { $0[index] = list }
        }
        return try results.withLock { results in
            try parts.indices.flatMap { index in
                guard let list = results[index] else { throw PackReader.Damaged() }
                return list
            }
        }
    }

    // MARK: Writing

    /// Keeps what a twin holds, a part after another. Whoever acts meanwhile has the store between two
    /// parts, and the twin itself all the time.
    func write(_ contents: Contents, at now: @Sendable () -> Instant) async throws -> Checkpoint? {
        guard let line = contents.last else { return nil }
        let packing = CheckpointPacking(contents: contents)
        var (entities, documents): ([String], [String]) = ([], [])
        for range in packing.ranges { entities.append(try await put(packing.entities(range), line.number)) }
        for start in packing.documentStarts {
            documents.append(try await put(packing.documents(from: start), line.number))
        }
        let checkpoint = Checkpoint(contents, after: line, entities: entities, documents: documents)
        guard try isWhole(checkpoint) else { throw Fault("another process took parts of a checkpoint away") }
        try await ledger.seal(checkpoint.text, under: checkpoint.key, upTo: line.number, at: now())
        return checkpoint
    }

    /// Whether all parts are there.
    private func isWhole(_ checkpoint: Checkpoint) throws -> Bool {
        let there = Set(try ledger.keys(beginning: CheckpointPart.start).map(CheckpointPart.start(ofRow:)))
        return checkpoint.parts.allSatisfy { there.contains(CheckpointPart.start(of: $0)) }
    }

    /// Keeps a part, unless it is there already and is what it should be.
    private func put(_ bytes: [UInt8], _ line: Int) async throws -> String {
        let part = CheckpointPart(bytes)
        try Task.checkCancellation()
        if try CheckpointPart.bytes(part.digest, in: ledger) != nil { return part.digest }
        for row in part.rows {
            let begun = ContinuousClock.now
            try await ledger.keep([row.key: row.content], upTo: line)
            // Half of the time the store is others'.
            try await Task.sleep(for: begun.duration(to: .now))
        }
        return part.digest
    }

    /// Lets go of all checkpoints but some, and of the parts of none.
    func keepOnly(_ kept: [Checkpoint]) async throws {
        let known = Set(kept.map(\.key))
        let gone = try ledger.keys(beginning: Checkpoint.start).filter { !known.contains($0) }
        let parts = Set(kept.flatMap(\.parts).map(CheckpointPart.start(of:)))
        let orphans = try ledger.keys(beginning: CheckpointPart.start).filter {
            !parts.contains(CheckpointPart.start(ofRow: $0))
        }
        // The lists first: a part that is missing makes a checkpoint unsound.
        for start in [gone, orphans].flatMap({ keys in
            stride(from: 0, to: keys.count, by: 16).map { keys[$0...].prefix(16) }
        }) {
            try await ledger.keep(Dictionary(start.map { ($0, nil) }) { $1 }, upTo: 0)
        }
    }
}
