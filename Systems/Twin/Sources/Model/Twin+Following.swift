// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What other processes on the same store have written.
extension Twin {
    private static let page = 500

    /// Takes in what others have written, if they have; those who listen here are told of it.
    func follow() async throws {
        let last = try read { $0.last?.number ?? 0 }
        guard try ledger.goesOn(after: last) else { return }
        // In its turn among the acts, so that everybody hears of everything in its order.
        try await perform(by: "", at: Instant(milliseconds: 0)) { [weak self] _ -> Void in
            try self?.catchUp(isTelling: true)
        }
    }

    /// Takes in the lines that are new: at the start all of them; later, in the turn of an act, those of
    /// another process.
    /// - Parameter isTelling: whether those who listen are told of them.
    func catchUp(isTelling: Bool) throws {
        while true {
            let last = contents.withLock { $0.last?.number ?? 0 }
            let lines = try ledger.lines(after: last, limit: Self.page)
            for line in lines {
                // Who was away for so long begins again where the others are.
                if line.isLetGo { return try beginAgain(after: line) }
                try take(line, isTelling: isTelling)
            }
            if lines.count < Self.page { return }
        }
    }

    private func take(_ line: LedgerLine, isTelling: Bool) throws {
        let entries = try LogEntry.entries(of: line)
        unkept.add(entries.count, ordering: .relaxed)
        let changes = contents.withLock { contents -> [EntityChange] in
            let changes = entries.compactMap { entry -> EntityChange? in
                guard isTelling, case .entity(let change) = entry.content else {
                    contents.apply(entry)
                    return nil
                }
                let old = contents.entity(change.id)
                contents.apply(entry)
                return EntityChange(from: old, to: contents.entity(change.id), at: entry.at)
            }
            contents.last = line
            return changes
        }
        guard isTelling else { return }
        for case .document(TwinContexts.sort, let id, nil) in entries.map(\.content) { contexts.forget(id) }
        tell(changes, at: entries.last?.at ?? Stamp(line.at))
    }

    /// - Throws: `Fault` if what was known of a line that is let go is not kept.
    private func beginAgain(after line: LedgerLine) throws {
        let kept = base == nil ? try Checkpoints(ledger: ledger).newest() : nil
        guard let kept, kept.last?.number ?? 0 >= line.number else {
            throw Fault(
                "line \(line.number) of the ledger \(ledger.name) is let go, and no checkpoint after it is "
                    + "sound")
        }
        contents.withLock { $0 = kept }
        try catchUp(isTelling: false)
    }
}

extension Stamp {
    /// By how much the clock of another process may be ahead.
    private static let skew: Int64 = 10_000_000

    /// This moment, or the next one after another that another process's clock was ahead to: what is done
    /// later is later. A clock that was set back by more is believed.
    func following(_ last: Stamp) -> Stamp {
        self <= last && last.microseconds - microseconds < Self.skew ? last.adding(microseconds: 1) : self
    }
}
