// SPDX-License-Identifier: EUPL-1.2

import Store

/// Where a branch left its twin: a line of the twin's ledger, or a moment before it. What lies after is of
/// the twin alone.
struct TwinBase: Sendable {
    let twin: Twin
    /// The last line of the twin's ledger that the branch begins with.
    let line: Int
    /// Of that line and those before it only what was done by then; nil: all of it.
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
        let now = try twin.contentsNow()
        if moment == nil, now.last?.number ?? 0 == line { return now }
        // The twin has gone on: what it was follows from its lines.
        var contents = Contents()
        var last = 0
        while last < line {
            let lines = try twin.ledger.lines(after: last, limit: Self.page)
            guard let end = lines.last?.number else { break }
            for line in lines where line.number <= self.line {
                for entry in try LogEntry.entries(of: line.content)
                where moment.map({ entry.at <= $0 }) ?? true {
                    contents.apply(entry)
                }
            }
            last = end
        }
        return contents
    }
}
