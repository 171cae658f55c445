// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Goes through the twins of a store: whether each of their checkpoints is sealed in the ledger, and is
/// what follows from its lines. For `verify`; that the lines are what they were is the ledger's to say.
struct TwinCheck {
    let store: TenantStore

    private static let page = 500

    /// The first thing that is wrong, in a sentence; nil: nothing is.
    func find() throws -> String? {
        // Branches have no checkpoints.
        for name in try Ledger.names(in: store) where Twin.isTwin(name) && !name.hasPrefix(Branch.ledgers) {
            let ledger = Ledger(name, in: store)
            // Nobody lets go of a checkpoint while it is looked at.
            if let trouble = try ledger.atOneMoment({ try trouble(ledger) }) {
                return "the ledger \(name): \(trouble)"
            }
        }
        return nil
    }

    private func trouble(_ ledger: Ledger) throws -> String? {
        let checkpoints = Checkpoints(ledger: ledger)
        let kept = try checkpoints.all()
        guard kept.count == (try ledger.keys(beginning: Checkpoint.start).count) else {
            return "a checkpoint is not what it was"
        }
        for checkpoint in kept {
            for digest in checkpoint.parts where try CheckpointPart.bytes(digest, in: ledger) == nil {
                return "the checkpoint of line \(checkpoint.line) is not sound"
            }
        }
        let silent = try ledger.lastLetGo()
        if silent == 0, kept.isEmpty { return nil }
        if silent == 0 { return try walk(ledger, from: Contents(), kept) }
        // Where lines are gone, what is left of them is in the first checkpoint after them, as it was sealed.
        guard let first = kept.first(where: { $0.line >= silent }) else {
            return "line \(silent) is let go, and no checkpoint holds what it said"
        }
        do {
            return try walk(ledger, from: try checkpoints.contents(of: first), kept)
        } catch is PackReader.Damaged { return "the checkpoint of line \(first.line) is not sound" }
    }

    /// Goes through the lines and compares what follows from them with each checkpoint.
    private func walk(_ ledger: Ledger, from start: Contents, _ kept: [Checkpoint]) throws -> String? {
        var contents = start
        var sealed: Set<String> = []
        while true {
            let lines = try ledger.lines(after: contents.last?.number ?? 0, limit: Self.page)
            for line in lines {
                for entry in try LogEntry.entries(of: line) { contents.apply(entry) }
                contents.last = line
                if case .sealed(let key, _, _) = line.notice { sealed.insert(key) }
                if let known = kept.first(where: { $0.line == line.number }), !isSame(known, contents, line) {
                    return "the checkpoint of line \(line.number) does not follow from the lines before it"
                }
            }
            if lines.count < Self.page { break }
        }
        if let last = kept.last, last.line > contents.last?.number ?? 0 {
            return "there is a checkpoint of line \(last.line), which is not there"
        }
        return kept.first { $0.line >= start.last?.number ?? 0 && !sealed.contains($0.key) }.map {
            "the checkpoint of line \($0.line) is not sealed"
        }
    }

    private func isSame(_ known: Checkpoint, _ contents: Contents, _ line: LedgerLine) -> Bool {
        let packing = CheckpointPacking(contents: contents)
        let entities = packing.ranges.map { CheckpointPart(packing.entities($0)).digest }
        let documents = packing.documentStarts.map { CheckpointPart(packing.documents(from: $0)).digest }
        return known == Checkpoint(contents, after: line, entities: entities, documents: documents)
    }
}
