// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Where a branch left its twin: a line of the twin's ledger, or a moment before it. What lies after is of
/// the twin alone.
struct TwinBase: Sendable {
    let twin: Twin
    /// The last line of the twin's ledger that the branch begins with.
    let line: Int
    /// Before that line, as it was then; nil: as it was after the line.
    let moment: Stamp?
    /// The only entities that came along; nil: all.
    let ids: Set<String>?

    private static let page = 500

    /// What the branch begins with.
    func contents() throws -> Contents {
        var contents = try begun()
        contents.hide(whatIsHiddenIn: try twin.contentsNow())
        contents.branch(keeping: ids)
        return contents
    }

    private func begun() throws -> Contents {
        let contents = try standing()
        return moment.map(contents.rewound) ?? contents
    }

    /// What the twin held after the line.
    private func standing() throws -> Contents {
        let now = try twin.contentsNow()
        if now.last?.number ?? 0 == line { return now }
        // The twin has gone on: what it was follows from its lines, and from what is kept of them.
        var contents = try Checkpoints(ledger: twin.ledger).newest(upTo: line) ?? Contents()
        while true {
            let lines = try twin.ledger.lines(after: contents.last?.number ?? 0, limit: Self.page)
                .prefix { $0.number <= line }
            if lines.isEmpty { return contents }
            for line in lines {
                if line.isLetGo { throw Fault("what a snapshot began with is forgotten") }
                for entry in try LogEntry.entries(of: line) { contents.apply(entry) }
                contents.last = line
            }
        }
    }
}
